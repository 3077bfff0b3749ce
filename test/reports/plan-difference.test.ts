/** Planning from the spread that a store has seen: what tasks and what attempts add to it. */
import { expect, onTestFinished, test } from 'vitest';
import { planDifference } from '../../reports/plan-difference.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { importFile, lines } from '../runners/exchange/verdict-files.ts';
import { taskOf } from '../runners/work.ts';

const folder = testFolder();
const tasks = Array.from({ length: 6 }, (_, i) => taskOf(`t${i}`, new Array<number>(10).fill(1)));

/** Of ten criteria of a task so many are satisfied, by task and repeat. */
async function storeOf(satisfied: Readonly<Record<string, (task: number, repeat: number) => number>>, repeats: number): Promise<Store> {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const rows = Object.entries(satisfied).flatMap(([agent, count]) =>
    tasks.flatMap(({ id, rubric = [] }, i) =>
      Array.from({ length: repeats }, (_, r) => r + 1).flatMap((repeat) =>
        rubric.map((criterion, k) => {
          const label = k < count(i, repeat) ? 'satisfied' : 'unsatisfied';
          return { agent, task: id, repeat, criterion: criterion.id, label };
        }),
      ),
    ),
  );
  await importFile(store, folder.write('v.jsonl', lines(rows)), tasks);
  return store;
}

const around = (middle: number, repeat: number) => middle + (repeat === 1 ? 1 : -1);
const options = { scale: 'ternary', difference: 3, repeats: [1, 2] } as const;

test('the spread of attempts is taken off that of tasks, and repeats make up for it', async () => {
  // Differences of 60 and 0 by turns: variance 1080. Every attempt 10 points off: variance 200, of each agent a mean of two.
  const store = await storeOf({ x: (i, r) => around(i % 2 === 0 ? 8 : 5, r), y: (i, r) => around(i % 2 === 0 ? 2 : 5, r) }, 2);
  const [plan] = await planDifference(store, options);
  expect(plan?.pairs).toHaveLength(1);
  expect(plan?.whole).toMatchObject({ tasks: 6, sdTasks: expect.closeTo(Math.sqrt(1080 - 200), 9) as number });
  expect(plan?.whole.sdAttempts?.map((sd) => sd ** 2)).toEqual([expect.closeTo(200, 9), expect.closeTo(200, 9)]);
  // 7.848880 x (880 + 400 / repeats) / 9.
  expect(plan?.whole.plans.map(({ repeats, tasks: needed }) => [repeats, needed])).toEqual([
    [1, 1117],
    [2, 942],
  ]);
  expect(plan?.whole.plans[0]?.visible).toBeCloseTo(Math.sqrt((7.84888 * 1280) / 6), 3);
});

test('where nothing was repeated the two cannot be told apart, and only as many repeats are planned for', async () => {
  const store = await storeOf({ x: (i) => (i % 2 === 0 ? 8 : 5), y: (i) => (i % 2 === 0 ? 2 : 5), z: () => 5 }, 1);
  const [plan] = await planDifference(store, options);
  expect(plan?.pairs.map(({ a, b, sdAttempts, plans }) => [a, b, sdAttempts, plans.length])).toEqual([
    ['x', 'y', null, 1],
    ['x', 'z', null, 1],
    ['y', 'z', null, 1],
  ]);
  // 7.848880 x 1080 / 9; together with two others more.
  expect(plan?.pairs[0]?.plans[0]).toMatchObject({ repeats: 1, tasks: 942 });
  expect(plan?.pairs[0]?.plans[0]?.tasksHolm).toBeGreaterThan(942);
});

test('one agent is no pair', async () => {
  const store = await storeOf({ x: () => 5 }, 1);
  await expect(planDifference(store, options)).rejects.toThrow('no two agents share 5 scored tasks');
});
