/** A small part of the null gate: of equal agents hardly anything is claimed. `npm run bench:null` plays all of it. */
import { expect, test } from 'vitest';
import { comparePair, type Round, rateEquals, scoreEquals } from '../../bench/null-worlds.ts';
import { createRandom } from '../../reports/stats/random.ts';

function claims(rounds: number, play: (random: ReturnType<typeof createRandom>) => Round): number {
  const random = createRandom(11);
  return Array.from({ length: rounds }, () => play(random)).filter(({ claimed }) => claimed).length / rounds;
}

test.each([
  [2, 20, 1.5],
  [6, 5, 0.8],
  [20, 3, 0],
])('ratings of %d equal agents on %d queries show an order in few rounds', (agents, queries, sd) => {
  const rounds = agents === 20 ? 40 : 80;
  expect(claims(rounds, (random) => rateEquals({ agents, queries, sd, ties: 0.2 }, random))).toBeLessThan(0.1);
});

test('two equal agents are seldom said to differ, and a judge that sees positions alone shows nothing', () => {
  const world = { queries: 40, sd: 0.8, ties: 0.25, judges: 2, trials: 2 };
  expect(claims(20, (random) => comparePair(world, random))).toBeLessThan(0.1);
  expect(claims(4, (random) => comparePair({ queries: 70, sd: 0, ties: 0, onlyPosition: true, margin: true }, random))).toBe(0);
  // At the margin itself, and power where they are equal.
  const margin = { queries: 70, sd: 0, ties: 0.25, margin: true };
  expect(claims(20, (random) => comparePair({ ...margin, lead: -0.1 }, random))).toBeLessThanOrEqual(0.1);
  expect(claims(5, (random) => comparePair({ ...margin, queries: 300 }, random))).toBeGreaterThan(0.5);
});

test('scores of equal agents show no order where the hard criteria of one are missing', () => {
  expect(claims(80, (random) => scoreEquals({ agents: 4, tasks: 12, sd: 0.8, missing: 0.9 }, random))).toBeLessThan(0.1);
});
