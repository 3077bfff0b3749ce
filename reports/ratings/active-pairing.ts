/** Active pairing: the next battles are those of which least is known, whatever the ones before came to. */
import { InputError } from '../../judge/errors.ts';
import type { PlannedBattle } from '../../runners/battles/pairing.ts';
import { cholesky, choleskyInverse } from '../stats/cholesky.ts';
import { createRandom, shuffle } from '../stats/random.ts';
import { add, at } from '../stats/vector.ts';
import { checkContestants } from './pairing.ts';

export interface ActiveOptions {
  /** Battles to plan; fewer come when nothing is left to play. */
  readonly count: number;
  readonly seed: number;
  /** Battles that every pair is taken to have had, so that agents without any can be ordered too. 1 where absent. */
  readonly prior?: number;
  /** What cannot be played, such as where a report is missing. */
  readonly closed?: readonly PlannedBattle[];
}

interface OpenPair {
  readonly i: number;
  readonly j: number;
  /** Queries on which the two have not met. */
  readonly queries: string[];
}

/** Two agents on a query, whoever won. */
export type Played = Pick<PlannedBattle, 'a' | 'b'> & { readonly query?: string };

/** What a battle of two equals tells of their difference: p (1 - p) at p = 1/2. */
const INFORMATION = 1 / 4;

/**
 * The next `count` battles, best first: the pair whose difference has the largest variance if all were equal (a D-optimal design), on
 * the query that has been used least, then the next as if that one had been played. Outcomes have no say: pairs chosen by who seems
 * close would make ratings less exact and their intervals too narrow. No pair meets twice on one query.
 */
export function activePairing(
  played: readonly Played[],
  agents: readonly string[],
  queries: readonly string[],
  { count, seed, prior = 1, closed = [] }: ActiveOptions,
): PlannedBattle[] {
  checkContestants(agents, queries);
  if (!(Number.isInteger(count) && count > 0)) throw new InputError(`expected a positive number of battles to plan, got ${count}`);
  if (!(prior > 0)) throw new InputError(`expected a prior above 0, got ${prior}`);
  const covariance = covarianceOf(played, agents, prior);
  const open = shuffle(openPairs([...played, ...closed], agents, queries, seed), createRandom(seed));
  const used = new Map<string, number>();
  for (const { query } of played) if (query !== undefined) used.set(query, (used.get(query) ?? 0) + 1);
  const plan: PlannedBattle[] = [];
  while (plan.length < count) {
    const best = leastKnown(open, covariance, agents.length);
    const query = best && takeLeastUsed(best.queries, used);
    const [a, b] = [agents[best?.i ?? -1], agents[best?.j ?? -1]];
    if (best === undefined || query === undefined || a === undefined || b === undefined) break;
    plan.push({ query, a, b });
    observe(covariance, best, agents.length);
  }
  return plan;
}

/** Of the strengths, if all agents were equal. */
function covarianceOf(played: readonly Played[], agents: readonly string[], prior: number): Float64Array {
  const size = agents.length;
  const numbers = new Map(agents.map((agent, i) => [agent, i]));
  const information = new Float64Array(size * size);
  const meet = (i: number, j: number, battles: number) => {
    for (const [row, column, sign] of [
      [i, i, 1],
      [j, j, 1],
      [i, j, -1],
      [j, i, -1],
    ] as const) {
      add(information, row * size + column, sign * battles * INFORMATION);
    }
  };
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) meet(i, j, prior);
  for (const { a, b } of played) {
    const [i, j] = [numbers.get(a), numbers.get(b)];
    if (i !== undefined && j !== undefined) meet(i, j, 1);
  }
  // Only differences are in the data: this pins the mean.
  for (let cell = 0; cell < size * size; cell++) add(information, cell, prior * INFORMATION);
  return choleskyInverse(cholesky(information, size), size);
}

/** Takes it out of the list; the first of equal ones. */
function takeLeastUsed(queries: string[], used: Map<string, number>): string | undefined {
  let least = 0;
  queries.forEach((query, i) => {
    if ((used.get(query) ?? 0) < (used.get(queries[least] ?? '') ?? 0)) least = i;
  });
  const [query] = queries.splice(least, 1);
  if (query !== undefined) used.set(query, (used.get(query) ?? 0) + 1);
  return query;
}

function openPairs(played: readonly Played[], agents: readonly string[], queries: readonly string[], seed: number): OpenPair[] {
  const key = (query: string | undefined, one: string, other: string) => JSON.stringify([query, ...[one, other].sort()]);
  const done = new Set(played.map(({ query, a, b }) => key(query, a, b)));
  const random = createRandom(seed);
  return agents.flatMap((a, i) =>
    agents.slice(i + 1).map((b, offset) => {
      const left = queries.filter((query) => !done.has(key(query, a, b)));
      return { i, j: i + 1 + offset, queries: shuffle(left, random) };
    }),
  );
}

function leastKnown(open: readonly OpenPair[], covariance: Float64Array, size: number): OpenPair | undefined {
  let best: OpenPair | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const pair of open) {
    if (pair.queries.length === 0) continue;
    const { i, j } = pair;
    const variance = at(covariance, i * size + i) + at(covariance, j * size + j) - 2 * at(covariance, i * size + j);
    // Equal but for rounding: the first stays.
    if (variance > most * (1 + 1e-9) || best === undefined) [best, most] = [pair, variance];
  }
  return best;
}

/** One more battle of the pair: a rank-one update of the covariance (Sherman and Morrison). */
function observe(covariance: Float64Array, pair: OpenPair, size: number): void {
  const spread = Float64Array.from({ length: size }, (_, k) => at(covariance, k * size + pair.i) - at(covariance, k * size + pair.j));
  const factor = INFORMATION / (1 + INFORMATION * (at(spread, pair.i) - at(spread, pair.j)));
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) add(covariance, k * size + l, -factor * at(spread, k) * at(spread, l));
  }
}
