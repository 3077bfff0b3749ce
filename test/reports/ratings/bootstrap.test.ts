import { expect, test } from 'vitest';
import type { Battle } from '../../../reports/ratings/battle.ts';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { referenceBattles } from './reference-battles.ts';

test('every battle its own cluster: the intervals, bootstrapped or clustered, are as wide as published ones on the same battles', () => {
  // 1.96 x the sandwich errors, in order of agent number.
  const reach = [11.41, 11.26, 7.35, 12.47, 11.48, 11.77, 10.26, 8.48, 9.78, 12.58, 12.17, 13.6];
  for (const [bootstrap, within] of [
    [200, 0.2],
    [0, 0.06],
  ] as const) {
    for (const { agent, ci } of ratings(referenceBattles(), { method: 'bradley-terry', bootstrap, seed: 1 }).rows) {
      const [low, high] = ci ?? [Number.NaN, Number.NaN];
      const ratio = (high - low) / 2 / (reach[Number(agent.slice(-3))] ?? Number.NaN);
      expect(Math.abs(ratio - 1)).toBeLessThan(within);
    }
  }
});

test('battles on one query are resampled together: ten copies of each battle tell no more than one', () => {
  const single: Battle[] = Array.from({ length: 60 }, (_, i) => ({ query: `q${i}`, a: 'x', b: 'y', outcome: i % 3 === 0 ? 'b' : 'a' }));
  const copied = single.flatMap((battle) => new Array<Battle>(10).fill(battle));
  const unnamed = copied.map(({ a, b, outcome }): Battle => ({ a, b, outcome }));
  const width = (battles: Battle[]) => {
    const [low, high] = ratings(battles, { method: 'davidson', bootstrap: 400, seed: 1 }).rows[0]?.ci ?? [Number.NaN, Number.NaN];
    return high - low;
  };
  expect(width(copied)).toBeCloseTo(width(single), 6);
  // Counted as independent they would seem sqrt(10) times as sure.
  expect(width(copied) / width(unnamed)).toBeGreaterThan(2.6);
  expect(width(copied) / width(unnamed)).toBeLessThan(3.8);
});

test('an end that too many resamples leave unbounded is no interval', () => {
  // One loss in five: a third of the resamples (0.8^5) have none.
  const battles = [...'wwwwl'].map((letter, i): Battle => ({ query: `q${i}`, a: 'x', b: 'y', outcome: letter === 'w' ? 'a' : 'b' }));
  const { rows } = ratings(battles, { method: 'davidson', bootstrap: 200, seed: 1 });
  expect(rows.map(({ agent, ci, rank }) => [agent, ci, rank])).toEqual([
    ['x', null, [1, 2]],
    ['y', null, [1, 2]],
  ]);
  expect(rows[0]?.rating).toBeCloseTo(1000 + 200 * Math.log10(4), 6);
});

test('an Elo rating lies in its own interval where the order of the battles tells something', () => {
  // x is beaten by y on the first half of the queries, and beats it on the second.
  const battles = Array.from({ length: 400 }, (_, i): Battle => ({ query: `q${i}`, a: 'x', b: 'y', outcome: i < 200 ? 'b' : 'a' }));
  const { rows } = ratings(battles, { method: 'elo', k: 16, bootstrap: 200, seed: 1 });
  for (const { rating, ci } of rows) {
    const [low, high] = ci ?? [Number.NaN, Number.NaN];
    expect([low <= (rating ?? Number.NaN), (rating ?? Number.NaN) <= high]).toEqual([true, true]);
  }
});
