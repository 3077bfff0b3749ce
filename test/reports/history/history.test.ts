/** A series of checkpoints: changes, the best of many, and evidence that may be watched. */
import { expect, onTestFinished, test } from 'vitest';
import { historyChart } from '../../../reports/history/chart.ts';
import { historyPage } from '../../../reports/history/page.ts';
import { historyText } from '../../../reports/history/text.ts';
import { readHistory } from '../../../reports/read-history.ts';
import { storeCheckpoint } from '../../../runners/store/agents.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { importFile, lines } from '../../runners/exchange/verdict-files.ts';
import { taskOf } from '../../runners/work.ts';

const folder = testFolder();
const tasks = Array.from({ length: 10 }, (_, i) => taskOf(`t${i}`, [1, 1, 1, 1]));

/** Of four criteria of a task so many are satisfied. */
async function storeOf(satisfied: Readonly<Record<string, (task: number) => number | undefined>>): Promise<Store> {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const rows = Object.entries(satisfied).flatMap(([agent, count]) =>
    tasks.flatMap(({ id, rubric = [] }, i) => {
      const met = count(i);
      if (met === undefined) return [];
      return rubric.map((criterion, k) => ({ agent, task: id, criterion: criterion.id, label: k < met ? 'satisfied' : 'unsatisfied' }));
    }),
  );
  await importFile(store, folder.write('v.jsonl', lines(rows)), tasks);
  return store;
}

const options = { scale: 'ternary' } as const;

test('each against the one before and the best, by the ends of their names', async () => {
  // 25, then 50 everywhere; the third 75 on nine tasks and 50 on one.
  const store = await storeOf({ 'ckpt-1000': () => 1, 'ckpt-200': () => 2, 'ckpt-30000': (i) => (i === 0 ? 2 : 3) });
  const [history] = await readHistory(store, options);
  expect(history).toMatchObject({ series: 'ckpt', steps: 'names', judge: 'imported' });
  expect(history?.points.map(({ agent, step, score }) => [agent, step, score])).toEqual([
    ['ckpt-200', 200, 50],
    ['ckpt-1000', 1000, 25],
    ['ckpt-30000', 30000, 72.5],
  ]);
  expect(history?.points.map(({ previous }) => previous?.difference)).toEqual([undefined, -25, 47.5]);
  expect(history?.points.map(({ best }) => best?.difference)).toEqual([-22.5, -47.5, undefined]);
  // Ten tasks lost: e = 2^10 / 11. Nine won, one tied: 2^9 / 10; the second look needs 20 x 2 x 3.
  expect(history?.points[1]?.watch).toMatchObject({
    losses: 10,
    evidence: expect.closeTo(1024 / 11, 6) as number,
    needed: 40,
    shown: true,
  });
  expect(history?.points[2]?.watch).toMatchObject({
    wins: 9,
    ties: 1,
    evidence: expect.closeTo(51.2, 6) as number,
    needed: 120,
    shown: false,
  });
  expect(history?.best).toMatchObject({ agent: 'ckpt-30000', score: 72.5, corrected: { score: 72.5 } });
});

test('the best of many is worth less on tasks that did not pick it', async () => {
  // Equal agents: each is at the top on five tasks of ten, not the same ones.
  const store = await storeOf(Object.fromEntries([0, 1, 2, 3].map((k) => [`m-${k + 1}`, (i: number) => ((i * (k + 1)) % 10 < 5 ? 4 : 0)])));
  const [history] = await readHistory(store, options);
  const best = history?.best;
  expect(best?.corrected.score).toBeLessThan(best?.score ?? 0);
  expect(history?.points.every(({ previous }) => (previous?.adjustedP ?? 1) > 0.05)).toBe(true);
});

test('a checkpoint scored in part is held against others on what both have, and is no step of the line', async () => {
  // The third was done on the three hardest tasks alone, where it is as good as the second.
  const store = await storeOf({
    'ckpt-1': () => 1,
    'ckpt-2': (i) => (i < 3 ? 2 : 4),
    'ckpt-3': (i) => (i < 3 ? 2 : undefined),
  });
  const [whole] = await readHistory(store, options);
  if (whole === undefined) throw new Error('one history');
  // Imported verdicts owe nothing; a sweep that planned ten tasks would.
  const history = { ...whole, points: whole.points.map((point) => (point.step === 3 ? { ...point, owed: 28, coverage: 0.3 } : point)) };
  expect(history.points.map(({ score }) => score)).toEqual([25, 85, 50]);
  expect(history.best).toMatchObject({ agent: 'ckpt-2', score: 85, onShared: 50, corrected: { score: 50, tasks: 3 } });
  const text = historyText(history, { language: 'en', colour: false });
  expect(text).toContain('0.0 (on 3 tasks)');
  expect(text).toContain('ckpt-3: Coverage 30.0%, Owed 28.');
  expect(text).toContain('best score of 3, 85.0; on the 3 tasks that all of them have it scores 50.0, and picked');
  const [line, hollow] = historyChart(history, { language: 'en', theme: 'light' }).data.datasets;
  expect([line?.data, hollow?.data]).toEqual([
    [
      { x: 1, y: 25 },
      { x: 2, y: 85 },
    ],
    [{ x: 3, y: 50 }],
  ]);
});

test('a stated series wins over names, and is read back in order of its steps', async () => {
  const store = await storeOf({ early: () => 1, late: () => 3, 'other-1': () => 2, 'other-2': () => 2 });
  const id = (name: string) => store.sql<string[], { id: number }>('SELECT id FROM agent WHERE name = ?').get(name)?.id ?? 0;
  storeCheckpoint(store, id('late'), { series: 'mine', step: 1 });
  storeCheckpoint(store, id('late'), { series: 'mine', step: 2 });
  storeCheckpoint(store, id('early'), { series: 'mine', step: 0.5 });
  const histories = await readHistory(store, options);
  expect(histories.map(({ series, steps, points }) => [series, steps, points.map(({ agent }) => agent)])).toEqual([
    ['mine', 'stated', ['early', 'late']],
  ]);
  await expect(readHistory(store, { ...options, series: 'yours' })).rejects.toThrow('no series "yours" with a score here; there are: mine');
  const [history] = histories;
  if (history === undefined) throw new Error('one history');
  for (const language of ['en', 'zh'] as const) {
    expect(historyText(history, { language, colour: false })).toMatch(/late .*75\.0/);
    expect(historyChart(history, { language, theme: 'dark' }).data.datasets).toHaveLength(4);
  }
  const page = historyPage(histories, { language: 'zh' });
  expect(page).toContain('系列 mine');
  // Where colours are forced, no background of our own shows which language is pressed.
  expect(page).toMatch(/forced-colors:active\)\{\.switch button\[aria-pressed=true\]\{[^}]*background:Highlight/);
});
