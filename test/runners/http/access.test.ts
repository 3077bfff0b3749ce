import { describe, expect, it } from 'vitest';
import { accessTo, addressOf } from '../../../runners/http/access.ts';

const CONFIG = { apiKeyEnv: 'OPENAI_API_KEY' };
const OPENAI = 'https://api.openai.com/v1';

describe('where a model answers', () => {
  it('is the configured address, else OPENAI_BASE_URL, else OpenAI', () => {
    const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: ' http://gateway/v1 ' };
    expect(accessTo({ ...CONFIG, url: 'http://mine/v1' }, env, 'x')).toMatchObject({ url: 'http://mine/v1', key: 'k', openAi: false });
    expect(accessTo(CONFIG, env, 'x')).toMatchObject({ url: 'http://gateway/v1', key: 'k', openAi: false });
    expect(accessTo(CONFIG, { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: ' ' }, 'x')).toMatchObject({ url: OPENAI, key: 'k', openAi: true });
  });

  it('may be given as people copy it', () => {
    expect(addressOf('http://mine/v1/', {})).toBe('http://mine/v1');
    expect(addressOf('http://mine/v1/chat/completions', {})).toBe('http://mine/v1');
    expect(() => addressOf(undefined, { OPENAI_BASE_URL: 'gateway' })).toThrow(
      'OPENAI_BASE_URL should look like https://host/v1, got "gateway"',
    );
  });

  it('wants a key only where OpenAI itself answers; an empty variable holds none', () => {
    expect(accessTo({ ...CONFIG, url: 'http://mine/v1' }, { OPENAI_API_KEY: '' }, 'x').key).toBeUndefined();
    expect(() => accessTo(CONFIG, { OPENAI_API_KEY: ' ' }, 'judge "m"')).toThrow(
      `judge "m": no key for ${OPENAI}: put OPENAI_API_KEY into the environment or .env, or give another url`,
    );
  });

  it('has the key in the header that the endpoint wants, and other headers from the environment', () => {
    const env = { OPENAI_API_KEY: 'key-123456', TOKEN: 'token-654321' };
    const at = (url: string, headers = {}) => accessTo({ ...CONFIG, url, headers }, env, 'judge "m"');
    expect(at('http://mine/v1').headers).toEqual({ authorization: 'Bearer key-123456' });
    for (const azure of ['https://us.openai.azure.com/openai/v1', 'http://proxy/openai/deployments/d1?api-version=2024-10-21'])
      expect(at(azure).headers).toEqual({ 'api-key': 'key-123456' });
    const own = at('http://mine/v1', { Authorization: 'Basic ${TOKEN}', 'X-Team': 'red' });
    expect(own.headers).toEqual({ authorization: 'Basic token-654321', 'x-team': 'red' });
    expect(own.secrets).toEqual(expect.arrayContaining(['key-123456', 'token-654321']));
    expect(() => at('http://mine/v1', { A: '${NONE}' })).toThrow('headers.A of judge "m" names NONE, which is not set');
    expect(() => at('http://mine/v1', { A: 'a\nb: sk-1' })).toThrow(/^headers\.A of judge "m" holds what no header can$/);
    expect(() => accessTo(CONFIG, { OPENAI_API_KEY: 'two words' }, 'judge "m"')).toThrow('the key in OPENAI_API_KEY holds a space');
  });
});
