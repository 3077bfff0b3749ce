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
  /** Degrees of freedom of t; not whole where clusters are unequal. */
  readonly df: number | null;
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
 * The mean with its standard error and t interval.
 *
 * With `clusters` (one name a value) the error is the cluster-robust one with the small-sample correction CR2, and t has the degrees
 * of freedom of Bell and McCaffrey (2002), which need not be whole: of few or unequal clusters fewer than clusters - 1. Every value a
 * cluster of its own gives the usual s / sqrt(n) with n - 1. Throws InputError on empty input.
 */
export function meanInterval(values: readonly number[], options: { clusters?: readonly string[]; confidence?: number } = {}): MeanEstimate {
  const { clusters, confidence = 0.95 } = options;
  const n = values.length;
  if (n === 0) throw new InputError('expected at least one value to take a mean of, got none');
  if (clusters !== undefined && clusters.length !== n) throw new InputError(`expected ${n} clusters, one a value, got ${clusters.length}`);
  const mean = sum(values) / n;
  const groups = clusters === undefined ? values.map((value) => ({ size: 1, residual: value - mean })) : grouped(values, clusters, mean);
  if (groups.length === 1) return { mean, n, clusters: 1, se: null, df: null, ci: null };
  const { se, df } = clusteredError(groups, n);
  const reach = tQuantile((1 + checkConfidence(confidence)) / 2, df) * se;
  return { mean, n, clusters: groups.length, se, df, ci: [mean - reach, mean + reach] };
}

interface Group {
  readonly size: number;
  readonly residual: number;
}

function grouped(values: readonly number[], clusters: readonly string[], mean: number): Group[] {
  const groups = new Map<string, { size: number; residual: number }>();
  values.forEach((value, i) => {
    const cluster = clusters[i] as string;
    const group = groups.get(cluster);
    if (group === undefined) groups.set(cluster, { size: 1, residual: value - mean });
    else {
      group.size++;
      group.residual += value - mean;
    }
  });
  return [...groups.values()];
}

/** Of a mean of n values in two clusters or more. What is left of a cluster's residuals is 1 - its share of the values. */
function clusteredError(groups: readonly Group[], n: number): { se: number; df: number } {
  // Each value a group of its own: s / sqrt(n), to which all that follows comes down.
  if (groups.length === n) return { se: Math.sqrt(sum(groups.map(({ residual }) => residual ** 2 / (1 - 1 / n)))) / n, df: n - 1 };
  const left = ({ size }: Group) => 1 - size / n;
  const se = Math.sqrt(sum(groups.map((group) => group.residual ** 2 / left(group)))) / n;
  // tr(M)^2 / tr(M^2) of M = (diag(size) - size size' / n) / sqrt(left left') / n^2, whose trace is 1 / n.
  const pulls = groups.map((group) => group.size ** 2 / left(group));
  const squares = sum(groups.map(({ size }) => size ** 2)) / n ** 4 + (sum(pulls) ** 2 - sum(pulls.map((pull) => pull ** 2))) / n ** 6;
  return { se, df: 1 / n ** 2 / squares };
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
