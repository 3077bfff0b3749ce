import { expect, test } from 'vitest';
import { tangoInterval, tangoZ } from '../../../reports/stats/tango.ts';

const Z = 1.959963984540054;

test('at a difference of 0 the statistic is (wins - losses) / sqrt(wins + losses)', () => {
  expect(tangoZ({ wins: 30, losses: 23, n: 70 }, 0)).toBeCloseTo(7 / Math.sqrt(53), 12);
});

test('the worked example: interval and both margins to six digits', () => {
  const counts = { wins: 30, losses: 23, n: 70 };
  const [low, high] = tangoInterval(counts, Z);
  expect(low).toBeCloseTo(-0.103289, 6);
  expect(high).toBeCloseTo(0.29446, 6);
  expect(tangoZ(counts, -0.1)).toBeCloseTo(1.927789, 6);
  expect(tangoZ(counts, -0.05)).toBeCloseTo(1.442398, 6);
});

test('the ends of the interval are where the statistic is +-1.96', () => {
  for (const counts of [
    { wins: 3, losses: 0, n: 13 },
    { wins: 0, losses: 9, n: 9000 },
    { wins: 500_000, losses: 499_000, n: 1_000_000 },
  ]) {
    const [low, high] = tangoInterval(counts, Z);
    expect(tangoZ(counts, low)).toBeCloseTo(Z, 6);
    expect(tangoZ(counts, high)).toBeCloseTo(-Z, 6);
  }
});

test('only ties: +-z^2 / (n + z^2)', () => {
  const [low, high] = tangoInterval({ wins: 0, losses: 0, n: 20 }, Z);
  expect(high).toBeCloseTo(Z ** 2 / (20 + Z ** 2), 9);
  expect(low).toBeCloseTo(-high, 9);
});

test('only wins: from (n - z^2) / (n + z^2) to exactly 1; only losses the mirror image', () => {
  const [low, high] = tangoInterval({ wins: 20, losses: 0, n: 20 }, Z);
  expect(low).toBeCloseTo((20 - Z ** 2) / (20 + Z ** 2), 9);
  expect(high).toBe(1);
  const [mirrorLow, mirrorHigh] = tangoInterval({ wins: 0, losses: 20, n: 20 }, Z);
  expect(mirrorLow).toBe(-1);
  expect(mirrorHigh).toBeCloseTo(-low, 9);
});

test('swapping the two agents mirrors the interval', () => {
  const [low, high] = tangoInterval({ wins: 4, losses: 11, n: 31 }, Z);
  const [otherLow, otherHigh] = tangoInterval({ wins: 11, losses: 4, n: 31 }, Z);
  expect([low, high]).toEqual([expect.closeTo(-otherHigh, 9), expect.closeTo(-otherLow, 9)]);
});

test('a published example: airway hyper-responsiveness of 21 children before and after treatment', () => {
  // Bentur et al. (2009), as worked in Fagerland, Lydersen and Laake, "Statistical Analysis of Contingency Tables": 1 against 7.
  const [low, high] = tangoInterval({ wins: 1, losses: 7, n: 21 }, Z);
  expect(low).toBeCloseTo(-0.517, 3);
  expect(high).toBeCloseTo(-0.026, 3);
});
