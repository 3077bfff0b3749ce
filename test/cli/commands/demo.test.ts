/** The demo as a newcomer meets it: twice, with work of their own in between. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storeAnswer } from '../../../runners/annotation/annotations.ts';
import { readPairs } from '../../../runners/annotation/pairs.ts';
import { itemOf } from '../../../runners/annotation/queue.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { demoIn } from '../../demo.ts';
import { gavel } from '../../program.ts';

const folder = testFolder();
const PEOPLE = "SELECT count(*) AS n FROM comparison JOIN judge ON judge.id = judge_id WHERE json_extract(identity, '$.kind') = 'person'";

it('writes page and charts, and keeps what people have done in its store when it runs again', async () => {
  const place = { cwd: folder.path };
  const first = await demoIn(folder.path);
  expect([first.code, first.stdout.includes('sample-thorough')]).toEqual([0, true]);
  const board = readFileSync(join(folder.path, 'gavel-out/leaderboard.json'));
  const path = join(folder.path, 'gavel-out/demo.db');
  const store = new Store(path, { mode: 'write' });
  const [pair] = readPairs(store);
  if (pair === undefined) throw new Error('no pair');
  const same = { completeness: 'tie', depth: 'tie', fitness: 'tie', readability: 'tie', justification: 'x' } as const;
  storeAnswer(store, 'ann', itemOf('ann', pair), { overall: 'fair', ...same }, '2026-01-01T00:00:00.000Z');
  store.close();
  expect((await gavel(['demo'], place)).code).toBe(0);
  const after = new Store(path, { mode: 'read' });
  expect(after.sql(PEOPLE).get()).toEqual({ n: 5 });
  after.close();
  const scores = (file: Buffer) =>
    JSON.parse(file.toString()).map((each: { rows: { agent: string; score: number }[] }) =>
      each.rows.map(({ agent, score }) => [agent, score]),
    );
  expect(scores(readFileSync(join(folder.path, 'gavel-out/leaderboard.json')))).toEqual(scores(board));
});
