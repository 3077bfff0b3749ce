/** What each domain of a benchmark is made of, track by track. */
import { groupBy } from '../judge/group-by.ts';
import type { Task } from './task.ts';

export interface GroupComposition {
  readonly domain: string;
  /** Null for tasks that name none. */
  readonly track: string | null;
  readonly tasks: number;
  readonly withRubric: number;
  readonly criteria: number;
  readonly negatives: number;
  readonly fatal: number;
}

/** One entry a domain and track, in the order of the benchmark. */
export function groupComposition(tasks: readonly Task[]): GroupComposition[] {
  return [...groupBy(tasks, ({ domain, track }) => JSON.stringify([domain, track])).values()].map(groupOf);
}

function groupOf(tasks: readonly Task[]): GroupComposition {
  const criteria = tasks.flatMap((task) => task.rubric ?? []);
  return {
    domain: tasks[0]?.domain ?? '',
    track: tasks[0]?.track ?? null,
    tasks: tasks.length,
    withRubric: tasks.filter((task) => task.rubric !== undefined).length,
    criteria: criteria.length,
    negatives: criteria.filter(({ weight }) => weight < 0).length,
    fatal: criteria.filter(({ fatal }) => fatal === true).length,
  };
}
