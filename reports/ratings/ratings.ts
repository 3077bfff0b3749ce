/** Battles to ratings: strength, interval and rank range of every agent. */
import { InputError } from '../../judge/errors.ts';
import { checkConfidence, type Interval } from '../stats/intervals.ts';
import { add, at } from '../stats/vector.ts';
import { type Battle, type BattleTable, battleTable } from './battle.ts';
import { type Resample, rankRanges, ratingIntervals, resampledElo, resampledFit } from './bootstrap.ts';
import type { Unbounded } from './bounded.ts';
import { type EloOptions, sequentialElo, shuffledElo } from './elo.ts';
import { type Anchor, anchored, POINTS } from './elo-scale.ts';
import { fitBradleyTerry, fitDavidson } from './fit.ts';
import { countBattles, totalCounts } from './pair-counts.ts';

/** Rounds of the bootstrap behind the intervals, if nobody says otherwise. */
export const BOOTSTRAP_ROUNDS = 200;

export const RATING_METHODS = ['davidson', 'bradley-terry', 'elo'] as const;
export type RatingMethod = (typeof RATING_METHODS)[number];

export interface RatingsOptions extends EloOptions {
  readonly method: RatingMethod;
  /** Rounds; 0 for no intervals. */
  readonly bootstrap: number;
  readonly seed: number;
  /** A mean of 1000 where absent. */
  readonly anchor?: Anchor;
  /** Battles that every pair is taken to have split evenly, so that no rating is unbounded. 0 where absent; not for Elo. */
  readonly prior?: number;
  /** Orders that the mean beside sequential Elo is taken over; 20 where absent. */
  readonly shuffles?: number;
  readonly confidence?: number;
}

export interface RatingRow {
  readonly agent: string;
  /** On the Elo scale; null when unbounded. */
  readonly rating: number | null;
  /** Null without a bootstrap and where an end is not finite. */
  readonly ci: Interval | null;
  /** By intervals where there are some, else the rank itself; an unbounded agent could be anywhere. */
  readonly rank: readonly [best: number, worst: number];
  readonly battles: number;
  readonly unbounded?: Unbounded;
  /** Elo only: the mean over seeded shuffles of the order. */
  readonly shuffled?: number;
}

export interface Ratings {
  readonly method: RatingMethod;
  /** Davidson only: how common ties are between equals (P(tie) = nu / (2 + nu)); absent when nobody could be rated. */
  readonly nu?: number;
  /** By falling rating, equal ones by name; unbounded agents where they belong, unconnected ones last. */
  readonly rows: readonly RatingRow[];
}

interface Estimate {
  readonly ratings: Float64Array;
  readonly resample: Resample;
  readonly nu?: number;
  readonly unbounded: ReadonlyMap<number, Unbounded>;
  readonly shuffled?: Float64Array;
}

/** Throws InputError on no battles, a bad option or an anchor without a finite rating; Error when a fit does not converge. */
export function ratings(battles: Iterable<Battle> | BattleTable, options: RatingsOptions): Ratings {
  checkOptions(options);
  const table = 'agents' in battles ? battles : battleTable(battles);
  const estimate = options.method === 'elo' ? eloEstimate(table, options) : fittedEstimate(table, options);
  const values = anchored(estimate.ratings, table.agents, options.anchor);
  const intervals = intervalsOf(values, estimate.resample, table, options);
  const ranks = rankRanges(intervals);
  const battlesOf = countPerAgent(table);
  const rows = table.agents.map((agent, i): RatingRow => {
    const side = estimate.unbounded.get(i);
    const [low, high] = intervals[i] ?? [Number.NaN, Number.NaN];
    return {
      agent,
      rating: side === undefined ? at(values, i) : null,
      ci: options.bootstrap > 0 && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null,
      rank: ranks[i] ?? [1, table.agents.length],
      battles: at(battlesOf, i),
      ...(side === undefined ? {} : { unbounded: side }),
      ...(estimate.shuffled === undefined ? {} : { shuffled: at(estimate.shuffled, i) }),
    };
  });
  return {
    method: options.method,
    ...(estimate.nu === undefined ? {} : { nu: estimate.nu }),
    rows: rows.sort((left, right) => place(right) - place(left) || (left.agent < right.agent ? -1 : 1)),
  };
}

function checkOptions({ bootstrap, prior = 0, confidence = 0.95, k = 4, shuffles = 20 }: RatingsOptions): void {
  if (!(Number.isInteger(bootstrap) && bootstrap >= 0))
    throw new InputError(`expected a whole number of bootstrap rounds, got ${bootstrap}`);
  if (!(prior >= 0 && Number.isFinite(prior))) throw new InputError(`expected a prior of 0 or more battles a pair, got ${prior}`);
  if (!(k > 0 && Number.isFinite(k))) throw new InputError(`expected a K-factor above 0, got ${k}`);
  if (!(Number.isInteger(shuffles) && shuffles > 0)) throw new InputError(`expected a positive number of shuffles, got ${shuffles}`);
  checkConfidence(confidence);
}

function fittedEstimate(table: BattleTable, { method, prior = 0 }: RatingsOptions): Estimate {
  const fitCounts = method === 'davidson' ? fitDavidson : fitBradleyTerry;
  const counted = countBattles(table, prior > 0);
  const all = fitCounts(counted.pairs, totalCounts(counted, prior));
  return {
    ratings: all.strengths.map((strength) => strength * POINTS),
    resample: resampledFit(counted, fitCounts, all, prior),
    unbounded: all.bounded.unbounded,
    ...(method === 'davidson' && all.among !== null ? { nu: all.among.nu } : {}),
  };
}

function eloEstimate(table: BattleTable, options: RatingsOptions): Estimate {
  const shuffled = shuffledElo(table, { ...options, shuffles: options.shuffles ?? 20 });
  return {
    ratings: sequentialElo(table, options),
    resample: resampledElo(table, options),
    unbounded: new Map(),
    shuffled: anchored(shuffled, table.agents, options.anchor),
  };
}

/** Without a bootstrap a rating is its own interval, and an unbounded one lies anywhere. */
function intervalsOf(values: Float64Array, resample: Resample, table: BattleTable, options: RatingsOptions): Interval[] {
  const { anchor, confidence = 0.95, bootstrap: rounds, seed } = options;
  if (rounds === 0) {
    return [...values].map((value) => (Number.isFinite(value) ? [value, value] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]));
  }
  const fixed = anchor === undefined ? {} : { anchor: table.agents.indexOf(anchor.agent) };
  return ratingIntervals(values, resample, { rounds, seed, confidence, ...fixed });
}

function countPerAgent(table: BattleTable): Int32Array {
  const battles = new Int32Array(table.agents.length);
  for (const agent of table.a) add(battles, agent, 1);
  for (const agent of table.b) add(battles, agent, 1);
  return battles;
}

/** A number to sort by; differences of these are never NaN. */
function place({ rating, unbounded }: RatingRow): number {
  if (rating !== null) return rating;
  if (unbounded === 'above') return Number.MAX_VALUE;
  return unbounded === 'below' ? -Number.MAX_VALUE / 2 : -Number.MAX_VALUE;
}
