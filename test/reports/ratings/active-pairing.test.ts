import { expect, test } from 'vitest';
import { activePairing } from '../../../reports/ratings/active-pairing.ts';
import type { Battle } from '../../../reports/ratings/battle.ts';
import { roundRobin } from '../../../reports/ratings/pairing.ts';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { createRandom, shuffle } from '../../../reports/stats/random.ts';
import type { PlannedBattle } from '../../../runners/battles/pairing.ts';

const queries = Array.from({ length: 20 }, (_, i) => `q${i}`);

function played(a: string, b: string, outcomes: string): Battle[] {
  return [...outcomes].map((letter, i) => ({ query: `q${i}`, a, b, outcome: letter === 'w' ? 'a' : 'b' }));
}

test('before any battle every agent is brought in', () => {
  const plan = activePairing([], ['a', 'b', 'c', 'd'], queries, { count: 6, seed: 1 });
  expect(plan).toHaveLength(6);
  // Six battles, six pairs: each one narrows another difference.
  expect(new Set(plan.map(({ a, b }) => a + b)).size).toBe(6);
});

test('the agent with the fewest battles comes next', () => {
  const battles = [...played('a', 'b', 'wlwlwlwl'), ...played('a', 'c', 'wl'), ...played('b', 'c', 'wl')];
  const plan = activePairing(battles, ['a', 'b', 'c'], queries, { count: 4, seed: 1, prior: 0.1 });
  expect(plan.every(({ b }) => b === 'c')).toBe(true);
});

test('outcomes have no say in what comes next', () => {
  const plan = (outcomes: string) =>
    activePairing([...played('a', 'b', outcomes), ...played('a', 'c', 'wl')], ['a', 'b', 'c', 'd'], queries, { count: 30, seed: 1 });
  expect(plan('wwwwwwww')).toEqual(plan('llllwwll'));
});

test('battles are spread over the queries', () => {
  const plan = activePairing([], ['a', 'b', 'c', 'd'], queries, { count: 40, seed: 1 });
  expect(queries.map((query) => plan.filter((battle) => battle.query === query).length)).toEqual(queries.map(() => 2));
});

test('at the same number of battles ratings are nearer to the truth than with random pairs, and intervals hold', () => {
  const agents = ['a', 'b', 'c', 'd', 'e', 'f'];
  const strengths: Readonly<Record<string, number>> = { a: 1.2, b: 0.7, c: 0.2, d: -0.3, e: -0.7, f: -1.1 };
  const random = createRandom(7);
  const fight = ({ query, a, b }: PlannedBattle): Battle => {
    const chance = 1 / (1 + Math.exp((strengths[b] ?? 0) - (strengths[a] ?? 0)));
    return { query, a, b, outcome: random() < chance ? 'a' : 'b' };
  };
  const error = { active: 0, random: 0 };
  let [covered, all] = [0, 0];
  for (let round = 0; round < 60; round++) {
    // Batches, as they are played: each sees the battles before it.
    const active: Battle[] = [];
    for (let batch = 0; batch < 3; batch++) active.push(...activePairing(active, agents, queries, { count: 30, seed: round }).map(fight));
    const chosen = shuffle(roundRobin(agents, queries), random).slice(0, 90).map(fight);
    for (const [kind, battles] of Object.entries({ active, random: chosen }) as ['active' | 'random', Battle[]][]) {
      for (const { agent, rating, ci } of ratings(battles, { method: 'bradley-terry', seed: 1, prior: 0.2 }).rows) {
        const truth = 1000 + (400 / Math.log(10)) * (strengths[agent] ?? 0);
        error[kind] += ((rating ?? Number.NaN) - truth) ** 2;
        if (kind === 'active') [covered, all] = [covered + (ci !== null && ci[0] <= truth && truth <= ci[1] ? 1 : 0), all + 1];
      }
    }
  }
  expect(error.active).toBeLessThan(error.random);
  expect(covered / all).toBeGreaterThan(0.92);
});

test('no pair meets twice on a query, and the plan ends when all is played', () => {
  const battles = played('a', 'b', 'wlw');
  const plan = activePairing(battles, ['a', 'b'], queries, { count: 100, seed: 1 });
  expect(plan).toHaveLength(17);
  expect(new Set([...plan, ...battles].map(({ query }) => query)).size).toBe(20);
});

test('plans are seeded and read battles in either order of sides', () => {
  const plan = (battles: Battle[]) => activePairing(battles, ['b', 'a'], queries, { count: 5, seed: 8 });
  const battles = played('a', 'b', 'wwl');
  expect(plan(battles)).toEqual(plan(battles));
  expect(plan(battles)).toEqual(
    plan(battles.map(({ query = '', a, b, outcome }) => ({ query, a: b, b: a, outcome: outcome === 'a' ? 'b' : 'a' }))),
  );
});

test('a plan for no battles or without a prior is refused', () => {
  expect(() => activePairing([], ['a', 'b'], queries, { count: 0, seed: 1 })).toThrow('expected a positive number of battles to plan');
  expect(() => activePairing([], ['a', 'b'], queries, { count: 1, seed: 1, prior: 0 })).toThrow('expected a prior above 0');
});
