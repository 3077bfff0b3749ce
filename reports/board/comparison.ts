/** BoardComparison, lostByAxis, turned: two agents over all tasks of a benchmark: the tasks and the criteria on which they differ, and the words of the tests. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { AdjustedComparison, FamilyDifference } from '../head-to-head/score-families.ts';
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
  /** Of axes and domains. */
  readonly names: Readonly<Record<string, Readonly<Record<Language, string>>>>;
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

/** The same comparison with the two in the other order. */
export function turned(compared: BoardComparison, battles: BoardComparison['battles']): BoardComparison {
  const { a, b, scores, tasks, criteria } = compared;
  return {
    ...compared,
    a: b,
    b: a,
    battles,
    scores: scores && {
      overall: against(scores.overall),
      byAxis: mapped(scores.byAxis, against),
      byDomain: mapped(scores.byDomain, against),
      onlyFirst: scores.onlySecond,
      onlySecond: scores.onlyFirst,
    },
    tasks: tasks.map(({ difference, ...task }) => ({ ...task, difference: -difference })),
    criteria: criteria.map((each) => ({ ...each, a: each.b, b: each.a, lost: -each.lost })).toReversed(),
  };
}

function against<D extends Pick<FamilyDifference, 'mean' | 'ci'>>(difference: D): D {
  const { mean, ci } = difference;
  return { ...difference, mean: -mean, ci: ci && [-ci[1], -ci[0]] };
}

function mapped<D>(differences: Readonly<Record<string, D>>, change: (difference: D) => D): Record<string, D> {
  return Object.fromEntries(Object.entries(differences).map(([name, difference]) => [name, change(difference)]));
}
