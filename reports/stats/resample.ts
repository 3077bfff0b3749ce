/** The seeded bootstrap: what an estimate would be with other clusters (queries, tasks) of the same kind. */
import { InputError } from '../../judge/errors.ts';
import { checkConfidence, type Interval, quantile } from './intervals.ts';
import { createRandom, drawInteger, type Random } from './random.ts';
import { add } from './vector.ts';

export interface BootstrapOptions {
  /** 1000 where a script states nothing else. */
  readonly rounds?: number;
  readonly seed: number;
  readonly confidence?: number;
}

/** More undefined rounds than this share leave no honest interval. */
const UNDEFINED_SHARE = 0.05;

/** Draws n of n clusters with replacement: how often each came. */
export function drawCounts(n: number, random: Random, counts: Int32Array): Int32Array {
  counts.fill(0);
  for (let i = 0; i < n; i++) {
    add(counts, drawInteger(random, n), 1);
  }
  return counts;
}

/** The middle `confidence` of the values, by linear interpolation; ends may be infinite. */
export function percentileInterval(values: ArrayLike<number>, confidence = 0.95): Interval {
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - checkConfidence(confidence)) / 2;
  return [quantile(sorted, tail), quantile(sorted, 1 - tail)];
}

/**
 * A percentile interval for each of several statistics of clusters, all read from the same resamples.
 *
 * `statistics` gets how often each cluster was drawn. A statistic that is null (undefined on that resample) is left out of its
 * interval; when that happens in over 5% of the rounds the interval is null. Throws InputError on no clusters.
 */
export function bootstrapIntervals<K extends string>(
  clusters: number,
  statistics: (counts: Int32Array) => Readonly<Record<K, number | null>>,
  options: BootstrapOptions,
): Partial<Record<K, Interval | null>> {
  const { rounds = 1000, seed, confidence = 0.95 } = options;
  if (clusters < 1) throw new InputError('expected at least one cluster to resample, got none');
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new InputError(`expected a positive number of bootstrap rounds, got ${rounds}`);
  const random = createRandom(seed);
  const counts = new Int32Array(clusters);
  const drawn = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, value] of Object.entries<number | null>(statistics(drawCounts(clusters, random, counts)))) {
      const values = drawn.get(name) ?? [];
      if (value !== null) values.push(value);
      drawn.set(name, values);
    }
  }
  const intervals: Partial<Record<string, Interval | null>> = {};
  for (const [name, values] of drawn) {
    intervals[name] = values.length < rounds * (1 - UNDEFINED_SHARE) ? null : percentileInterval(values, confidence);
  }
  return intervals;
}
