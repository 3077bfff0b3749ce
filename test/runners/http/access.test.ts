import { describe, expect, it } from 'vitest';
import { accessTo, addressOf } from '../../../runners/http/access.ts';

const CONFIG = { apiKeyEnv: 'OPENAI_API_KEY' };
const OPENAI = 'https://api.openai.com/v1';

describe('where a model answers', () => {
  it('is the configured address, else OPENAI_BASE_URL, else OpenAI', () => {
    const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: ' http://gateway/v1 ' };
    expect(accessTo({ ...CONFIG, url: 'http://mine/v1' }, env, 'x')).toEqual({ url: 'http://mine/v1', key: 'k', openAi: false });
    expect(accessTo(CONFIG, env, 'x')).toEqual({ url: 'http://gateway/v1', key: 'k', openAi: false });
    expect(accessTo(CONFIG, { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: ' ' }, 'x')).toEqual({ url: OPENAI, key: 'k', openAi: true });
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
});
