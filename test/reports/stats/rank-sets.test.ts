/** Rank sets, on a table of three agents whose tests were worked out elsewhere. */
import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../../reports/stats/differences.ts';
import { orderOf } from '../../../reports/stats/rank-sets.ts';

const SCORES = [
  [72, 55, 90, 40, 66, 81, 58, 77, 62, 49],
  [68, 50, 84, 41, 60, 70, 55, 69, 57, 40],
  [75, 61, 91, 52, 70, 84, 66, 80, 60, 55],
];

describe('the order of three agents', () => {
  const tests = [
    [0, 1],
    [0, 2],
    [1, 2],
  ].map(([first = 0, second = 0]) => {
    const differences = (SCORES[first] ?? []).map((score, i) => {
      const other = SCORES[second]?.[i] ?? 0;
      return { difference: score - other, size: Math.max(score, other), cluster: `t${i}` };
    });
    const { mean, p } = pairedDifference(differences);
    return { first, second, difference: mean, p };
  });
  const { tests: adjusted, ranks } = orderOf(3, tests);

  it('rests on paired tests after Holm', () => {
    const shown = (p: number | null | undefined) => Number(p?.toPrecision(6));
    expect(adjusted.map(({ p }) => shown(p))).toEqual([4.92532e-4, 5.74297e-3, 8.82081e-6]);
    expect(adjusted.map(({ adjustedP }) => shown(adjustedP))).toEqual([9.85064e-4, 5.74297e-3, 2.64624e-5]);
  });

  it('is told by who is shown to be above and below', () => {
    expect(ranks).toEqual([
      [2, 2],
      [3, 3],
      [1, 1],
    ]);
  });

  it('takes a pair that cannot be tested for no test of the family', () => {
    const half = { first: 0, second: 1, difference: 1, p: 0.03 };
    expect(orderOf(2, [half, { first: 0, second: 1, difference: 1, p: null }]).tests.map(({ adjustedP }) => adjustedP)).toEqual([
      0.03,
      null,
    ]);
  });
});
