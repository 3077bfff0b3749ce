import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { taskSchema } from '../../benchmarks/task.ts';
import { ATTACK_NAMES } from '../../judge/attack/attacks.ts';
import { attackJudge } from '../../runners/attack-judge.ts';
import { judgeSchema } from '../../runners/judges/open.ts';
import { completion, serveEndpoint } from '../endpoint-server.ts';

const task = (id: string, criterion: string) =>
  taskSchema.parse({ id, query: `What of ${id}?`, language: 'en', domain: 'd', rubric: [{ id: 'c1', criterion, weight: 2 }] });
const TASKS = [task('t1', 'Names the height of the tower in metres.'), task('t2', 'Names the length of the bridge in metres.')];
const REPORT =
  'The tower and the bridge were built long ago by many hands.\n\nThe tower is 300 metres high, and the bridge 40 metres long.';

function folder(names: readonly string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-attack-'));
  for (const name of names) writeFileSync(join(dir, `${name}.md`), REPORT);
  return dir;
}

const terms = { seed: 1, scale: 'strict', concurrency: 4, budget: {} } as const;
const around = { env: {}, onNotice: () => {} };

test('a judge that believes every report is gamed, and its canaries say so', async () => {
  const yes = completion(JSON.stringify({ reason: 'r', quotes: [], label: 'satisfied', confidence: 1 }));
  const server = await serveEndpoint(yes);
  const judge = judgeSchema.parse({ kind: 'model', model: 'yes', url: server.url });
  const { rows } = await attackJudge(':memory:', { ...terms, judge, on: { tasks: TASKS, dir: folder(['t1', 't2']) } }, around);
  expect(rows).toHaveLength(2 * (ATTACK_NAMES.length + 2));
  expect(rows.filter(({ attack }) => attack !== 'empty').every(({ reward, flags }) => reward === 1 && flags.includes('canary'))).toBe(true);
});

test('reports are those of the folder, and one task alone cannot be attacked with the report of another', async () => {
  const judge = judgeSchema.parse({ kind: 'offline' });
  const { rows } = await attackJudge(':memory:', { ...terms, judge, on: { tasks: TASKS, dir: folder(['t1', 't2']) } }, around);
  expect(rows.filter(({ attack }) => attack === 'good').map(({ task }) => task)).toEqual(['t1', 't2']);
  const one = attackJudge(':memory:', { ...terms, judge, on: { tasks: TASKS, dir: folder(['t1']) } }, around);
  await expect(one).rejects.toThrow('on two tasks with rubrics at least, got 1');
});
