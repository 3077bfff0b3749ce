import { expect, test } from 'vitest';
import { activePairing } from '../../../reports/ratings/active-pairing.ts';
import type { Battle } from '../../../reports/ratings/battle.ts';

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

test('of equally unsure pairs the even one tells more than the lopsided one', () => {
  const battles = [...played('a', 'b', 'wlwlwlwlwl'), ...played('a', 'c', 'wlwlwlwlwl'), ...played('a', 'd', 'wwwwwwwwwlwwwwwwwwwl')];
  const sure = activePairing(battles, ['a', 'b', 'c', 'd'], queries, { count: 1, seed: 1, prior: 0.1 });
  expect(sure).toEqual([expect.objectContaining({ a: 'b', b: 'c' })]);
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
