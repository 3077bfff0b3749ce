/** Two agents compared on the tasks that both did: paired differences of their scores. */
import { tTwoSided } from './distributions.ts';
import { type Interval, type MeanEstimate, meanInterval } from './intervals.ts';
import { isRounding } from './rounding.ts';
import { FEWEST_TASKS } from './score-estimate.ts';
import { signTest } from './sign-test.ts';

export interface TaskDifference {
  readonly difference: number;
  /** The larger of the two scores in size, next to which a difference may be rounding alone. */
  readonly size: number;
  /** Tasks of one query family or domain are not independent of each other. */
  readonly cluster: string;
  /** How far apart the two can be at most; absent where nobody said. */
  readonly most?: number;
}

export interface PairedDifference extends MeanEstimate {
  /**
   * Two-sided p of "no difference" by t; where every task differs by the same amount, by the sign test over clusters. Null below five
   * tasks and with a single cluster.
   */
  readonly p: number | null;
}

/** Throws InputError where there is no difference. */
export function pairedDifference(tasks: readonly TaskDifference[]): PairedDifference {
  const estimate = meanInterval(
    tasks.map(({ difference }) => difference),
    { clusters: tasks.map(({ cluster }) => cluster) },
  );
  const { mean, se, df, n } = estimate;
  if (se === null || df === null || n < FEWEST_TASKS) return { ...estimate, ci: null, p: null };
  const size = tasks.reduce((most, task) => Math.max(most, task.size), 0);
  if (!isRounding(se, size)) return { ...estimate, ci: estimate.ci && within(estimate.ci, tasks), p: tTwoSided(mean / se, df) };
  return { ...estimate, ci: null, p: signOf(tasks, size) };
}

/** A mean of differences cannot leave the mean of what each can be. */
function within([low, high]: Interval, tasks: readonly TaskDifference[]): Interval {
  const most = tasks.reduce((sum, task) => sum + (task.most ?? Number.POSITIVE_INFINITY), 0) / tasks.length;
  return [Math.max(-most, low), Math.min(most, high)];
}

function signOf(tasks: readonly TaskDifference[], size: number): number {
  const sums = new Map<string, number>();
  for (const { cluster, difference } of tasks) sums.set(cluster, (sums.get(cluster) ?? 0) + difference);
  const decided = [...sums.values()].filter((sum) => !isRounding(sum, size));
  const wins = decided.filter((sum) => sum > 0).length;
  return signTest(wins, decided.length - wins).p;
}
