import { expect, test } from 'vitest';
import { trinomialTail } from '../../../reports/stats/trinomial.ts';

/** P(wins - losses >= difference) by walking all n comparisons. */
function walked(n: number, difference: number, tie: number): number {
  let chances = new Map([[0, 1]]);
  for (let i = 0; i < n; i++) {
    const next = new Map<number, number>();
    for (const [lead, chance] of chances) {
      for (const [step, share] of [
        [1, (1 - tie) / 2],
        [0, tie],
        [-1, (1 - tie) / 2],
      ] as const) {
        next.set(lead + step, (next.get(lead + step) ?? 0) + chance * share);
      }
    }
    chances = next;
  }
  return [...chances].filter(([lead]) => lead >= difference).reduce((total, [, chance]) => total + chance, 0);
}

test('two comparisons by hand: a lead of 1 or more with ties half of the time', () => {
  // W 1/4, T 1/2, L 1/4: WW 1/16, WT and TW 2 x 1/8 = 5/16.
  expect(trinomialTail(2, 1, 0.5)).toBeCloseTo(5 / 16, 12);
  expect(trinomialTail(2, 0, 0.5)).toBeCloseTo(11 / 16, 12);
  expect(trinomialTail(2, -2, 0.5)).toBeCloseTo(1, 12);
  expect(trinomialTail(2, 2, 0.5)).toBeCloseTo(1 / 16, 12);
});

test('equals the walk over all comparisons, for every lead', () => {
  for (const tie of [0, 0.03, 17 / 70, 0.9]) {
    for (const n of [1, 2, 7, 40, 70]) {
      for (let lead = -n; lead <= n; lead++) expect(trinomialTail(n, lead, tie)).toBeCloseTo(walked(n, lead, tie), 10);
    }
  }
});

test('keeps its digits deep in the tail', () => {
  // All 200 won, no ties: 2^-200.
  expect(trinomialTail(200, 200, 0) / 2 ** -200).toBeCloseTo(1, 9);
  // All 200 won when a tie has probability 1/3: (1/3)^200.
  expect(trinomialTail(200, 200, 1 / 3) / (1 / 3) ** 200).toBeCloseTo(1, 9);
});

test('only ties: the lead is 0 for certain', () => {
  expect(trinomialTail(5, 0, 1)).toBe(1);
  expect(trinomialTail(5, 1, 1)).toBe(0);
});

test('a million comparisons agree with the normal approximation', () => {
  // A lead of 1960 has z = (1960 - 0.5) / sqrt(1000000 x 0.8) = 2.19079: P = 0.014234.
  expect(trinomialTail(1e6, 1960, 0.2)).toBeCloseTo(0.014234, 5);
});
