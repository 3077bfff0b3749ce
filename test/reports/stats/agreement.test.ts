import { expect, test } from 'vitest';
import { agreement, type LabelPair } from '../../../reports/stats/agreement.ts';

function pairs(counts: Record<string, Record<string, number>>): LabelPair[] {
  return Object.entries(counts).flatMap(([truth, row]) =>
    Object.entries(row).flatMap(([judged, count]) => Array.from({ length: count }, () => ({ truth, judged }))),
  );
}

test('fifty cases, 20 5 / 10 15: the textbook kappa of 0.4', () => {
  const result = agreement(pairs({ yes: { yes: 20, no: 5 }, no: { yes: 10, no: 15 } }), ['yes', 'no']);
  expect(result.n).toBe(50);
  expect(result.confusion).toEqual([
    [20, 5],
    [10, 15],
  ]);
  expect(result.accuracy).toEqual({ value: 0.7, ci: null });
  // Chance: (25 x 30 + 25 x 20) / 2500 = 0.5; (0.7 - 0.5) / 0.5.
  expect(result.kappa.value).toBeCloseTo(0.4, 12);
  // Recalls 20/25 and 15/25.
  expect(result.balancedAccuracy.value).toBeCloseTo(0.7, 12);
  // F1 40/55 and 30/45.
  expect(result.macroF1.value).toBeCloseTo((40 / 55 + 30 / 45) / 2, 12);
});

test('three labels, one of which people never used', () => {
  const labels = ['satisfied', 'partial', 'unsatisfied'];
  const result = agreement(pairs({ satisfied: { satisfied: 3, partial: 1 }, unsatisfied: { unsatisfied: 4 } }), labels);
  // Recall over used labels: 3/4 and 1. F1: 6/7, 0/1, 1.
  expect(result.balancedAccuracy.value).toBeCloseTo((0.75 + 1) / 2, 12);
  expect(result.macroF1.value).toBeCloseTo((6 / 7 + 0 + 1) / 3, 12);
  expect(result.confusion).toEqual([
    [3, 1, 0],
    [0, 0, 0],
    [0, 0, 4],
  ]);
});

test('kappa is undefined, not 0 or 1, when both always say the same', () => {
  expect(agreement(pairs({ yes: { yes: 9 } }), ['yes', 'no']).kappa.value).toBeNull();
  expect(agreement(pairs({ yes: { yes: 9 } }), ['yes', 'no'], { rounds: 20, seed: 1 }).kappa.ci).toBeNull();
});

test('intervals: seeded, around the value, and wider when cases come in clusters', () => {
  const cases = pairs({ yes: { yes: 40, no: 10 }, no: { yes: 20, no: 30 } });
  const options = { rounds: 500, seed: 3 };
  const single = agreement(cases, ['yes', 'no'], options);
  expect(single).toEqual(agreement(cases, ['yes', 'no'], options));
  const [low, high] = single.accuracy.ci ?? [Number.NaN, Number.NaN];
  // sqrt(0.7 x 0.3 / 100) = 0.0458.
  expect(high - low).toBeGreaterThan(2 * 1.96 * 0.0458 * 0.85);
  expect(high - low).toBeLessThan(2 * 1.96 * 0.0458 * 1.15);
  const clustered = agreement(
    cases.map((pair, i) => ({ ...pair, cluster: `report ${Math.floor(i / 10)}` })),
    ['yes', 'no'],
    options,
  );
  const [clusteredLow, clusteredHigh] = clustered.accuracy.ci ?? [Number.NaN, Number.NaN];
  expect(clusteredHigh - clusteredLow).toBeGreaterThan(1.5 * (high - low));
});

test('no pairs and unknown labels are refused', () => {
  expect(() => agreement([], ['yes', 'no'])).toThrow('expected at least one pair');
  expect(() => agreement([{ truth: 'yes', judged: 'maybe' }], ['yes', 'no'])).toThrow('expected one of the labels yes, no, got "maybe"');
});
