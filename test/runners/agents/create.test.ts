import { expect, test } from 'vitest';
import { agentSchema, createAgent } from '../../../runners/agents/create.ts';

const DEPS = { baseDir: '/', env: {}, fetch };

test.each([
  [{ kind: 'folder', name: 'a', dir: 'reports' }, { kind: 'reports' }],
  [{ kind: 'command', name: 'a', command: ['agent'] }, { kind: 'command' }],
  [{ kind: 'http', name: 'a', url: 'http://host/run' }, { kind: 'http' }],
  [{ kind: 'chat', name: 'a', model: 'm' }, { kind: 'chat' }],
  [
    { kind: 'extractive', name: 'a', search: { kind: 'world' } },
    { kind: 'extractive', search: { kind: 'world' } },
  ],
])('an entry %j makes its agent', (entry, identity) => {
  const agent = createAgent(agentSchema.parse(entry), DEPS);
  expect(agent).toMatchObject({ name: 'a', identity, concurrency: expect.any(Number) });
});

test.each([
  [{ kind: 'folder', name: 'a', dir: 'x', url: 'http://host' }, 'url'],
  [{ kind: 'command', name: 'a', command: [] }, 'command'],
  [{ kind: 'http', name: 'a', url: 'ftp://host' }, 'url'],
  [{ kind: 'http', name: 'a', url: 'http://me:pass@host' }, 'url'],
  [{ kind: 'chat', name: 'a', model: 'm', params: { stream: true } }, 'params'],
  [{ kind: 'crew', name: 'a' }, 'kind'],
])('an entry %j is refused', (entry, field) => {
  const { success, error } = agentSchema.safeParse(entry);
  expect(success).toBe(false);
  expect(JSON.stringify(error?.issues[0])).toContain(field);
});

test('an agent names the keys of its model and its search, whatever their variables are called', () => {
  const entry = {
    kind: 'react',
    name: 'a',
    model: 'm',
    apiKeyEnv: 'MODEL',
    url: 'http://host/v1',
    search: { kind: 'tavily', apiKeyEnv: 'FINDER' },
  };
  const env = { MODEL: 'weird_9f', FINDER: 'tvly-TEST1', OTHER: 'something-else' };
  expect(createAgent(agentSchema.parse(entry), { ...DEPS, env }).keys).toEqual(['weird_9f', 'tvly-TEST1']);
});
