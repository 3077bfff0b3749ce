import { expect, test } from 'vitest';
import type { Outcome } from '../../../judge/pairwise/outcome.ts';
import { type Battle, battleTable } from '../../../reports/ratings/battle.ts';
import { fitDavidson } from '../../../reports/ratings/fit.ts';
import { countBattles, totalCounts } from '../../../reports/ratings/pair-counts.ts';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { largestGap, referenceBattles } from './reference-battles.ts';

function repeat(a: string, b: string, outcomes: Record<Outcome, number>): Battle[] {
  return (['a', 'b', 'tie'] as const).flatMap((outcome) => Array.from({ length: outcomes[outcome] }, () => ({ a, b, outcome })));
}

test('two agents by hand: 8 wins, 4 ties, 2 losses', () => {
  // s_a / s_b = 8 / 2, so 400 log10(4) apart; nu = 4 / sqrt(8 x 2) = 1.
  const { rows, nu } = ratings(repeat('a', 'b', { a: 8, b: 2, tie: 4 }), { method: 'davidson', bootstrap: 0, seed: 1 });
  expect(nu).toBeCloseTo(1, 9);
  expect(rows.map(({ rating }) => rating)).toEqual([
    expect.closeTo(1000 + 200 * Math.log10(4), 6),
    expect.closeTo(1000 - 200 * Math.log10(4), 6),
  ]);
});

test('20,000 battles of 12 agents: the reference to 0.01 points', () => {
  const battles = referenceBattles();
  const { rows, nu } = ratings(battles, { method: 'davidson', bootstrap: 0, seed: 1 });
  const reference = [
    808.5465, 960.8988, 1056.2482, 1136.9322, 1149.6989, 1058.2286, 889.4909, 1028.2191, 849.5048, 958.0651, 976.6767, 1127.4902,
  ];
  expect(largestGap(rows, reference)).toBeLessThan(1e-2);
  expect(nu).toBeCloseTo(0.379228, 6);
  const counted = countBattles(battleTable(battles), false);
  const { among } = fitDavidson(counted.pairs, totalCounts(counted, 0));
  expect(among?.logLikelihood).toBeCloseTo(-18764.2473, 3);
  expect(among?.gradient).toBeLessThan(1e-10 * 20_000);
});

test('without ties it is Bradley-Terry, with nu 0', () => {
  const battles = [...repeat('a', 'b', { a: 3, b: 1, tie: 0 }), ...repeat('b', 'c', { a: 2, b: 2, tie: 0 })];
  const davidson = ratings(battles, { method: 'davidson', bootstrap: 0, seed: 1 });
  const bradleyTerry = ratings(battles, { method: 'bradley-terry', bootstrap: 0, seed: 1 });
  expect(davidson.nu).toBe(0);
  expect(davidson.rows).toEqual(bradleyTerry.rows);
});

test('gaps of thousands of points neither overflow nor fail to converge', () => {
  const battles = ['ab', 'bc', 'cd', 'de'].flatMap(([a = '', b = '']) => repeat(a, b, { a: 100_000, b: 1, tie: 2 }));
  const { rows } = ratings(battles, { method: 'davidson', bootstrap: 0, seed: 1 });
  // Each step 400 log10(100000) = 2000 points.
  expect((rows[0]?.rating ?? 0) - (rows[4]?.rating ?? 0)).toBeCloseTo(8000, 3);
});
