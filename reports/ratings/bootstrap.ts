/** Intervals of ratings by resampling queries: too narrow where there are few of them. */
import { type Interval, quantile } from '../stats/intervals.ts';
import { createRandom, type Random } from '../stats/random.ts';
import { drawCounts } from '../stats/resample.ts';
import { at } from '../stats/vector.ts';
import type { BattleTable } from './battle.ts';
import { type EloOptions, sequentialElo } from './elo.ts';
import { POINTS } from './elo-scale.ts';
import type { FitCounts, StrengthFit } from './fit.ts';
import { addCluster, type CountedBattles, emptyCounts } from './pair-counts.ts';

/** One resample: ratings by agent number, infinite or NaN where a resample bounds nothing, on any level. */
export type Resample = (random: Random) => Float64Array;

/** Refits the counts of queries drawn with replacement, each fit started from that of all battles. */
export function resampledFit(counted: CountedBattles, fitCounts: FitCounts, all: StrengthFit, prior: number): Resample {
  const clusters = counted.clusters.start.length - 1;
  const drawn = new Int32Array(clusters);
  return (random) => {
    const counts = emptyCounts(counted.pairs, prior);
    // Draws first, then one pass in order: a million jumps through memory would take ten times as long.
    drawCounts(clusters, random, drawn);
    for (let c = 0; c < clusters; c++) addCluster(counts, counted.clusters, c, at(drawn, c));
    return fitCounts(counted.pairs, counts, all).strengths.map((strength) => strength * POINTS);
  };
}

/** Plays the battles of queries drawn with replacement in the order of all, each as often as its query was drawn: the order is a given. */
export function resampledElo(table: BattleTable, options: EloOptions): Resample {
  const drawn = new Int32Array(table.clusters);
  return (random) => {
    drawCounts(table.clusters, random, drawn);
    const length = table.cluster.reduce((sum, cluster) => sum + at(drawn, cluster), 0);
    const order = new Int32Array(length);
    let filled = 0;
    for (let battle = 0; battle < table.length; battle++) {
      for (let times = at(drawn, at(table.cluster, battle)); times > 0; times--) order[filled++] = battle;
    }
    return sequentialElo(table, options, order);
  };
}

export interface BootstrapSettings {
  readonly rounds: number;
  readonly seed: number;
  readonly confidence: number;
  /** The number of the agent whose rating is fixed. */
  readonly anchor?: number;
}

/** Percentile intervals by agent number; an end is infinite where too many resamples leave the agent unbounded on that side. */
export function ratingIntervals(ratings: Float64Array, resample: Resample, settings: BootstrapSettings): Interval[] {
  const random = createRandom(settings.seed);
  const rounds = Array.from({ length: settings.rounds }, () => level(resample(random), ratings, settings.anchor));
  const tail = (1 - settings.confidence) / 2;
  return [...ratings].map((rating, agent) => {
    if (!Number.isFinite(rating)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const drawn = rounds.map((round) => at(round, agent));
    // A resample that says nothing about the agent counts against it on both sides.
    const low = drawn.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
    const high = drawn.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
    return [quantile(Float64Array.from(low).sort(), tail), quantile(Float64Array.from(high).sort(), 1 - tail)];
  });
}

/** Shifts a resample so that the anchor, or the mean over the agents finite in both, stands where it stands in `ratings`. */
function level(drawn: Float64Array, ratings: Float64Array, anchor: number | undefined): Float64Array {
  let [gap, shared] = [0, 0];
  for (const [agent, rating] of ratings.entries()) {
    if (anchor !== undefined && agent !== anchor) continue;
    if (!Number.isFinite(rating) || !Number.isFinite(at(drawn, agent))) continue;
    gap += rating - at(drawn, agent);
    shared += 1;
  }
  if (shared === 0) return anchor === undefined ? drawn : drawn.map(() => Number.NaN);
  return drawn.map((value) => value + gap / shared);
}
