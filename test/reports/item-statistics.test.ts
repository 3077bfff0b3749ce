/** Item statistics on labels whose means and correlations a person can check. */
import { expect, onTestFinished, test } from 'vitest';
import { itemStatistics } from '../../reports/item-statistics.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { importFile, lines } from '../runners/exchange/verdict-files.ts';
import { taskOf } from '../runners/work.ts';

const folder = testFolder();
const S = 'satisfied';
const U = 'unsatisfied';

/** Labels of one task's criteria, by agent. */
async function storeOf(weights: number[], labels: Readonly<Record<string, readonly string[]>>): Promise<Store> {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const task = taskOf('t1', weights);
  const rows = Object.entries(labels).flatMap(([agent, given]) =>
    (task.rubric ?? []).map((criterion, i) => ({ agent, task: 't1', repeat: 1, criterion: criterion.id, label: given[i] })),
  );
  await importFile(store, folder.write('v.jsonl', lines(rows)), [task]);
  return store;
}

test('difficulty, discrimination and what is redundant', async () => {
  // Of four reports: c01 is met by all, c02 and c03 by the same two, c04 (a flaw) by the other two, c05 by one of each half.
  const store = await storeOf([1, 1, 1, -1, 1], {
    a: [S, S, S, U, S],
    b: [S, S, S, U, U],
    c: [S, U, U, S, S],
    d: [S, U, U, S, U],
  });
  const [found] = await itemStatistics(store, { scale: 'ternary' });
  const [c01, c02, , c04, c05] = found?.items ?? [];
  expect(c01).toMatchObject({ reports: 4, mean: 1, discrimination: null, nearest: null, flags: ['always'] });
  // The rest of c02 is 1 + c03 - c04 + c05: 3, 2, 1, 0 against 1, 1, 0, 0, so r = 2 / sqrt(5).
  expect(c02).toMatchObject({ mean: 0.5, discrimination: expect.closeTo(2 / Math.sqrt(5), 9) as number, flags: ['redundant'] });
  expect(c02?.nearest).toEqual({ criterion: 'c03', r: expect.closeTo(1, 9) as number });
  expect(c04).toMatchObject({ mean: 0.5, weight: -1 });
  expect(c04?.discrimination).toBeGreaterThan(0.8);
  // The rest of c05 is 3, 3, 0, 0 against 1, 0, 1, 0.
  expect(c05).toMatchObject({ discrimination: expect.closeTo(0, 9) as number, flags: ['weak'] });
  expect(found?.flagged).toEqual({ always: 1, never: 0, weak: 1, redundant: 3 });
});

test('fewer than three reports tell nothing, and are not called so', async () => {
  const store = await storeOf([1, 1], { a: [S, U], b: [U, S] });
  const [found] = await itemStatistics(store, { scale: 'ternary' });
  expect(found?.items.map(({ reports, discrimination, flags }) => [reports, discrimination, flags])).toEqual([
    [2, null, []],
    [2, null, []],
  ]);
});

test('a store without judged reports is named', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  await expect(itemStatistics(store, { scale: 'ternary' })).rejects.toThrow(/no report was judged|holds no/);
});
