import { expect, test } from 'vitest';
import {
  betaQuantile,
  binomialLogPmf,
  binomialPmf,
  binomialTail,
  normalQuantile,
  normalTail,
  tQuantile,
  tTwoSided,
} from '../../../reports/stats/distributions.ts';

/** Equal to a relative error of 1e-7. */
function expectRatio(value: number, reference: number): void {
  expect(Math.abs(value / reference - 1)).toBeLessThan(1e-7);
}

test('normal quantiles and probabilities hold to seven digits, far into the tail', () => {
  expectRatio(normalQuantile(0.975), 1.959963984540054);
  expectRatio(normalQuantile(1e-10), -6.361340902404056);
  expectRatio(normalTail(8), 6.22096057427174e-16);
  expectRatio(normalTail(1.927789), 0.02694068824787734);
  // The two formulas meet at 3.
  expectRatio(normalTail(3), 0.0013498980316300933);
  expectRatio(normalTail(2.9999999999), 0.0013498980316300933);
  expect(normalTail(0)).toBe(0.5);
});

test('t quantiles and probabilities', () => {
  expectRatio(tQuantile(0.975, 6), 2.4469118511449786);
  expectRatio(tQuantile(0.975, 1), 12.706204736432095);
  expectRatio(tTwoSided(3, 6), 2 * 0.012004098377865468);
  expectRatio(tTwoSided(-12, 100), 2 * 2.1975438578021966e-21);
});

test('beta quantiles hold for counts up to ten million', () => {
  expectRatio(betaQuantile(0.025, 1, 1e6), 2.5317807663794178e-8);
  expectRatio(betaQuantile(0.025, 470_000, 530_001), 0.4690213716368428);
  expectRatio(betaQuantile(0.975, 4_700_001, 5_300_000), 0.46969061953 + 0.0006187899);
});

test('binomial probabilities by hand', () => {
  // 3 heads of 5: 10 / 32.
  expectRatio(binomialPmf(3, 5, 0.5), 10 / 32);
  // 3 or more of 5: (10 + 5 + 1) / 32.
  expectRatio(binomialTail(3, 5, 0.5), 16 / 32);
  expect(binomialPmf(6, 5, 0.5)).toBe(0);
  expect(binomialLogPmf(-1, 5, 0.5)).toBe(Number.NEGATIVE_INFINITY);
});

test('certain and impossible outcomes', () => {
  expect(binomialPmf(0, 0, 0.5)).toBe(1);
  expect(binomialPmf(5, 5, 1)).toBe(1);
  expect(binomialPmf(0, 5, 0)).toBe(1);
  expect(binomialTail(0, 5, 0.3)).toBe(1);
  expect(binomialTail(6, 5, 0.3)).toBe(0);
  expect(binomialTail(1, 5, 0)).toBe(0);
  expect(binomialTail(5, 5, 1)).toBe(1);
});

test('a million trials are no problem', () => {
  // By Stirling the middle of a million coins is close to 1 / sqrt(pi x 500000) x (1 - 1 / 4000000).
  expectRatio(binomialPmf(500_000, 1e6, 0.5), (1 / Math.sqrt(Math.PI * 500_000)) * (1 - 1 / 4e6));
  expectRatio(binomialTail(500_001, 1e6, 0.5), (1 - binomialPmf(500_000, 1e6, 0.5)) / 2);
});
