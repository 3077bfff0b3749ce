import { expect, test } from 'vitest';
import { pairedDifference } from '../../../reports/stats/differences.ts';

test('differences are taken task by task, whatever the order', () => {
  const first = [
    { task: 't1', score: 0.5 },
    { task: 't2', score: 0.9 },
    { task: 't3', score: 0.4 },
  ];
  const second = [
    { task: 't3', score: 0.2 },
    { task: 't1', score: 0.4 },
    { task: 't2', score: 0.6 },
  ];
  // 0.1, 0.3, 0.2: mean 0.2, sd 0.1, se 0.1 / sqrt(3); t = 2 sqrt(3) on 2 degrees of freedom.
  const result = pairedDifference(first, second);
  expect(result).toMatchObject({ n: 3, clusters: 3, df: 2, onlyFirst: 0, onlySecond: 0 });
  expect(result.mean).toBeCloseTo(0.2, 12);
  expect(result.se).toBeCloseTo(0.1 / Math.sqrt(3), 12);
  // P(|T2| > t) = 1 - t / sqrt(2 + t^2) = 1 - sqrt(12 / 14).
  expect(result.p).toBeCloseTo(1 - Math.sqrt(12 / 14), 9);
});

test('tasks that only one agent did are left out and counted', () => {
  const result = pairedDifference(
    [
      { task: 't1', score: 1 },
      { task: 't2', score: 1 },
    ],
    [
      { task: 't2', score: 0.5 },
      { task: 't3', score: 1 },
      { task: 't4', score: 1 },
    ],
  );
  expect(result).toEqual({ mean: 0.5, n: 1, clusters: 1, se: null, ci: null, df: 0, p: null, onlyFirst: 1, onlySecond: 2 });
});

test('with clusters the degrees of freedom are clusters - 1', () => {
  const first = [1, 1, 3, 3, 5, 5].map((score, i) => ({ task: `t${i}`, score, cluster: `family ${Math.floor(i / 2)}` }));
  const second = first.map(({ task }) => ({ task, score: 0 }));
  const result = pairedDifference(first, second);
  expect(result).toMatchObject({ n: 6, clusters: 3, df: 2 });
  expect(result.se).toBeCloseTo(Math.sqrt(48) / 6, 12);
});

test('the same difference everywhere leaves no p', () => {
  const first = [
    { task: 't1', score: 0.5 },
    { task: 't2', score: 0.5 },
  ];
  expect(pairedDifference(first, first)).toMatchObject({ mean: 0, se: 0, p: null });
});

test('differences that differ by rounding alone leave no p', () => {
  const scores = (values: readonly number[]) => values.map((score, i) => ({ task: `t${i}`, score }));
  // 0.1 on paper each time, and once nothing.
  expect(pairedDifference(scores([0.2, 0.3, 0.7]), scores([0.1, 0.2, 0.6])).p).toBeNull();
  expect(pairedDifference(scores([0.1 + 0.2, 0.5]), scores([0.3, 0.5])).p).toBeNull();
});

test('no shared task, or a task twice, is refused', () => {
  expect(() => pairedDifference([{ task: 't1', score: 1 }], [{ task: 't2', score: 1 }])).toThrow(
    'expected at least one task that both agents did',
  );
  const twice = [
    { task: 't1', score: 1 },
    { task: 't1', score: 0 },
  ];
  expect(() => pairedDifference(twice, twice)).toThrow('got task "t1" twice');
});
