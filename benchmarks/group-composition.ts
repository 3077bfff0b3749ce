/** What each domain of a benchmark is made of, track by track. */
import type { Counts } from './composition.ts';
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
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = JSON.stringify([task.domain, task.track]);
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups.values()].map(groupOf);
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

/** Tasks by the value of a tag; those without it are not counted. */
export function countTag(tasks: readonly Task[], tag: string): Counts {
  const counts = new Map<string, number>();
  for (const { tags } of tasks) {
    if (tags === undefined || Array.isArray(tags) || !Object.hasOwn(tags, tag)) continue;
    const value = String(tags[tag]);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
