import { expect, it } from 'vitest';
import { modelsAt } from '../../runners/doctor.ts';
import { refusal, serveEndpoint } from '../endpoint-server.ts';

it('the models of an endpoint are asked for as a judge asks: its address, without what people copy too much, and its key', async () => {
  const server = await serveEndpoint({ body: { object: 'list', data: [{ id: 'judge-8b' }, { id: 'evil\u001b[31m' }] } });
  const config = { url: `${server.url}/chat/completions?version=2`, apiKeyEnv: 'MY_KEY' };
  expect(await modelsAt(config, { MY_KEY: ' k-1 ' })).toEqual({ where: `${server.url}/models`, names: ['judge-8b', 'evil\\u001b[31m'] });
  const [request] = server.requests;
  expect([request?.method, request?.path, request?.headers.authorization]).toEqual(['GET', '/v1/models?version=2', 'Bearer k-1']);
});

it('an endpoint without a list of models is said to have none', async () => {
  const page = await serveEndpoint({ body: '<html>' });
  await expect(modelsAt({ url: page.url, apiKeyEnv: 'K' }, {})).rejects.toThrow(`${page.url}/models answered without a list of models`);
  const refusing = await serveEndpoint(refusal(401, 'no'));
  await expect(modelsAt({ url: refusing.url, apiKeyEnv: 'K' }, {})).rejects.toThrow(`${refusing.url}/models answered 401`);
  await expect(modelsAt({ apiKeyEnv: 'K' }, {})).rejects.toThrow('no key for https://api.openai.com/v1');
});
