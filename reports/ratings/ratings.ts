/** Battles to ratings: strength, interval and rank set of every agent, with queries as clusters. */
import { InputError } from '../../judge/errors.ts';
import { checkConfidence, type Interval } from '../stats/intervals.ts';
import { add, at } from '../stats/vector.ts';
import { type Battle, type BattleTable, battleTable } from './battle.ts';
import { type Resample, ratingIntervals, resampledElo, resampledFit } from './bootstrap.ts';
import type { Unbounded } from './bounded.ts';
import { type EloOptions, sequentialElo, shuffledElo } from './elo.ts';
import { type Anchor, anchored, POINTS } from './elo-scale.ts';
import { fitBradleyTerry, fitDavidson } from './fit.ts';
import { clusteredErrors, orderedPairs, type RatedPair, tIntervals } from './inference.ts';
import { jackknife } from './jackknife.ts';
import { CELLS, type CountedBattles, countBattles, totalCounts } from './pair-counts.ts';
import { sandwich } from './sandwich.ts';

export const RATING_METHODS = ['davidson', 'bradley-terry', 'elo'] as const;
export type RatingMethod = (typeof RATING_METHODS)[number];

export interface RatingsOptions extends EloOptions {
  readonly method: RatingMethod;
  /** Rounds of a bootstrap over queries that gives the intervals; 0, as where absent, for those of the clustered sandwich. */
  readonly bootstrap?: number;
  /** Of the bootstrap and of the shuffles of Elo. */
  readonly seed: number;
  /** A mean of 1000 where absent. */
  readonly anchor?: Anchor;
  /** Battles that every pair is taken to have split evenly, so that no rating is unbounded. 0 where absent; not for Elo. */
  readonly prior?: number;
  /** Orders that sequential Elo is played in beside that of the battles; 20 where absent. */
  readonly shuffles?: number;
  readonly confidence?: number;
}

export interface RatingRow {
  readonly agent: string;
  /** On the Elo scale; null when unbounded. */
  readonly rating: number | null;
  /** Standard error with queries as clusters; null on one query, where nothing varies, and for Elo. */
  readonly se: number | null;
  /** The same by leaving out a query at a time; null where that cannot be done. */
  readonly cv3: number | null;
  readonly ci: Interval | null;
  /** 1 + agents shown to be above, all less those shown to be below: by tests of all pairs after Holm, whatever the intervals. */
  readonly rank: readonly [best: number, worst: number];
  readonly battles: number;
  /** The same with two agents on a query as one, whoever judged and however often. */
  readonly battled: number;
  /** `battled`, and what was planned and not fought yet. */
  readonly planned: number;
  readonly unbounded?: Unbounded;
  /** Elo only: the mean over seeded shuffles of the order, and the lowest and highest of them. */
  readonly shuffled?: number;
  readonly spread?: Interval;
}

export interface Ratings {
  readonly method: RatingMethod;
  /** Davidson only: how common ties are between equals (P(tie) = nu / (2 + nu)); absent when nobody could be rated. */
  readonly nu?: number;
  /** Clusters: a battle that names no query is one of its own. */
  readonly queries: number;
  /** Rounds of the bootstrap that gave the intervals; 0 for the sandwich. */
  readonly bootstrap: number;
  /** By falling rating, equal ones by name; unbounded agents where they belong, unconnected ones last. */
  readonly rows: readonly RatingRow[];
  /** Every two agents; for Elo those of Davidson's model, as an order of battles shows nothing. */
  readonly pairs: readonly RatedPair[];
}

interface Estimate {
  readonly counted: CountedBattles;
  readonly ratings: Float64Array;
  readonly resample: Resample;
  readonly nu?: number;
  readonly unbounded: ReadonlyMap<number, Unbounded>;
  readonly errors: readonly (number | null)[];
  readonly cv3: readonly (number | null)[];
  readonly intervals: readonly (Interval | null)[];
  readonly order: ReturnType<typeof orderedPairs>;
  readonly shuffled?: readonly { readonly mean: number; readonly spread: Interval }[];
}

/** Throws InputError on no battles, a bad option or an anchor without a finite rating; Error when a fit does not converge. */
export function ratings(battles: Iterable<Battle> | BattleTable, options: RatingsOptions): Ratings {
  checkOptions(options);
  const table = 'agents' in battles ? battles : battleTable(battles);
  const estimate = options.method === 'elo' ? eloEstimate(table, options) : fittedEstimate(table, options);
  const { bootstrap = 0 } = options;
  const intervals = bootstrap > 0 ? bootstrapped(estimate, table, { ...options, bootstrap }) : estimate.intervals;
  const battlesOf = countPerAgent(table);
  const metOf = metPerAgent(estimate.counted);
  const rows = table.agents.map((agent, i): RatingRow => {
    const side = estimate.unbounded.get(i);
    const shuffled = estimate.shuffled?.[i];
    return {
      agent,
      rating: side === undefined ? at(estimate.ratings, i) : null,
      se: estimate.errors[i] ?? null,
      cv3: estimate.cv3[i] ?? null,
      ci: intervals[i] ?? null,
      rank: estimate.order.ranks[i] ?? [1, table.agents.length],
      battles: at(battlesOf, i),
      battled: at(metOf, i),
      planned: at(metOf, i),
      ...(side !== undefined && { unbounded: side }),
      ...(shuffled !== undefined && { shuffled: shuffled.mean, spread: shuffled.spread }),
    };
  });
  return {
    method: options.method,
    ...(estimate.nu !== undefined && { nu: estimate.nu }),
    queries: table.clusters,
    bootstrap,
    rows: rows.sort((left, right) => place(right) - place(left) || (left.agent < right.agent ? -1 : 1)),
    pairs: estimate.order.pairs,
  };
}

function checkOptions({ bootstrap = 0, prior = 0, confidence = 0.95, k = 4, shuffles = 20 }: RatingsOptions): void {
  if (!(Number.isInteger(bootstrap) && bootstrap >= 0))
    throw new InputError(`expected a whole number of bootstrap rounds, got ${bootstrap}`);
  if (!(prior >= 0 && Number.isFinite(prior))) throw new InputError(`expected a prior of 0 or more battles a pair, got ${prior}`);
  if (!(k > 0 && Number.isFinite(k))) throw new InputError(`expected a K-factor above 0, got ${k}`);
  if (!(Number.isInteger(shuffles) && shuffles > 0)) throw new InputError(`expected a positive number of shuffles, got ${shuffles}`);
  checkConfidence(confidence);
}

function fittedEstimate(table: BattleTable, { method, prior = 0, anchor, confidence = 0.95 }: RatingsOptions): Estimate {
  const fitCounts = method === 'davidson' ? fitDavidson : fitBradleyTerry;
  const counted = countBattles(table, prior > 0);
  const fit = fitCounts(counted.pairs, totalCounts(counted, prior));
  const clustered = sandwich(counted, fit);
  const values = anchored(
    fit.strengths.map((strength) => strength * POINTS),
    table.agents,
    anchor,
  );
  const fixed = anchor === undefined ? undefined : table.agents.indexOf(anchor.agent);
  const errors = clusteredErrors(fit, clustered?.covariance ?? null, fixed);
  return {
    counted,
    ratings: values,
    resample: resampledFit(counted, fitCounts, fit, prior),
    unbounded: fit.bounded.unbounded,
    errors,
    cv3: clusteredErrors(fit, jackknife(counted, fitCounts, fit, prior), fixed),
    intervals: tIntervals(values, errors, (clustered?.queries ?? 0) - 1, confidence),
    order: orderedPairs(table.agents, counted, fit, clustered),
    ...(method === 'davidson' && fit.among !== null && { nu: fit.among.nu }),
  };
}

function eloEstimate(table: BattleTable, options: RatingsOptions): Estimate {
  const orders = shuffledElo(table, { ...options, shuffles: options.shuffles ?? 20 }).map((ratings) =>
    anchored(ratings, table.agents, options.anchor),
  );
  const counted = countBattles(table, false);
  const fit = fitDavidson(counted.pairs, totalCounts(counted, 0));
  return {
    counted,
    ratings: anchored(sequentialElo(table, options), table.agents, options.anchor),
    resample: resampledElo(table, options),
    unbounded: new Map(),
    errors: [],
    cv3: [],
    intervals: [],
    order: orderedPairs(table.agents, counted, fit, sandwich(counted, fit)),
    shuffled: table.agents.map((_, agent) => {
      const all = orders.map((ratings) => at(ratings, agent));
      return { mean: all.reduce((sum, rating) => sum + rating, 0) / all.length, spread: [Math.min(...all), Math.max(...all)] };
    }),
  };
}

/** One query says nothing about others. */
function bootstrapped(
  { ratings, resample }: Estimate,
  table: BattleTable,
  { anchor, confidence = 0.95, bootstrap: rounds, seed }: RatingsOptions & { readonly bootstrap: number },
): (Interval | null)[] {
  if (table.clusters < 2) return [];
  const fixed = anchor === undefined ? {} : { anchor: table.agents.indexOf(anchor.agent) };
  return ratingIntervals(ratings, resample, { rounds, seed, confidence, ...fixed }).map((ci) => (ci.every(Number.isFinite) ? ci : null));
}

function countPerAgent(table: BattleTable): Int32Array {
  const battles = new Int32Array(table.agents.length);
  for (const agent of table.a) add(battles, agent, 1);
  for (const agent of table.b) add(battles, agent, 1);
  return battles;
}

/** By agent: pairs of it and another on a query, each once. */
function metPerAgent({ pairs, clusters: { start, cell } }: CountedBattles): Int32Array {
  const met = new Int32Array(pairs.agents);
  const seen = new Int32Array(pairs.first.length).fill(-1);
  for (let cluster = 0; cluster < start.length - 1; cluster++) {
    for (let entry = at(start, cluster); entry < at(start, cluster + 1); entry++) {
      const pair = Math.floor(at(cell, entry) / CELLS);
      if (at(seen, pair) === cluster) continue;
      seen[pair] = cluster;
      add(met, at(pairs.first, pair), 1);
      add(met, at(pairs.second, pair), 1);
    }
  }
  return met;
}

/** A number to sort by; differences of these are never NaN. */
function place({ rating, unbounded }: RatingRow): number {
  if (rating !== null) return rating;
  if (unbounded === 'above') return Number.MAX_VALUE;
  if (unbounded === 'even') return 0;
  return unbounded === 'below' ? -Number.MAX_VALUE / 2 : -Number.MAX_VALUE;
}
