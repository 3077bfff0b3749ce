import { expect, test } from 'vitest';
import {
  comparisonsForDifference,
  comparisonsForNonInferiority,
  signTestPower,
  smallestDifference,
  zTestComparisons,
  zTestDifference,
} from '../../../reports/stats/power.ts';

const setting = { decided: 53 / 70, alpha: 0.05 };
const ofNine = { decided: 53 / 70, alpha: 0.05 / 9 };

test('the chance that the sign test shows a net win rate of 0.276 on 70 queries, alone and as one of nine', () => {
  expect(signTestPower(70, 0.276, setting)).toBeCloseTo(0.7319, 4);
  expect(signTestPower(70, 0.276, ofNine)).toBeCloseTo(0.4197, 4);
  expect(signTestPower(70, -0.276, setting)).toBeCloseTo(0.7319, 4);
});

test('the smallest net win rate that is shown in 80% of cases', () => {
  expect(smallestDifference(70, setting)).toBeCloseTo(0.2973, 4);
  expect(smallestDifference(70, ofNine)).toBeCloseTo(0.3739, 4);
  for (const [n, decided, smallest] of [
    [20, 0.5, 0.4314],
    [30, 0.75, 0.4507],
    [100, 0.2, 0.1277],
  ] as const) {
    expect(smallestDifference(n, { decided, alpha: 0.05 })).toBeCloseTo(smallest, 4);
  }
  expect(smallestDifference(3, { decided: 0.2, alpha: 0.05 })).toBeNull();
});

test('the number of queries that shows a net win rate, and with the next eleven too', () => {
  expect(comparisonsForDifference(0.1, setting)).toBe(611);
  expect(comparisonsForDifference(-0.1, setting)).toBe(611);
  expect(comparisonsForDifference(0.2, { decided: 0.5, alpha: 0.05 })).toBe(103);
  expect(comparisonsForDifference(0.3, { decided: 0.5, alpha: 0.05 })).toBe(46);
  expect(comparisonsForDifference(0.3, { decided: 0.2, alpha: 0.05 })).toBeNull();
  expect(comparisonsForDifference(0, setting)).toBeNull();
});

test('by a z test: 587 for a difference of 0.1, 0.276 with 70; 469 for non-inferiority at 0.1', () => {
  expect(zTestComparisons(0.1, setting)).toBe(587);
  expect(zTestDifference(70, setting)).toBeCloseTo(0.276, 3);
  expect(comparisonsForNonInferiority(0.1, 53 / 70)).toBe(469);
});
