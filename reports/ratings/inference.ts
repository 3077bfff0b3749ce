/** What may be said of fitted ratings: errors of each, and which of two agents is shown to be above the other. */
import { tQuantile, tTwoSided } from '../stats/distributions.ts';
import { checkConfidence, type Interval } from '../stats/intervals.ts';
import { orderOf, type PairTest } from '../stats/rank-sets.ts';
import { isRounding } from '../stats/rounding.ts';
import { signTest } from '../stats/sign-test.ts';
import { add, at } from '../stats/vector.ts';
import { POINTS } from './elo-scale.ts';
import type { StrengthFit } from './fit.ts';
import { CELLS, type CountedBattles } from './pair-counts.ts';
import type { Sandwich } from './sandwich.ts';

export interface RatedPair {
  readonly a: string;
  readonly b: string;
  /** In rating points; null where one of them has no finite rating. */
  readonly difference: number | null;
  readonly se: number | null;
  /**
   * By t with queries - 1 degrees of freedom; where there is no rating, or no spread to test by, the sign test over the queries on which
   * the two met. Null on one query.
   */
  readonly p: number | null;
  /** After Holm over all pairs. */
  readonly adjustedP: number | null;
}

/** The error of a difference of two, in a covariance of `agents` rows: 0 where rounding is all that is left. */
export function differenceError(covariance: Float64Array, agents: number, i: number, j: number): number {
  const [own, other] = [at(covariance, i * agents + i), at(covariance, j * agents + j)];
  const variance = own + other - 2 * at(covariance, i * agents + j);
  return isRounding(variance, Math.max(own, other, 1e-12)) ? 0 : Math.sqrt(Math.max(0, variance));
}

/**
 * Standard errors in rating points by number of the agent; null for those without a finite rating.
 *
 * @param covariance of the rated agents' log strengths, or null where there is none
 * @param fixed number of the agent that the ratings are read against; the mean of all where undefined
 */
export function clusteredErrors({ bounded, strengths }: StrengthFit, covariance: Float64Array | null, fixed?: number): (number | null)[] {
  const errors = new Array<number | null>(strengths.length).fill(null);
  if (covariance === null) return errors;
  const agents = bounded.rated.length;
  const anchor = fixed === undefined ? -1 : bounded.rated.indexOf(fixed);
  bounded.rated.forEach((agent, i) => {
    const error = anchor < 0 ? Math.sqrt(Math.max(0, at(covariance, i * agents + i))) : differenceError(covariance, agents, i, anchor);
    errors[agent] = error * POINTS;
  });
  return errors;
}

/** rating +- t x error. Null where no spread was seen at all, which is no certainty. */
export function tIntervals(ratings: Float64Array, errors: readonly (number | null)[], df: number, confidence = 0.95): (Interval | null)[] {
  if (df < 1 || errors.every((error) => error === null || isRounding(error, POINTS))) return errors.map(() => null);
  const t = tQuantile((1 + checkConfidence(confidence)) / 2, df);
  return errors.map((error, i) => (error === null ? null : [at(ratings, i) - t * error, at(ratings, i) + t * error]));
}

/** Of the error of independent battles: tests do not go by less. */
const LEAST_ERROR = 0.5;

interface Test extends PairTest {
  readonly points: number | null;
  readonly se: number | null;
}

/** Every two agents, and the rank set of each. */
export function orderedPairs(
  names: readonly string[],
  counted: CountedBattles,
  fit: StrengthFit,
  clustered: Sandwich | null,
): { readonly pairs: RatedPair[]; readonly ranks: readonly (readonly [best: number, worst: number])[] } {
  const queries = counted.clusters.start.length - 1;
  const met = queries < 2 ? undefined : decidedQueries(counted);
  const tests = names.flatMap((_, i) => names.slice(i + 1).map((__, k) => testOf(i, i + 1 + k, fit, clustered, met)));
  const { tests: adjusted, ranks } = orderOf(names.length, tests);
  const nameOf = (agent: number) => names[agent] ?? '';
  return {
    ranks,
    pairs: adjusted.map(({ first, second, points: difference, se, p, adjustedP }) => {
      return { a: nameOf(first), b: nameOf(second), difference, se, p, adjustedP };
    }),
  };
}

function testOf(first: number, second: number, fit: StrengthFit, clustered: Sandwich | null, met: DecidedQueries | undefined): Test {
  const { rated } = fit.bounded;
  const [i, j] = [rated.indexOf(first), rated.indexOf(second)];
  const points = i < 0 || j < 0 ? null : (at(fit.strengths, first) - at(fit.strengths, second)) * POINTS;
  const se = points === null || clustered === null ? null : differenceError(clustered.covariance, rated.length, i, j) * POINTS;
  if (points !== null && clustered !== null && se !== null && se > 0) {
    // Few queries may agree by chance as if there were no error at all, and among many pairs some do.
    const least = LEAST_ERROR * differenceError(clustered.independent, rated.length, i, j) * POINTS;
    return { first, second, difference: points, points, se, p: tTwoSided(points / Math.max(se, least), clustered.queries - 1) };
  }
  if (met === undefined) return { first, second, difference: 0, points, se, p: null };
  const { wins, losses } = met(first, second);
  return { first, second, difference: wins - losses, points, se, p: signTest(wins, losses).p };
}

type DecidedQueries = (first: number, second: number) => { readonly wins: number; readonly losses: number };

/** On how many queries the first of two took more battles from the second than it lost to it, and the reverse. */
function decidedQueries({ pairs, clusters }: CountedBattles): DecidedQueries {
  const ahead = new Int32Array(pairs.first.length);
  const behind = new Int32Array(pairs.first.length);
  const nets = new Int32Array(pairs.first.length);
  const touched = new Set<number>();
  const numbers = new Map([...pairs.first].map((first, pair) => [`${first} ${at(pairs.second, pair)}`, pair]));
  for (let cluster = 0; cluster < clusters.start.length - 1; cluster++) {
    touched.clear();
    for (let entry = at(clusters.start, cluster); entry < at(clusters.start, cluster + 1); entry++) {
      const cell = at(clusters.cell, entry);
      const pair = Math.floor(cell / CELLS);
      const side = cell % CELLS === 0 ? 1 : cell % CELLS === 1 ? -1 : 0;
      add(nets, pair, side * at(clusters.count, entry));
      touched.add(pair);
    }
    for (const pair of touched) {
      const net = at(nets, pair);
      if (net !== 0) add(net > 0 ? ahead : behind, pair, 1);
      nets[pair] = 0;
    }
  }
  return (first, second) => {
    const pair = numbers.get(`${Math.min(first, second)} ${Math.max(first, second)}`);
    const [up, down] = pair === undefined ? [0, 0] : [at(ahead, pair), at(behind, pair)];
    return first < second ? { wins: up, losses: down } : { wins: down, losses: up };
  };
}
