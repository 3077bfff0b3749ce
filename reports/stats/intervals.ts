/** Means and proportions with their errors and intervals. */
import { InputError } from '../../judge/errors.ts';
import { betaQuantile, normalQuantile, tQuantile } from './distributions.ts';
import { at, sum } from './vector.ts';

/** Low end, high end. */
export type Interval = readonly [low: number, high: number];

export interface MeanEstimate {
  readonly mean: number;
  readonly n: number;
  /** Independent groups: `n` when no clusters were given. */
  readonly clusters: number;
  /** Null with a single group: one says nothing about spread. */
  readonly se: number | null;
  readonly ci: Interval | null;
}

export function checkConfidence(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new InputError(`expected a confidence between 0 and 1, got ${confidence}`);
  return confidence;
}

/** z of a two-sided interval: 1.96 at 0.95. */
export function twoSidedZ(confidence: number): number {
  return normalQuantile((1 + checkConfidence(confidence)) / 2);
}

/**
 * The mean with its standard error and t interval; groups - 1 degrees of freedom.
 *
 * With `clusters` (one name a value) the error is the cluster-robust one: squared sums of residuals over clusters, / n^2, times the
 * small-sample factor CR1, which for a mean is G / (G - 1). Every value a cluster of its own gives the usual s / sqrt(n).
 * Throws InputError on empty input.
 */
export function meanInterval(values: readonly number[], options: { clusters?: readonly string[]; confidence?: number } = {}): MeanEstimate {
  const { clusters, confidence = 0.95 } = options;
  const n = values.length;
  if (n === 0) throw new InputError('expected at least one value to take a mean of, got none');
  if (clusters !== undefined && clusters.length !== n) throw new InputError(`expected ${n} clusters, one a value, got ${clusters.length}`);
  const mean = sum(values) / n;
  const residuals = new Map<string | number, number>();
  values.forEach((value, i) => {
    const cluster = clusters?.[i] ?? i;
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + value - mean);
  });
  const groups = residuals.size;
  if (groups === 1) return { mean, n, clusters: groups, se: null, ci: null };
  const squares = sum([...residuals.values()].map((residual) => residual * residual));
  const se = Math.sqrt((squares * groups) / (groups - 1)) / n;
  const reach = tQuantile((1 + checkConfidence(confidence)) / 2, groups - 1) * se;
  return { mean, n, clusters: groups, se, ci: [mean - reach, mean + reach] };
}

function checkCounts(successes: number, n: number): void {
  if (!(Number.isInteger(n) && n > 0)) throw new InputError(`expected a positive number of cases, got ${n}`);
  const whole = Number.isInteger(successes) && successes >= 0 && successes <= n;
  if (!whole) throw new InputError(`expected successes to be a whole number from 0 to ${n}, got ${successes}`);
}

/** Wilson's score interval of a proportion. */
export function wilson(successes: number, n: number, confidence = 0.95): Interval {
  checkCounts(successes, n);
  const z2 = twoSidedZ(confidence) ** 2;
  const centre = successes + z2 / 2;
  const reach = Math.sqrt(z2) * Math.sqrt((successes * (n - successes)) / n + z2 / 4);
  // The ends at 0 and 1 are exact; rounding would leave 1e-17.
  return [successes === 0 ? 0 : (centre - reach) / (n + z2), successes === n ? 1 : (centre + reach) / (n + z2)];
}

/** The exact interval of a proportion (Clopper-Pearson), by the beta quantile. */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval {
  checkCounts(successes, n);
  const tail = (1 - checkConfidence(confidence)) / 2;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  ];
}

/** Quantile of values in rising order by linear interpolation between neighbours (Hyndman and Fan's type 7). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new InputError('expected at least one value to take a quantile of, got none');
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(below + 1, sorted.length - 1));
  // Infinite ends (an unbounded rating) must not turn into NaN.
  return low === high || position === below ? low : low + (high - low) * (position - below);
}
