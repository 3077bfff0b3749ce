import { expect, test } from 'vitest';
import { createRandom } from '../../../reports/stats/random.ts';
import { type Reward, varianceParts } from '../../../reports/stats/variance.ts';

function nested(tree: Record<string, Record<string, number[]>>): Reward[] {
  return Object.entries(tree).flatMap(([task, runs]) =>
    Object.entries(runs).flatMap(([run, values]) => values.map((value) => ({ task, run, value }))),
  );
}

const sd = (variance: number) => expect.closeTo(Math.sqrt(variance), 12) as number;

test('two tasks of two runs of two trials, by hand', () => {
  // Trials: (2 + 2 + 2 + 2) / 4 = 2. Run means 1, 5 | 11, 15 around 3 | 13: 2 x (4 x 4) / 2 = 16 = 2 + 2 runs: runs 7.
  // Task means 3, 13 around 8: 4 x 50 / 1 = 200 = 2 + 2 x 7 + 4 tasks: tasks 46.
  expect(varianceParts(nested({ p: { r1: [0, 2], r2: [4, 6] }, q: { r1: [10, 12], r2: [14, 16] } }))).toEqual([
    { of: ['tasks'], sd: sd(46), negative: false },
    { of: ['runs'], sd: sd(7), negative: false },
    { of: ['trials'], sd: sd(2), negative: false },
  ]);
});

test('a part below 0 is shown as 0 and flagged', () => {
  // Run means are all 1, trials differ: runs = (0 - 2) / 2 < 0.
  const [, runs, trials] = varianceParts(nested({ p: { r1: [0, 2], r2: [0, 2] }, q: { r1: [0, 2], r2: [0, 2] } }));
  expect(runs).toEqual({ of: ['runs'], sd: 0, negative: true });
  expect(trials).toEqual({ of: ['trials'], sd: sd(2), negative: false });
});

test('levels without repeats are named together with the next one outside', () => {
  // The variance of 1, 3, 5 is 4.
  expect(varianceParts(nested({ p: { r1: [1] }, q: { r1: [3] }, r: { r1: [5] } }))).toEqual([
    { of: ['tasks', 'runs', 'trials'], sd: 2, negative: false },
  ]);
  // Tasks: (2 x 8 - 2) / 2.
  expect(varianceParts(nested({ p: { r1: [1], r2: [3] }, q: { r1: [5], r2: [7] } }))).toEqual([
    { of: ['tasks'], sd: sd(7), negative: false },
    { of: ['runs', 'trials'], sd: sd(2), negative: false },
  ]);
  // Task means 2 and 6: 2 x 8 = 2 + 2 tasks and runs.
  expect(varianceParts(nested({ p: { r1: [1, 3] }, q: { r1: [5, 7] } }))).toEqual([
    { of: ['tasks', 'runs'], sd: sd(7), negative: false },
    { of: ['trials'], sd: sd(2), negative: false },
  ]);
  expect(varianceParts(nested({ p: { r1: [1, 3] } }))).toEqual([{ of: ['trials'], sd: sd(2), negative: false }]);
});

test('unequal sizes: known parts are recovered on average', () => {
  const random = createRandom(11);
  // Uniform of variance v: width sqrt(12 v).
  const noise = (variance: number) => (random() - 0.5) * Math.sqrt(12 * variance);
  const rewards: Reward[] = [];
  for (let t = 0; t < 3000; t++) {
    const task = noise(4);
    for (let r = 0; r <= t % 3; r++) {
      const run = noise(2);
      for (let j = 0; j <= (t + r) % 2; j++) rewards.push({ task: `${t}`, run: `${r}`, value: task + run + noise(1) });
    }
  }
  const [tasks = 0, runs = 0, trials = 0] = varianceParts(rewards).map((part) => part.sd ** 2);
  expect(Math.abs(tasks - 4)).toBeLessThan(0.3);
  expect(Math.abs(runs - 2)).toBeLessThan(0.2);
  expect(Math.abs(trials - 1)).toBeLessThan(0.1);
});

test('nothing is refused', () => {
  expect(() => varianceParts([])).toThrow('expected at least one reward');
});
