import EloRating from 'elo-rating';
import { expect, test } from 'vitest';
import { type Battle, type BattleTable, battleTable } from '../../../reports/ratings/battle.ts';
import { expectedShare, sequentialElo, shuffledElo } from '../../../reports/ratings/elo.ts';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { largestGap, referenceBattles } from './reference-battles.ts';

test('the expected share is that of the elo-rating package up to 400 points, and goes on where it stops', () => {
  for (const gap of [-400, -120, 0, 37, 400]) expect(expectedShare(1000 + gap, 1000)).toBeCloseTo(EloRating.expected(1000 + gap, 1000), 12);
  // At 800 points 100 / 101; the package stays at 10 / 11.
  expect(expectedShare(1800, 1000)).toBeCloseTo(100 / 101, 12);
  expect(EloRating.expected(1800, 1000)).toBeCloseTo(10 / 11, 12);
});

test('two battles by hand at K 32', () => {
  const battles: Battle[] = [
    { a: 'x', b: 'y', outcome: 'a' },
    { a: 'y', b: 'x', outcome: 'tie' },
  ];
  // 1016 and 984; then y takes half where 1 / (1 + 10^(32/400)) was expected.
  const expected = 1 / (1 + 10 ** (32 / 400));
  expect([...sequentialElo(battleTable(battles), { k: 32 })]).toEqual([
    expect.closeTo(1016 - 32 * (0.5 - expected), 9),
    expect.closeTo(984 + 32 * (0.5 - expected), 9),
  ]);
});

test('20,000 battles in file order at K 4: the reference to a millionth of a point', () => {
  const { rows } = ratings(referenceBattles(), { method: 'elo', bootstrap: 0, seed: 1, shuffles: 1 });
  const reference = [
    832.203062, 958.322122, 1063.323391, 1113.946092, 1162.712476, 1040.88528, 909.398697, 1023.718049, 853.458532, 930.98929, 991.642628,
    1119.400381,
  ];
  expect(largestGap(rows, reference)).toBeLessThan(1e-6);
});

test('the mean over shuffles is seeded, and does not depend on which battles came last', () => {
  const wins = (a: string, b: string): Battle[] => Array.from({ length: 200 }, () => ({ a, b, outcome: 'a' }));
  const xLast = battleTable([...wins('y', 'x'), ...wins('x', 'y')]);
  const yLast = battleTable([...wins('x', 'y'), ...wins('y', 'x')]);
  const [x = 0, y = 0] = sequentialElo(xLast, { k: 16 });
  expect(x - y).toBeGreaterThan(100);
  const options = { k: 16, shuffles: 200, seed: 9 };
  const meanOfX = (table: BattleTable) => shuffledElo(table, options).reduce((sum, [rating = Number.NaN]) => sum + rating / 200, 0);
  expect(Math.abs(meanOfX(xLast) - 1000)).toBeLessThan(10);
  expect(Math.abs(meanOfX(yLast) - 1000)).toBeLessThan(10);
  expect(shuffledElo(xLast, options)).toEqual(shuffledElo(xLast, options));
});
