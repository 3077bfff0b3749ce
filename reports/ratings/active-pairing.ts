/** Active pairing: the next battles are those that should narrow the intervals most. */
import { InputError } from '../../judge/errors.ts';
import type { PlannedBattle } from '../../runners/battles/pairing.ts';
import { cholesky, choleskyInverse } from '../stats/cholesky.ts';
import { createRandom, shuffle } from '../stats/random.ts';
import { at } from '../stats/vector.ts';
import { type Battle, type BattleTable, BattleTableBuilder } from './battle.ts';
import { fitBradleyTerry } from './fit.ts';
import { countBattles, totalCounts } from './pair-counts.ts';
import { checkContestants } from './pairing.ts';

export interface ActiveOptions {
  /** Battles to plan; fewer come when nothing is left to play. */
  readonly count: number;
  readonly seed: number;
  /** Battles that every pair is taken to have split evenly, so that agents without any battle can be ordered too. 1 where absent. */
  readonly prior?: number;
  /** What cannot be played, such as where a report is missing. */
  readonly closed?: readonly PlannedBattle[];
}

interface State {
  readonly strengths: Float64Array;
  /** Covariance of the strengths. */
  readonly covariance: Float64Array;
}

interface OpenPair {
  readonly i: number;
  readonly j: number;
  /** Queries on which the two have not met. */
  readonly queries: string[];
}

/**
 * The next `count` battles, best first. A battle of i and j brings p (1 - p) of information on their difference, whose variance v
 * the fit knows: the pair with the largest p (1 - p) v is taken, the covariance is updated as if it had been played, and so on. No
 * pair meets twice on one query. The first batch, without any battles, rests on the prior alone.
 */
export function activePairing(
  played: readonly Battle[],
  agents: readonly string[],
  queries: readonly string[],
  { count, seed, prior = 1, closed = [] }: ActiveOptions,
): PlannedBattle[] {
  checkContestants(agents, queries);
  if (!(Number.isInteger(count) && count > 0)) throw new InputError(`expected a positive number of battles to plan, got ${count}`);
  if (!(prior > 0)) throw new InputError(`expected a prior above 0, got ${prior}`);
  const state = fitted(played, agents, prior);
  const open = shuffle(openPairs([...played, ...closed], agents, queries, seed), createRandom(seed));
  const plan: PlannedBattle[] = [];
  while (plan.length < count) {
    const best = mostInformative(open, state, agents.length);
    const query = best?.queries.pop();
    const [a, b] = [agents[best?.i ?? -1], agents[best?.j ?? -1]];
    if (best === undefined || query === undefined || a === undefined || b === undefined) break;
    plan.push({ query, a, b });
    observe(state, best, agents.length);
  }
  return plan;
}

/** Agents numbered as in `agents`, whether they battled or not. */
function tableOf(played: readonly Battle[], agents: readonly string[]): BattleTable | undefined {
  const known = new Set(agents);
  const builder = new BattleTableBuilder();
  const within = played.filter(({ a, b }) => known.has(a) && known.has(b));
  if (within.length === 0) return undefined;
  for (const battle of within) builder.add(battle);
  const table = builder.build();
  const number = (index: number) => agents.indexOf(table.agents[index] ?? '');
  return { ...table, agents, a: table.a.map(number), b: table.b.map(number) };
}

function fitted(played: readonly Battle[], agents: readonly string[], prior: number): State {
  const nothing = new Int32Array(0);
  const empty = { agents, length: 0, a: nothing, b: nothing, outcome: new Int8Array(0), cluster: nothing, clusters: 0 };
  const counted = countBattles(tableOf(played, agents) ?? empty, true);
  const { among } = fitBradleyTerry(counted.pairs, totalCounts(counted, prior));
  if (among === null) throw new Error('a prior bounds every rating, yet none was fitted');
  return { strengths: among.strengths, covariance: choleskyInverse(cholesky(among.information, agents.length), agents.length) };
}

function openPairs(
  played: readonly Omit<Battle, 'outcome'>[],
  agents: readonly string[],
  queries: readonly string[],
  seed: number,
): OpenPair[] {
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

function informationOf({ i, j }: OpenPair, { strengths }: State): number {
  const chance = 1 / (1 + Math.exp(at(strengths, j) - at(strengths, i)));
  return chance * (1 - chance);
}

function mostInformative(open: readonly OpenPair[], state: State, size: number): OpenPair | undefined {
  let best: OpenPair | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const pair of open) {
    if (pair.queries.length === 0) continue;
    const { i, j } = pair;
    const covariance = state.covariance;
    const variance = at(covariance, i * size + i) + at(covariance, j * size + j) - 2 * at(covariance, i * size + j);
    const gain = informationOf(pair, state) * variance;
    if (gain > most) [best, most] = [pair, gain];
  }
  return best;
}

/** One more battle of the pair: a rank-one update of the covariance (Sherman and Morrison). */
function observe(state: State, pair: OpenPair, size: number): void {
  const { covariance } = state;
  const spread = Float64Array.from({ length: size }, (_, k) => at(covariance, k * size + pair.i) - at(covariance, k * size + pair.j));
  const information = informationOf(pair, state);
  const factor = information / (1 + information * (at(spread, pair.i) - at(spread, pair.j)));
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) covariance[k * size + l] = at(covariance, k * size + l) - factor * at(spread, k) * at(spread, l);
  }
}
