import { describe, expect, test } from 'vitest';
import { scoreEstimate } from '../../../reports/stats/score-estimate.ts';

const tasks = (values: readonly number[], [low, high]: readonly [number, number] = [0, 100]) =>
  values.map((value, i) => ({ value, low, high, cluster: `t${i}` }));
const all = (value: number, n: number, range?: readonly [number, number]) => scoreEstimate(tasks(new Array<number>(n).fill(value), range));

describe('a score', () => {
  test('has its t interval from five tasks on, and none below', () => {
    // Mean 60, s = sqrt(1000), se = sqrt(200); t(0.975, 4) = 2.776445.
    const reach = 2.776445 * Math.sqrt(200);
    expect(scoreEstimate(tasks([20, 40, 60, 80, 100]))).toEqual({
      score: 60,
      ci: [expect.closeTo(60 - reach, 4), expect.closeTo(60 + reach, 4)],
      tasks: 5,
    });
    expect(scoreEstimate(tasks([20, 40, 60, 80]))).toEqual({ score: 50, ci: null, tasks: 4 });
  });

  test('has no end beyond what the rubrics can give', () => {
    const values = [100, 100, 100, ...new Array<number>(9).fill(0)];
    expect(scoreEstimate(tasks(values)).ci).toEqual([0, expect.closeTo(53.7, 1)]);
    expect(scoreEstimate(tasks(values, [-50, 100])).ci?.[0]).toBeCloseTo(-3.7, 1);
  });
});

describe('a score without any spread', () => {
  test('has no interval, and at the top a bound by how many tasks there are', () => {
    for (const [n, bound] of [
      [2, 15.8114],
      [3, 29.2402],
      [12, 73.5352],
      [50, 92.8878],
    ] as const) {
      expect(all(100, n)).toEqual({ score: 100, ci: null, tasks: n, flat: { atLeast: expect.closeTo(bound, 4) } });
    }
    expect(all(100, 12, [-50, 100]).flat?.atLeast).toBeCloseTo(60.3027, 4);
    expect(all(0, 2).flat?.atMost).toBeCloseTo(100 - 15.8114, 4);
    expect(all(100, 1).flat?.atLeast).toBeCloseTo(2.5, 9);
  });

  test('says so between the ends, where there is no bound; one task has no spread to see', () => {
    expect(all(50, 10)).toEqual({ score: 50, ci: null, tasks: 10, flat: {} });
    expect(all(50, 1)).toEqual({ score: 50, ci: null, tasks: 1 });
  });

  test('counts families, not tasks', () => {
    const family = tasks([100, 100, 100]).map((task) => ({ ...task, cluster: 'f' }));
    expect(scoreEstimate(family).flat?.atLeast).toBeCloseTo(2.5, 9);
  });
});
