/** A score with what may be said of it: one rule for charts, tables, JSON, pages and sentences. */
import { type Interval, meanInterval } from './intervals.ts';
import { isRounding } from './rounding.ts';

/** Fewer tasks than this leave no interval and no test. */
export const FEWEST_TASKS = 5;

export interface TaskValue {
  readonly value: number;
  /** The lowest and highest that the task's rubric can give. */
  readonly low: number;
  readonly high: number;
  /** Tasks of one family are not independent. */
  readonly cluster: string;
}

export interface ScoreEstimate {
  readonly score: number;
  /** 95%, within what the rubrics can give; null below five tasks and where nothing varies. */
  readonly ci: Interval | null;
  readonly tasks: number;
  /**
   * Only where every task has the same value, so that nothing is seen of the spread. Where that value is the highest (or the lowest) there
   * is, the true score is at least (at most) this, with 97.5% confidence.
   */
  readonly flat?: { readonly atLeast?: number; readonly atMost?: number };
}

/** Throws InputError on no tasks. */
export function scoreEstimate(tasks: readonly TaskValue[]): ScoreEstimate {
  const clusters = tasks.map(({ cluster }) => cluster);
  const {
    mean: score,
    ci,
    clusters: groups,
  } = meanInterval(
    tasks.map(({ value }) => value),
    { clusters },
  );
  const flat = flatBound(tasks, groups);
  if (flat !== undefined) return { score, ci: null, tasks: tasks.length, flat };
  if (ci === null || tasks.length < FEWEST_TASKS) return { score, ci: null, tasks: tasks.length };
  // A mean of rewards cannot leave the mean of what each can be.
  const low = Math.min(score, meanOf(tasks.map((task) => task.low)));
  const high = Math.max(score, meanOf(tasks.map((task) => task.high)));
  return { score, ci: [Math.max(low, ci[0]), Math.min(high, ci[1])], tasks: tasks.length };
}

/** P(all at the top) is at most ((score - low) / (high - low))^groups, so a score below that has less than 2.5% of showing it. */
function flatBound(tasks: readonly TaskValue[], groups: number): ScoreEstimate['flat'] {
  const [first] = tasks;
  const same = (a: number, b: number) => isRounding(a - b, Math.max(1, Math.abs(a), Math.abs(b)));
  if (first === undefined || tasks.some(({ value }) => !same(value, first.value))) return undefined;
  const low = Math.min(...tasks.map((task) => task.low));
  const high = Math.max(...tasks.map((task) => task.high));
  const share = 0.025 ** (1 / groups);
  if (tasks.every((task) => same(task.value, task.high))) return { atLeast: low + (high - low) * share };
  if (tasks.every((task) => same(task.value, task.low))) return { atMost: high - (high - low) * share };
  return tasks.length > 1 ? {} : undefined;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
