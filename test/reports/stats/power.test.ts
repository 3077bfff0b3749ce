import { expect, test } from 'vitest';
import { comparisonsForDifference, comparisonsForNonInferiority, smallestDifference } from '../../../reports/stats/power.ts';

const setting = { decided: 53 / 70, confidence: 0.95 };

test('the worked example: 587 for a difference of 0.1, 0.276 with 70, 469 for non-inferiority at 0.1', () => {
  expect(comparisonsForDifference(0.1, setting)).toBe(587);
  expect(comparisonsForDifference(-0.1, setting)).toBe(587);
  expect(smallestDifference(70, setting)).toBeCloseTo(0.276, 3);
  expect(comparisonsForNonInferiority(0.1, setting)).toBe(469);
});

test('the smallest difference that n can see needs n comparisons', () => {
  for (const n of [70, 400, 5000]) {
    const difference = smallestDifference(n, setting) ?? Number.NaN;
    expect(comparisonsForDifference(difference * (1 + 1e-9), setting)).toBe(n);
  }
});

test('a net win rate cannot exceed the share that is decided', () => {
  expect(comparisonsForDifference(0.3, { decided: 0.2, confidence: 0.95 })).toBeNull();
  expect(comparisonsForDifference(0, setting)).toBeNull();
  expect(smallestDifference(3, { decided: 0.2, confidence: 0.95 })).toBeNull();
  expect(comparisonsForDifference(1, { decided: 1, confidence: 0.95 })).toBe(1);
});
