/** Two agents compared on the tasks that both did: paired differences of their scores. */
import { InputError } from '../../judge/errors.ts';
import { tTwoSided } from './distributions.ts';
import { type MeanEstimate, meanInterval } from './intervals.ts';
import { isRounding } from './rounding.ts';

export interface TaskScore {
  readonly task: string;
  /** The mean over the trials of the task. */
  readonly score: number;
  /** Tasks of one query family or domain are not independent of each other. */
  readonly cluster?: string;
}

export interface PairedDifference extends MeanEstimate {
  /** Clusters - 1: with seven domains, six. */
  readonly df: number;
  /** Two-sided p of "no difference"; null with a single cluster, and when every cluster differs by the same amount. */
  readonly p: number | null;
  /** Tasks that only one of the two has; they are left out. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

function byTask(scores: readonly TaskScore[], whose: string): Map<string, TaskScore> {
  const tasks = new Map<string, TaskScore>();
  for (const score of scores) {
    if (tasks.has(score.task)) throw new InputError(`expected one score a task, got task "${score.task}" twice for the ${whose} agent`);
    tasks.set(score.task, score);
  }
  return tasks;
}

/** first - second. Clusters are read from the first agent's scores. Throws InputError where no task is shared. */
export function pairedDifference(
  first: readonly TaskScore[],
  second: readonly TaskScore[],
  options: { confidence?: number } = {},
): PairedDifference {
  const others = byTask(second, 'second');
  const own = byTask(first, 'first');
  const shared = [...own.values()].flatMap(({ task, score, cluster = `task ${task}` }) => {
    const other = others.get(task)?.score;
    if (other === undefined) return [];
    return [{ difference: score - other, cluster, size: Math.max(Math.abs(score), Math.abs(other)) }];
  });
  if (shared.length === 0) throw new InputError('expected at least one task that both agents did, got none');
  const estimate = meanInterval(
    shared.map(({ difference }) => difference),
    { ...options, clusters: shared.map(({ cluster }) => cluster) },
  );
  const df = estimate.clusters - 1;
  const size = shared.reduce((most, one) => Math.max(most, one.size), 0);
  const p = estimate.se === null || isRounding(estimate.se, size) ? null : tTwoSided(estimate.mean / estimate.se, df);
  return { ...estimate, df, p, onlyFirst: own.size - shared.length, onlySecond: others.size - shared.length };
}
