import { expect, test } from 'vitest';
import type { Outcome } from '../../../judge/pairwise/outcome.ts';
import type { Battle } from '../../../reports/ratings/battle.ts';
import { RATING_METHODS, ratings } from '../../../reports/ratings/ratings.ts';
import { referenceBattles } from './reference-battles.ts';

const plain = { bootstrap: 0, seed: 1 } as const;

function results(a: string, b: string, outcomes: string): Battle[] {
  const names: Record<string, Outcome> = { w: 'a', l: 'b', t: 'tie' };
  return [...outcomes].map((letter, i) => ({ query: `q${i}`, a, b, outcome: names[letter] ?? 'tie' }));
}

const RING = [...results('a', 'b', 'wwlt'), ...results('b', 'c', 'wwlt'), ...results('a', 'c', 'wwlt')];

/** Enough queries that no resample leaves anybody unbounded. */
const LONG_RING = copies(10);

function copies(times: number): Battle[] {
  return Array.from({ length: times }, (_, i) => RING.map((battle) => ({ ...battle, query: `${battle.query}-${i}` }))).flat();
}

test('rows fall by rating, equal ones stand by name, and count their battles', () => {
  const even = [...results('b', 'a', 'wl'), ...results('a', 'c', 'wl')];
  expect(ratings(even, { method: 'bradley-terry', ...plain }).rows.map(({ agent, rating, battles }) => [agent, rating, battles])).toEqual([
    ['a', expect.closeTo(1000, 9), 4],
    ['b', expect.closeTo(1000, 9), 2],
    ['c', expect.closeTo(1000, 9), 2],
  ]);
  // Four queries show no order of the ring; two hundred do.
  const ranked = (battles: readonly Battle[]) =>
    ratings(battles, { method: 'davidson', ...plain }).rows.map(({ agent, rank }) => [agent, rank]);
  expect(ranked(RING)).toEqual([
    ['a', [1, 3]],
    ['b', [1, 3]],
    ['c', [1, 3]],
  ]);
  expect(ranked(copies(50))).toEqual([
    ['a', [1, 1]],
    ['b', [2, 2]],
    ['c', [3, 3]],
  ]);
});

test('the mean is 1000, or a named agent stands where it is put', () => {
  const mean = ratings(RING, { method: 'davidson', ...plain }).rows.reduce((total, { rating }) => total + (rating ?? 0) / 3, 0);
  expect(mean).toBeCloseTo(1000, 9);
  for (const method of RATING_METHODS) {
    const { rows } = ratings(LONG_RING, { method, bootstrap: 20, seed: 1, anchor: { agent: 'b', rating: 1200 } });
    const row = rows.find(({ agent }) => agent === 'b');
    expect(row?.rating).toBeCloseTo(1200, 9);
    // The anchor is fixed in every resample as well.
    expect(row?.ci?.map((end) => Number(end.toFixed(6)))).toEqual([1200, 1200]);
  }
});

test('an agent that lost everything is unbounded below, without a number, and the others are rated among themselves', () => {
  const { rows } = ratings([...RING, ...results('a', 'loser', 'www'), ...results('winner', 'c', 'www')], {
    method: 'davidson',
    bootstrap: 50,
    seed: 1,
  });
  expect(rows.map(({ agent, unbounded }) => [agent, unbounded])).toEqual([
    ['winner', 'above'],
    ['a', undefined],
    ['b', undefined],
    ['c', undefined],
    ['loser', 'below'],
  ]);
  expect(rows[0]).toEqual({
    agent: 'winner',
    rating: null,
    se: null,
    cv3: null,
    ci: null,
    rank: [1, 5],
    battles: 3,
    battled: 3,
    planned: 3,
    unbounded: 'above',
  });
  const alone = ratings(RING, { method: 'davidson', ...plain }).rows.map(({ rating }) => rating);
  expect(rows.slice(1, 4).map(({ rating }) => rating)).toEqual(alone.map((rating) => expect.closeTo(rating ?? Number.NaN, 6)));
});

test('with a prior everyone has a number, agents that never met the rest included', () => {
  const battles = [...RING, ...results('a', 'loser', 'www'), ...results('x', 'y', 'wl')];
  const { rows } = ratings(battles, { method: 'davidson', ...plain, prior: 0.5 });
  expect(rows.map(({ agent }) => agent)).toEqual(['a', 'x', 'y', 'b', 'c', 'loser'].sort((left, right) => place(left) - place(right)));
  function place(agent: string): number {
    return -(rows.find((row) => row.agent === agent)?.rating ?? Number.NaN);
  }
  expect(rows.every(({ rating, unbounded }) => Number.isFinite(rating) && unbounded === undefined)).toBe(true);
});

test('two agents, one of which won all: 7 wins with a prior of 1 are 7.5 against 0.5', () => {
  const { rows } = ratings(results('x', 'y', 'wwwwwww'), { method: 'bradley-terry', ...plain, prior: 1 });
  expect((rows[0]?.rating ?? 0) - (rows[1]?.rating ?? 0)).toBeCloseTo(400 * Math.log10(15), 6);
  // Seven queries of seven: sign test p = 2 / 2^7.
  expect(ratings(results('x', 'y', 'wwwwwww'), { method: 'bradley-terry', ...plain }).rows).toMatchObject([
    { agent: 'x', rating: null, ci: null, rank: [1, 1], battles: 7, unbounded: 'above' },
    { agent: 'y', rating: null, ci: null, rank: [2, 2], battles: 7, unbounded: 'below' },
  ]);
});

test('only ties: equal with ties as halves; Davidson has nothing to rate by', () => {
  const ties = results('x', 'y', 'ttt');
  expect(ratings(ties, { method: 'bradley-terry', ...plain }).rows.map(({ rating }) => rating)).toEqual([1000, 1000]);
  const davidson = ratings(ties, { method: 'davidson', ...plain });
  expect(davidson.nu).toBeUndefined();
  expect(davidson.rows.map(({ unbounded }) => unbounded)).toEqual(['even', 'even']);
  expect(davidson.rows.map(({ rank }) => rank)).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('the same seed gives the same bytes, for every method', () => {
  const battles = referenceBattles().slice(0, 2000);
  for (const method of RATING_METHODS) {
    const run = (seed: number) => JSON.stringify(ratings(battles, { method, bootstrap: 10, seed, shuffles: 3 }));
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  }
});

test('Elo shows the mean over shuffles beside', () => {
  const [first] = ratings(RING, { method: 'elo', ...plain }).rows;
  expect(first?.shuffled).toBeGreaterThan(1000);
  expect(first?.shuffled).not.toBe(first?.rating);
});

test('bad options are refused', () => {
  expect(() => ratings([], { method: 'davidson', ...plain })).toThrow('expected at least one battle');
  expect(() => ratings(RING, { method: 'davidson', bootstrap: -1, seed: 1 })).toThrow(
    'expected a whole number of bootstrap rounds, got -1',
  );
  expect(() => ratings(RING, { method: 'davidson', ...plain, prior: -1 })).toThrow('expected a prior of 0 or more');
  expect(() => ratings(RING, { method: 'elo', ...plain, k: 0 })).toThrow('expected a K-factor above 0, got 0');
  expect(() => ratings(RING, { method: 'davidson', ...plain, anchor: { agent: 'nobody', rating: 1 } })).toThrow('got "nobody"');
  const lost = [...RING, ...results('a', 'loser', 'www')];
  expect(() => ratings(lost, { method: 'davidson', ...plain, anchor: { agent: 'loser', rating: 1 } })).toThrow('"loser" is unbounded');
});
