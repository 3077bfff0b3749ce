import { expect, test } from 'vitest';
import { exactMarginP } from '../../../reports/stats/exact-margin.ts';

test.each([
  // One win: at most the chance of a win, (1 - 0.5) / 2 without any tie.
  [1, 0, 0, 0.5, 0.25],
  // Three: 0.45^3.
  [3, 0, 0, 0.1, 0.091125],
  [6, 4, 0, 0.1, 0.004502],
  [30, 17, 23, 0.1, 0.030361],
  [30, 17, 23, 0.05, 0.077583],
  [0, 28, 0, 0.1, 0.052335],
  [0, 70, 0, 0.1, 0.002894],
] as const)('%i won, %i tied, %i lost, margin %f: p = %f', (wins, ties, losses, delta, p) => {
  expect(exactMarginP({ wins, losses, n: wins + ties + losses }, delta)).toBeCloseTo(p, 6);
});
