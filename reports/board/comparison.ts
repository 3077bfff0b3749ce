/** BoardComparison: two agents over all tasks of a benchmark: the tasks and the criteria on which they differ, and the words of the tests. */
import { points, type Scale } from '../../judge/checklist/reward.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { AdjustedComparison } from '../head-to-head/score-families.ts';
import { byCriterion } from '../leaderboard/rewards.ts';
import type { Language } from '../words/translate.ts';

export interface BoardComparison {
  readonly benchmark: string;
  readonly judge: string;
  readonly judges: readonly string[];
  readonly scale: Scale;
  /** All that were judged, in the order of the standings. */
  readonly agents: readonly string[];
  readonly a: string;
  readonly b: string;
  /** Of a less b; null where no task was scored for both. */
  readonly scores: Pick<AdjustedComparison, 'overall' | 'byAxis' | 'byDomain' | 'onlyFirst' | 'onlySecond'> | null;
  readonly tasks: readonly ComparedTask[];
  /** On which the two differ, the largest loss of the first at the front. */
  readonly criteria: readonly ComparedCriterion[];
  /** What their battles say, in each language; null where they have met in none. */
  readonly battles: Readonly<Record<Language, string>> | null;
}

export interface ComparedTask {
  readonly id: string;
  readonly domain: string;
  /** On 0-100, a less b, on the criteria that were judged for both. */
  readonly difference: number;
}

export interface ComparedCriterion {
  readonly task: string;
  readonly id: string;
  readonly criterion: string;
  readonly weight: number;
  readonly axis: string | null;
  /** Points in [0, 1] of each, the mean over attempts and trials; of a flaw, how far it is there. */
  readonly a: number;
  readonly b: number;
  /** What the first loses to the second here, in units of weight: below 0 where it is ahead. */
  readonly lost: number;
}

/** Those that both were judged on and that brought them different points. */
export function differingCriteria(
  task: { readonly id: string; readonly rubric: Rubric },
  a: readonly TrialRow[],
  b: readonly TrialRow[],
  scale: Scale,
): ComparedCriterion[] {
  const [mine, theirs] = [labelsOf(a), labelsOf(b)];
  return task.rubric.flatMap(({ id, criterion, weight, axis = null }) => {
    const [of, vs] = [meanPoints(mine.get(id), weight, scale), meanPoints(theirs.get(id), weight, scale)];
    if (of === undefined || vs === undefined || of === vs) return [];
    return [{ task: task.id, id, criterion, weight, axis, a: of, b: vs, lost: weight * (vs - of) }];
  });
}

function labelsOf(trials: readonly TrialRow[]): Map<string, Label[]> {
  return byCriterion(trials.flatMap(({ labels }) => [...labels.values()]));
}

function meanPoints(labels: readonly Label[] | undefined, weight: number, scale: Scale): number | undefined {
  if (labels === undefined || labels.length === 0) return undefined;
  return labels.reduce((sum, label) => sum + points(label, weight, scale), 0) / labels.length;
}

/** What the first loses to the second by axis, in units of weight, the largest loss first. */
export function lostByAxis(
  criteria: readonly ComparedCriterion[],
): { readonly axis: string | null; readonly lost: number; readonly criteria: number }[] {
  const axes = new Map<string | null, { lost: number; criteria: number }>();
  for (const { axis, lost } of criteria) {
    const sum = axes.get(axis) ?? { lost: 0, criteria: 0 };
    axes.set(axis, { lost: sum.lost + lost, criteria: sum.criteria + 1 });
  }
  return [...axes].map(([axis, sum]) => ({ axis, ...sum })).toSorted((x, y) => y.lost - x.lost);
}
