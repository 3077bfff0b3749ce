/** composition, groupComposition, queryShare: what a benchmark is made of, its tasks and criteria counted as a whole and by domain and track. */
import type { Rubric } from '../judge/checklist/rubric.ts';
import { groupBy } from '../judge/group-by.ts';
import { type Task, tagOf } from './task.ts';

/** Names in the order of the benchmark, each with its count. */
export type Counts = Readonly<Record<string, number>>;

export interface Composition {
  readonly tasks: number;
  /** Tasks with a rubric; the others are only compared pairwise. */
  readonly withRubric: number;
  readonly criteria: number;
  /** Criteria of negative weight. */
  readonly negatives: number;
  /** The fewest and the most criteria in one rubric; null without rubrics. */
  readonly criteriaPerTask: readonly [number, number] | null;
  readonly byDomain: Counts;
  readonly byLanguage: Counts;
  readonly byTrack: Counts;
  /** By the tag `kind`. */
  readonly byKind: Counts;
  /** Criteria by axis; those without one are not counted. */
  readonly byAxis: Counts;
  /** Criteria by weight, in rising order. */
  readonly weights: readonly { readonly weight: number; readonly criteria: number }[];
}

export function composition(tasks: readonly Task[]): Composition {
  const rubrics = tasks.flatMap((task) => (task.rubric === undefined ? [] : [task.rubric]));
  const criteria = rubrics.flat();
  const weights = new Map<number, number>();
  for (const { weight } of criteria) weights.set(weight, (weights.get(weight) ?? 0) + 1);
  return {
    tasks: tasks.length,
    withRubric: rubrics.length,
    criteria: criteria.length,
    negatives: criteria.filter((criterion) => criterion.weight < 0).length,
    criteriaPerTask: range(rubrics.map((rubric) => rubric.length)),
    byDomain: countBy(tasks, (task) => task.domain),
    byLanguage: countBy(tasks, (task) => task.language),
    byTrack: countBy(tasks, (task) => task.track),
    byKind: countTag(tasks, 'kind'),
    byAxis: countBy(criteria, (criterion) => criterion.axis),
    weights: [...weights].sort(([a], [b]) => a - b).map(([weight, count]) => ({ weight, criteria: count })),
  };
}

/**
 * The part of a rubric's positive weight, in [0, 1], that takes nothing but the query (`from: query`). Undefined where a merit does not say.
 */
export function queryShare(rubric: Rubric): number | undefined {
  const merits = rubric.filter(({ weight }) => weight > 0);
  if (merits.length === 0 || merits.some(({ from }) => from === undefined)) return undefined;
  const sum = (criteria: Rubric) => criteria.reduce((total, { weight }) => total + weight, 0);
  return sum(merits.filter(({ from }) => from === 'query')) / sum(merits);
}

function range(lengths: readonly number[]): [number, number] | null {
  const sorted = lengths.toSorted((a, b) => a - b);
  const [fewest, most] = [sorted[0], sorted.at(-1)];
  return fewest === undefined || most === undefined ? null : [fewest, most];
}

/** Tasks by the value of a tag; those without it are not counted. */
export function countTag(tasks: readonly Task[], tag: string): Counts {
  return countBy(tasks, (task) => tagOf(task, tag));
}

function countBy<T>(items: readonly T[], name: (item: T) => string | undefined): Counts {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = name(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

export interface GroupComposition {
  readonly domain: string;
  /** Null for tasks that name none. */
  readonly track: string | null;
  readonly tasks: number;
  readonly withRubric: number;
  readonly criteria: number;
  readonly negatives: number;
  readonly fatal: number;
  /** Decided by code. */
  readonly checks: number;
  /** The mean and the largest share of positive weight that the query alone gives, of the rubrics that say it; null where none does. */
  readonly fromQuery: { readonly mean: number; readonly most: number } | null;
}

/** One entry a domain and track, in the order of the benchmark. */
export function groupComposition(tasks: readonly Task[]): GroupComposition[] {
  return [...groupBy(tasks, ({ domain, track }) => JSON.stringify([domain, track])).values()].map(groupOf);
}

function groupOf(tasks: readonly Task[]): GroupComposition {
  const shares = tasks.flatMap(({ rubric = [] }) => queryShare(rubric) ?? []);
  const criteria = tasks.flatMap((task) => task.rubric ?? []);
  return {
    domain: tasks[0]?.domain ?? '',
    track: tasks[0]?.track ?? null,
    tasks: tasks.length,
    withRubric: tasks.filter((task) => task.rubric !== undefined).length,
    criteria: criteria.length,
    negatives: criteria.filter(({ weight }) => weight < 0).length,
    fatal: criteria.filter(({ fatal }) => fatal === true).length,
    checks: criteria.filter(({ check }) => check !== undefined).length,
    fromQuery:
      shares.length === 0 ? null : { mean: shares.reduce((sum, share) => sum + share, 0) / shares.length, most: Math.max(...shares) },
  };
}
