/** Identity by content: what is the same is stored once, and what is owed is a difference of sets. */
import { createHash } from 'node:crypto';
import type { Task } from '../benchmarks/task.ts';
import type { Criterion, Rubric } from '../judge/rubric.ts';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys, so that the order in a file does not make another identity. Undefined values are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

export function queryHash(task: Task): string {
  return sha256(`${task.id}\0${task.query}`);
}

/** Of what a pairwise judge is told beside the query; empty where that is nothing. */
export function notesHash({ notes }: Pick<Task, 'notes'>): string {
  return notes === undefined ? '' : sha256(notes).slice(0, 16);
}

export function taskHash(benchmark: string, task: Task): string {
  return sha256(canonicalJson({ benchmark, task }));
}

/**
 * One hash a criterion, by what a judge is shown: the query, the criterion's words and its sign. The same words twice in one rubric
 * are two criteria.
 */
export function criterionHashes(task: Task, rubric: Rubric): string[] {
  const seen = new Map<string, number>();
  return rubric.map((criterion: Criterion) => {
    const shown = `${task.query}\0${criterion.weight < 0 ? '-' : '+'}\0${criterion.criterion}`;
    const times = (seen.get(shown) ?? 0) + 1;
    seen.set(shown, times);
    return sha256(`${shown}\0${times}`);
  });
}
