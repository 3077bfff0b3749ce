/** differingCriteria: the criteria on which two agents got different points on a task. */
import { points, type Scale } from '../../judge/checklist/reward.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import { byCriterion } from '../leaderboard/rewards.ts';
import type { ComparedCriterion } from './comparison.ts';

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
