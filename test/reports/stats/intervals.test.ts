import { expect, test } from 'vitest';
import { clopperPearson, meanInterval, quantile, wilson } from '../../../reports/stats/intervals.ts';

test('the mean of 2, 4, 6 is 4 with standard error 2 / sqrt(3) and a t interval on 2 degrees of freedom', () => {
  const estimate = meanInterval([2, 4, 6]);
  expect(estimate.mean).toBe(4);
  expect(estimate.se).toBeCloseTo(2 / Math.sqrt(3), 12);
  // t(0.975, 2) = 4.302653.
  expect(estimate.ci?.[0]).toBeCloseTo(4 - (4.302653 * 2) / Math.sqrt(3), 5);
  expect(estimate.ci?.[1]).toBeCloseTo(4 + (4.302653 * 2) / Math.sqrt(3), 5);
});

test('unequal clusters: CR2 with the degrees of freedom of Bell and McCaffrey', () => {
  const estimate = meanInterval([70, 60, 80, 55, 65, 90, 40, 50, 45, 75], { clusters: [...'AABBBBCCCD'] });
  expect(estimate).toMatchObject({ mean: 63, n: 10, clusters: 4 });
  expect(estimate.se).toBeCloseTo(8.217287, 6);
  expect(estimate.df).toBeCloseTo(2.392405, 6);
  expect(estimate.ci?.[0]).toBeCloseTo(32.658965, 5);
  expect(estimate.ci?.[1]).toBeCloseTo(93.341035, 5);
});

test('equal clusters: three that say the same twice are three values', () => {
  const estimate = meanInterval([1, 1, 3, 3, 5, 5], { clusters: ['p', 'p', 'q', 'q', 'r', 'r'] });
  expect(estimate.clusters).toBe(3);
  expect(estimate.df).toBeCloseTo(2, 12);
  expect(estimate.se).toBeCloseTo(meanInterval([1, 3, 5]).se ?? Number.NaN, 12);
  expect(meanInterval([1, 1, 3, 3, 5, 5]).se).toBeLessThan(estimate.se ?? 0);
});

test('seven domains: t with six degrees of freedom', () => {
  const clusters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((domain) => [domain, domain]);
  const { mean, se, ci } = meanInterval(
    clusters.map((_, i) => i % 5),
    { clusters },
  );
  expect(((ci?.[1] ?? Number.NaN) - mean) / (se ?? Number.NaN)).toBeCloseTo(2.446912, 6);
});

test('one value has a mean and no error; none is refused', () => {
  expect(meanInterval([3])).toEqual({ mean: 3, n: 1, clusters: 1, se: null, df: null, ci: null });
  expect(meanInterval([3, 5], { clusters: ['p', 'p'] }).se).toBeNull();
  expect(() => meanInterval([])).toThrow('expected at least one value');
  expect(() => meanInterval([1, 2], { clusters: ['p'] })).toThrow('expected 2 clusters');
});

test('47 of 70: Wilson and exact intervals to six digits', () => {
  const [low, high] = wilson(47, 70);
  expect(low).toBeCloseTo(0.555009, 6);
  expect(high).toBeCloseTo(0.770011, 6);
  const [exactLow, exactHigh] = clopperPearson(47, 70);
  expect(exactLow).toBeCloseTo(0.548781, 6);
  expect(exactHigh).toBeCloseTo(0.779051, 6);
});

test('nothing and everything: the ends are exactly 0 and 1', () => {
  // Wilson of 0 in n ends at z^2 / (n + z^2).
  expect(wilson(0, 10)[0]).toBe(0);
  expect(wilson(0, 10)[1]).toBeCloseTo(3.841459 / 13.841459, 6);
  expect(wilson(10, 10)[1]).toBe(1);
  // Exact: 0.025^(1/10).
  expect(clopperPearson(10, 10)[0]).toBeCloseTo(0.025 ** 0.1, 9);
  expect(clopperPearson(0, 10)).toEqual([0, expect.closeTo(1 - 0.025 ** 0.1, 9)]);
  expect(() => wilson(0, 0)).toThrow('expected a positive number of cases, got 0');
  expect(() => clopperPearson(3, 2)).toThrow('expected successes to be a whole number from 0 to 2, got 3');
  expect(() => wilson(1, 2, 1)).toThrow('expected a confidence between 0 and 1, got 1');
});

test('quantiles are interpolated between neighbours', () => {
  expect(quantile([10, 20, 30, 40], 0.5)).toBe(25);
  expect(quantile([10, 20, 30, 40], 0.1)).toBeCloseTo(13, 12);
  expect(quantile([10], 0.9)).toBe(10);
  expect(quantile([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 1], 0.25)).toBe(Number.NEGATIVE_INFINITY);
  expect(() => quantile([], 0.5)).toThrow('expected at least one value');
});
