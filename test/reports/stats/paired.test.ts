import { expect, test } from 'vitest';
import { pairedComparison } from '../../../reports/stats/paired.ts';

test('30 wins, 17 ties, 23 losses, margin 0.1: every number to six digits, in the shape that scripts read', () => {
  const near = (value: number) => expect.closeTo(value, 6);
  expect(pairedComparison(30, 17, 23, { margin: 0.1 })).toEqual({
    n: 70,
    wins: 30,
    ties: 17,
    losses: 23,
    nonInferiority: {
      rate: near(0.671429),
      wilson: [near(0.555009), near(0.770011)],
      exact: [near(0.548781), near(0.779051)],
      equalAgents: near(0.621429),
      // Half of the net win rate and of its interval.
      over: { value: near(0.05), ci: [near(-0.0516445), near(0.14723)] },
    },
    signTest: { p: near(0.410103), midP: near(0.340891) },
    trinomial: { p: near(0.186312) },
    netWin: { value: near(0.1), se: near(0.103312), wald: [near(-0.102489), near(0.302489)], tango: [near(-0.103289), near(0.29446)] },
    margin: { delta: 0.1, tested: 0.1, z: near(1.927789), p: near(0.026941), test: 'tango' },
    power: {
      smallestDifference: expect.closeTo(0.2973, 4),
      nForDifference: 611,
      nForNonInferiority: 469,
      zTest: { smallestDifference: expect.closeTo(0.276, 3), nForDifference: 587 },
    },
  });
});

test('a margin of 0.05 is not met', () => {
  expect(pairedComparison(30, 17, 23, { margin: 0.05 }).margin).toMatchObject({
    delta: 0.05,
    z: expect.closeTo(1.442398, 6),
    p: expect.closeTo(0.074595, 6),
  });
});

test('without a margin nothing is claimed of non-inferiority, and power is for the difference seen', () => {
  const { margin, power } = pairedComparison(30, 17, 23);
  expect(margin).toBeNull();
  expect(power).toMatchObject({ smallestDifference: expect.closeTo(0.2973, 4), nForDifference: 611, nForNonInferiority: null });
});

test.each([
  [30, 17, 23, 10, 0.085714, 1.788443, 0.036852, undefined],
  [30, 17, 23, 17, 0.075714, 1.691245, 0.045395, undefined],
  [5, 60, 5, 50, 0.028571, 0.623944, 0.266332, 'flips'],
  [0, 70, 0, 70, 0, 0, 0.5, 'flips'],
] as const)('%i-%i-%i with %i flips: the margin shrinks by their share', (wins, ties, losses, flipped, tested, z, p, refused) => {
  const { margin } = pairedComparison(wins, ties, losses, { margin: 0.1, flips: { flipped, judged: 70 } });
  expect(margin).toMatchObject({
    tested: expect.closeTo(tested, 6) as number,
    z: expect.closeTo(z, 6) as number,
    p: expect.closeTo(p, 6) as number,
  });
  expect(margin?.refused).toBe(refused);
});

test('below 30 comparisons the margin is tested exactly', () => {
  expect(pairedComparison(1, 0, 0, { margin: 0.5 }).margin).toMatchObject({ test: 'exact', p: expect.closeTo(0.25, 9) as number });
  expect(pairedComparison(29, 1, 0, { margin: 0.1 }).margin?.test).toBe('tango');
});

test('several comparisons together ask for a larger difference', () => {
  expect(pairedComparison(30, 17, 23, { comparisons: 9 }).power.smallestDifference).toBeCloseTo(0.3739, 4);
});

test('swapping the agents mirrors the net win rate and leaves the sign test', () => {
  const forward = pairedComparison(30, 17, 23);
  const back = pairedComparison(23, 17, 30);
  expect(back.netWin.value).toBe(-forward.netWin.value);
  expect(back.signTest).toEqual(forward.signTest);
  expect(back.power).toEqual(forward.power);
});

test('all ties: no difference, no sign, and no number of comparisons that would show one', () => {
  const comparison = pairedComparison(0, 20, 0, { margin: 0.1 });
  expect(comparison.nonInferiority).toMatchObject({ rate: 1, equalAgents: 1 });
  expect(comparison.signTest).toEqual({ p: 1, midP: 1 });
  expect(comparison.trinomial.p).toBe(1);
  expect(comparison.netWin).toMatchObject({ value: 0, se: 0, wald: [0, 0] });
  // sqrt(n d / (1 - d)) at d = 0.1: sqrt(20 / 9). Nothing is decided, so nothing is claimed.
  expect(comparison.margin).toMatchObject({ z: expect.closeTo(Math.sqrt((20 * 0.1) / 0.9), 9) as number, refused: 'undecided' });
  expect(comparison.power).toMatchObject({ smallestDifference: null, nForDifference: null, nForNonInferiority: null });
});

test('all wins: the Wald interval has no width, the score interval does', () => {
  const comparison = pairedComparison(10, 0, 0);
  expect(comparison.signTest.p).toBeCloseTo(2 / 1024, 12);
  expect(comparison.signTest.midP).toBeCloseTo(1 / 1024, 12);
  expect(comparison.trinomial.p).toBeCloseTo(1 / 1024, 12);
  expect(comparison.netWin.wald).toEqual([1, 1]);
  expect(comparison.netWin.tango).toEqual([expect.closeTo((10 - 3.841459) / (10 + 3.841459), 6), 1]);
  expect(comparison.nonInferiority.exact).toEqual([expect.closeTo(0.025 ** 0.1, 9), 1]);
});

test('a single comparison', () => {
  const won = pairedComparison(1, 0, 0, { margin: 0.1 });
  expect(won.signTest).toEqual({ p: 1, midP: 0.5 });
  expect(won.trinomial.p).toBeCloseTo(0.5, 12);
  const lost = pairedComparison(0, 0, 1);
  expect(lost.trinomial.p).toBeCloseTo(1, 12);
  expect(lost.nonInferiority.rate).toBe(0);
  expect(pairedComparison(0, 1, 0).signTest.p).toBe(1);
});

test('no wins but ties', () => {
  const comparison = pairedComparison(0, 10, 3);
  // 2 x (1/2)^3.
  expect(comparison.signTest.p).toBeCloseTo(0.25, 12);
  expect(comparison.netWin.tango[0]).toBeGreaterThan(-1);
  expect(comparison.netWin.value).toBeCloseTo(-3 / 13, 12);
});

test('a million comparisons: finite and close to the normal approximation', () => {
  const comparison = pairedComparison(415_000, 171_000, 414_000, { margin: 0.01 });
  // z = 1000 / sqrt(829000) = 1.098304; two-sided 0.272072, with the step of 2 in wins - losses 0.272... to 3 digits.
  expect(comparison.signTest.midP).toBeCloseTo(0.27207, 4);
  expect(comparison.trinomial.p).toBeCloseTo(0.27207 / 2, 3);
  const { wald, tango } = comparison.netWin;
  expect(tango[0]).toBeCloseTo(wald[0], 6);
  expect(tango[1]).toBeCloseTo(wald[1], 6);
  const { wilson, exact } = comparison.nonInferiority;
  expect(exact[0]).toBeCloseTo(wilson[0], 5);
  expect(exact[1]).toBeCloseTo(wilson[1], 5);
  expect(JSON.stringify(comparison)).not.toContain('null,');
});

test('counts that are not whole, no counts, and margins out of range are refused', () => {
  expect(() => pairedComparison(0, 0, 0)).toThrow('expected at least one comparison');
  expect(() => pairedComparison(1.5, 0, 0)).toThrow('expected wins to be a whole number of 0 or more, got 1.5');
  expect(() => pairedComparison(1, 0, -2)).toThrow('expected losses');
  expect(() => pairedComparison(1, 0, 0, { margin: 1 })).toThrow('expected a margin between 0 and 1, got 1');
  expect(() => pairedComparison(1, 0, 0, { margin: 0 })).toThrow('expected a margin');
  expect(() => pairedComparison(1, 0, 0, { confidence: 95 })).toThrow('expected a confidence between 0 and 1, got 95');
});
