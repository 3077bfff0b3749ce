/** Pairings: plans of battles between all, around one, or balanced. */
import { InputError } from '../../judge/errors.ts';
import type { PlannedBattle } from '../../runners/battles/pairing.ts';
import { createRandom, shuffle } from '../stats/random.ts';

export const PAIRINGS = ['round-robin', 'star', 'balanced', 'active'] as const;
export type Pairing = (typeof PAIRINGS)[number];

/** Throws InputError on fewer than two agents, no queries, or a name that stands twice. */
export function checkContestants(agents: readonly string[], queries: readonly string[]): void {
  if (agents.length < 2) throw new InputError(`expected at least two agents to pair, got ${agents.length}`);
  if (queries.length === 0) throw new InputError('expected at least one query to compare agents on, got none');
  for (const [what, names] of Object.entries({ agent: agents, query: queries })) {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new InputError(`expected each ${what} once, got "${twice}" twice`);
  }
}

/** Every pair on every query. */
export function roundRobin(agents: readonly string[], queries: readonly string[]): PlannedBattle[] {
  checkContestants(agents, queries);
  return queries.flatMap((query) => agents.flatMap((a, i) => agents.slice(i + 1).map((b) => ({ query, a, b }))));
}

/** One agent against each of the others on every query. */
export function star(agents: readonly string[], queries: readonly string[], against: string): PlannedBattle[] {
  checkContestants(agents, queries);
  if (!agents.includes(against))
    throw new InputError(`expected the centre of the star to be one of ${agents.join(', ')}, got "${against}"`);
  return queries.flatMap((query) => agents.filter((agent) => agent !== against).map((agent) => ({ query, a: against, b: agent })));
}

/**
 * Every agent in about `perAgent` battles on each query (one fewer where an odd number leaves somebody over), connected over all
 * queries together. On each query the agents stand in a seeded ring and meet their nearest neighbours.
 */
export function balanced(
  agents: readonly string[],
  queries: readonly string[],
  { perAgent, seed }: { perAgent: number; seed: number },
): PlannedBattle[] {
  checkContestants(agents, queries);
  checkPerAgent(perAgent, agents.length, queries.length);
  const random = createRandom(seed);
  let ring = shuffle(agents, random);
  return queries.flatMap((query, i) => {
    // Two matchings of one ring are a connected ring, so with one battle an agent the ring changes only every second query.
    if (i > 0 && (perAgent > 1 || i % 2 === 0)) ring = shuffle(agents, random);
    return ringPairs(ring, perAgent, i % 2).map((pair) => inListOrder(agents, query, pair));
  });
}

function checkPerAgent(perAgent: number, agents: number, queries: number): void {
  if (!(Number.isInteger(perAgent) && perAgent >= 1 && perAgent < agents)) {
    throw new InputError(`expected 1 to ${agents - 1} battles an agent on each query, got ${perAgent}`);
  }
  if (perAgent === 1 && queries === 1 && agents > 2) {
    throw new InputError('expected at least 2 battles an agent on a single query: with 1 the agents cannot all be compared');
  }
}

function ringPairs(ring: readonly string[], perAgent: number, turn: number): [string, string][] {
  const n = ring.length;
  const pair = (i: number, offset: number): [string, string][] => {
    const [one, other] = [ring[i % n], ring[(i + offset) % n]];
    return one === undefined || other === undefined ? [] : [[one, other]];
  };
  const positions = [...ring.keys()];
  const rings = positions.slice(1, Math.floor(perAgent / 2) + 1).flatMap((offset) => positions.flatMap((i) => pair(i, offset)));
  if (perAgent % 2 === 0) return rings;
  const matched = positions.slice(0, Math.floor(n / 2));
  // Across the ring, a distance that no neighbour has; alone, next neighbours, by turns the even and the odd ones.
  const matching = perAgent === 1 ? matched.flatMap((i) => pair(2 * i + turn, 1)) : matched.flatMap((i) => pair(i, Math.floor(n / 2)));
  return [...rings, ...matching];
}

function inListOrder(agents: readonly string[], query: string, [one, other]: readonly [string, string]): PlannedBattle {
  return agents.indexOf(one) < agents.indexOf(other) ? { query, a: one, b: other } : { query, a: other, b: one };
}
