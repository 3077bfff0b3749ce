import { expect, test } from 'vitest';
import { judgeSchema, openJudge } from '../../../runners/judges/open.ts';
import { judgeDeps } from '../judge-deps.ts';

const KEY = 'sk-judge-key-1';

/** The identities of a judge and of a pairwise judge of this configuration. */
async function identities(extraBody: Record<string, unknown>) {
  const config = judgeSchema.parse({ kind: 'model', model: 'm', url: 'http://127.0.0.1:9/v1', apiKeyEnv: 'MINE', extraBody });
  const deps = judgeDeps({ env: { MINE: KEY, OTHER_TOKEN: 'token-2-of-mine' } });
  const judge = openJudge(config, deps);
  await judge.close();
  return [judge.checklist.identity, judge.pairwise.identity];
}

test('a key that is typed into extraBody is not in the identity, which it still tells apart', async () => {
  const [typed, other] = [await identities({ a: [KEY], b: 'Bearer token-2-of-mine' }), await identities({ a: ['x'], b: 'Bearer x' })];
  expect(JSON.stringify(typed)).not.toMatch(/sk-judge|of-mine/);
  expect(typed).not.toEqual(other);
  expect(await identities({ top_k: 5 })).toMatchObject([{ extraBody: { top_k: 5 } }, { extraBody: { top_k: 5 } }]);
});
