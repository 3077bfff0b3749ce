import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../judge/pairwise/outcome.ts';
import type { Battle } from '../../../reports/ratings/battle.ts';
import { type RatingsOptions, ratings } from '../../../reports/ratings/ratings.ts';

/** 4 agents on 8 queries: one row a query; 1 the first of the pair wins, 2 the second, 0 a tie. */
const PAIRS = ['AB', 'AC', 'AD', 'BC', 'BD', 'CD'];
const ROWS = ['110101', '101110', '011120', '210011', '120101', '112012', '101200', '011111'];
const OUTCOMES: readonly Outcome[] = ['tie', 'a', 'b'];
const GOLD: Battle[] = ROWS.flatMap((row, query) =>
  [...row].map((letter, i): Battle => {
    const [a = '', b = ''] = PAIRS[i] ?? '';
    return { query: `q${query}`, a, b, outcome: OUTCOMES[Number(letter)] ?? 'tie' };
  }),
);

const of = (battles: readonly Battle[], more: Partial<RatingsOptions> = {}) => ratings(battles, { method: 'davidson', seed: 1, ...more });
const near = (value: number, digits = 4) => expect.closeTo(value, digits);

describe('four agents on eight queries', () => {
  const { rows, pairs, nu, queries } = of(GOLD);

  test('have the ratings, clustered errors and t intervals of an independent implementation', () => {
    expect([nu, queries]).toEqual([near(1.11192, 6), 8]);
    expect(rows.map(({ agent, rating, se, cv3 }) => [agent, rating, se, cv3])).toEqual([
      ['A', near(1208.5958), near(66.7636), near(69.3432)],
      ['B', near(1053.8077), near(69.3001), near(69.0308)],
      ['C', near(907.0687), near(62.9689), near(64.9403)],
      ['D', near(830.5278), near(78.7794), near(82.6914)],
    ]);
    expect(rows.map(({ ci }) => ci)).toEqual([
      [near(1050.725, 3), near(1366.467, 3)],
      [near(889.939, 3), near(1217.676, 3)],
      [near(758.171, 3), near(1055.967, 3)],
      [near(644.244, 3), near(1016.811, 3)],
    ]);
  });

  test('are tested pair by pair after Holm, and nothing of their order is shown', () => {
    expect(pairs.map(({ a, b, se, adjustedP }) => [a + b, se, adjustedP])).toEqual([
      ['AB', near(103.97), near(0.540459, 6)],
      ['AC', near(108.7009), near(0.137692, 6)],
      ['AD', near(120.9753), near(0.100334, 6)],
      ['BC', near(104.1301), near(0.540459, 6)],
      ['BD', near(130.3394), near(0.521707, 6)],
      ['CD', near(112.3946), near(0.540459, 6)],
    ]);
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4].map(() => [1, 4]));
  });

  test('keep their ranks whatever the anchor and however the intervals are made', () => {
    for (const more of [{ anchor: { agent: 'A', rating: 1000 } }, { bootstrap: 100 }]) {
      expect(of(GOLD, more).rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4].map(() => [1, 4]));
    }
  });

  test('read against an anchor, have the errors of the differences to it', () => {
    const anchored = of(GOLD, { anchor: { agent: 'A', rating: 1000 } }).rows;
    expect(anchored.map(({ se }) => se)).toEqual([near(0, 9), near(103.97), near(108.7009), near(120.9753)]);
    expect(anchored[0]).toMatchObject({ rating: near(1000, 9), ci: [near(1000, 9), near(1000, 9)] });
  });
});

test('one query shows no order and has no interval, however many battles are on it', () => {
  const battles = Array.from({ length: 80 }, (_, i): Battle => {
    const [a, b] = [
      ['w', 'x'],
      ['x', 'y'],
      ['w', 'y'],
    ][i % 3] as [string, string];
    return { query: 'q', a, b, outcome: i % 5 === 0 ? 'b' : 'a' };
  });
  for (const bootstrap of [0, 50]) {
    const { rows } = of(battles, { bootstrap });
    expect(rows.map(({ ci, rank }) => [ci, rank])).toEqual(rows.map(() => [null, [1, 3]]));
  }
});

test('a result that is the same on every query has no spread to go by: the sign test over queries decides', () => {
  // x takes three battles of five on each query; nothing varies from query to query.
  const on = (queries: number): Battle[] =>
    Array.from({ length: queries }, (_, q) =>
      [...'aaabb'].map((side): Battle => ({ query: `q${q}`, a: 'x', b: 'y', outcome: side === 'a' ? 'a' : 'b' })),
    ).flat();
  expect(of(on(5)).rows.map(({ ci, rank }) => [ci, rank])).toEqual([
    [null, [1, 2]],
    [null, [1, 2]],
  ]);
  // 2 / 2^20.
  expect(of(on(20)).pairs[0]?.p).toBeCloseTo(1.907e-6, 9);
  expect(of(on(20)).rows.map(({ rank }) => rank)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('an agent that lost nothing is above another by the sign test over the queries on which they met', () => {
  const battles = Array.from({ length: 12 }, (_, q): Battle => ({ query: `q${q}`, a: 'good', b: 'flaky', outcome: q < 9 ? 'a' : 'tie' }));
  const { rows, pairs } = of(battles);
  expect(rows.map(({ agent, rating, unbounded, rank }) => [agent, rating, unbounded, rank])).toEqual([
    ['good', null, 'above', [1, 1]],
    ['flaky', null, 'below', [2, 2]],
  ]);
  // 2 / 2^9.
  expect(pairs[0]).toMatchObject({ difference: null, se: null, p: near(0.00390625, 9) });
});
