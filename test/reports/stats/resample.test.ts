import { expect, test } from 'vitest';
import { bootstrapIntervals, percentileInterval } from '../../../reports/stats/resample.ts';

const values = Array.from({ length: 100 }, (_, i) => i);
const mean = (counts: Int32Array) => ({ mean: values.reduce((total, value, i) => total + value * (counts[i] ?? 0), 0) / 100 });

test('the interval of a mean is about +-1.96 standard errors', () => {
  // Values 0..99: mean 49.5, sd sqrt(9999 / 12) = 28.866, error 2.887.
  const [low, high] = bootstrapIntervals(100, mean, { rounds: 4000, seed: 1 }).mean ?? [0, 0];
  expect(low).toBeGreaterThan(49.5 - 1.96 * 2.887 - 0.4);
  expect(low).toBeLessThan(49.5 - 1.96 * 2.887 + 0.4);
  expect(high).toBeGreaterThan(49.5 + 1.96 * 2.887 - 0.4);
  expect(high).toBeLessThan(49.5 + 1.96 * 2.887 + 0.4);
});

test('the same seed gives the same interval', () => {
  expect(bootstrapIntervals(100, mean, { rounds: 50, seed: 4 })).toEqual(bootstrapIntervals(100, mean, { rounds: 50, seed: 4 }));
  expect(bootstrapIntervals(100, mean, { rounds: 50, seed: 4 })).not.toEqual(bootstrapIntervals(100, mean, { rounds: 50, seed: 5 }));
});

test('a statistic that is often undefined has no interval', () => {
  // Of two clusters the second is missing in a quarter of the resamples.
  const second = (counts: Int32Array) => ({ second: counts[1] === 0 ? null : 1, always: 1 });
  expect(bootstrapIntervals(2, second, { rounds: 200, seed: 1 })).toEqual({ second: null, always: [1, 1] });
});

test('percentiles are interpolated', () => {
  expect(percentileInterval([4, 2, 1, 3, 0], 0.5)).toEqual([1, 3]);
  const [low, high] = percentileInterval([4, 2, 1, 3, 0], 0.95);
  expect(low).toBeCloseTo(0.1, 12);
  expect(high).toBeCloseTo(3.9, 12);
});

test('nothing to resample and no rounds are refused', () => {
  expect(() => bootstrapIntervals(0, mean, { seed: 1 })).toThrow('expected at least one cluster');
  expect(() => bootstrapIntervals(100, mean, { rounds: 0, seed: 1 })).toThrow('expected a positive number of bootstrap rounds');
});
