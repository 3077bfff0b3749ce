import { expect, test } from 'vitest';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { largestGap, referenceBattles } from './reference-battles.ts';

test('20,000 battles of 12 agents: the exact maximum to 0.0001 points', () => {
  const { rows, nu } = ratings(referenceBattles(), { method: 'bradley-terry', bootstrap: 0, seed: 1 });
  const reference = [
    840.449931, 967.255521, 1047.000196, 1114.289493, 1124.916062, 1048.650368, 907.668128, 1023.56089, 874.394306, 964.916064, 980.447116,
    1106.451924,
  ];
  expect(largestGap(rows, reference)).toBeLessThan(1e-4);
  expect(nu).toBeUndefined();
});

test('a tie is half a win: 2 wins, 2 ties and no loss are 3 against 1', () => {
  const outcomes = ['a', 'a', 'tie', 'tie'] as const;
  const { rows } = ratings(
    outcomes.map((outcome) => ({ a: 'x', b: 'y', outcome })),
    { method: 'bradley-terry', bootstrap: 0, seed: 1 },
  );
  expect((rows[0]?.rating ?? 0) - (rows[1]?.rating ?? 0)).toBeCloseTo(400 * Math.log10(3), 6);
});
