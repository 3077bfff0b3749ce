/** Two agents at one task, on the criteria that were judged for both: a verdict that is missing for one counts for neither. */
import { reward, type Scale } from '../../judge/checklist/reward.ts';
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { TaskDifference } from '../stats/differences.ts';
import { byCriterion, lowestReward, meanOfKnown, type ScoredTask } from './rewards.ts';

/** On 0-100, the first less the second. */
export interface MatchedTask {
  readonly task: ScoredTask;
  readonly whole: Omit<TaskDifference, 'cluster'>;
  readonly axes: ReadonlyMap<string, Omit<TaskDifference, 'cluster'>>;
  /** What it would be if every verdict that is missing spoke against the first and for the second, and the reverse. */
  readonly bounds: readonly [low: number, high: number];
}

/** Undefined where no criterion of positive weight was judged for both. A failed attempt is 0 against whatever the other has. */
export function matchedTask(task: ScoredTask, a: readonly TrialRow[], b: readonly TrialRow[], scale: Scale): MatchedTask | undefined {
  const judged = (criterion: Criterion) => [...a, ...b].every((trial) => trial.failed || wasJudged(trial, criterion));
  const onBoth = (rubric: Rubric) => difference(rubric.filter(judged), a, b, scale);
  const whole = onBoth(task.rubric);
  if (whole === undefined) return undefined;
  const axes = [...task.axes].flatMap(([axis, rubric]) => {
    const part = onBoth(rubric);
    return part === undefined ? [] : [[axis, part] as const];
  });
  const filled = (against: readonly TrialRow[], favoured: readonly TrialRow[]) =>
    100 * (meanReward(task.rubric, against, scale, 'worst') ?? 0) - 100 * (meanReward(task.rubric, favoured, scale, 'best') ?? 0);
  return { task, whole, axes: new Map(axes), bounds: [filled(a, b), -filled(b, a)] };
}

function difference(rubric: Rubric, a: readonly TrialRow[], b: readonly TrialRow[], scale: Scale): MatchedTask['whole'] | undefined {
  const [mine, theirs] = [meanReward(rubric, a, scale), meanReward(rubric, b, scale)];
  if (mine === undefined || theirs === undefined) return undefined;
  const most = 100 * (1 - lowestReward(rubric));
  return { difference: 100 * (mine - theirs), size: 100 * Math.max(Math.abs(mine), Math.abs(theirs)), most };
}

/** Over the attempts. @param missing how criteria without a verdict are counted; left out where undefined */
function meanReward(rubric: Rubric, trials: readonly TrialRow[], scale: Scale, missing?: 'worst' | 'best'): number | undefined {
  return meanOfKnown(
    trials.map((trial) => {
      if (trial.failed) return 0;
      const labels = byCriterion(trial.labels.values());
      if (missing !== undefined)
        for (const criterion of rubric) labels.set(criterion.id, filledUp(labels.get(criterion.id) ?? [], trial, asIf(criterion, missing)));
      return reward(rubric, labels, scale).reward;
    }),
  );
}

/** A label for every trial of the judge that was planned. */
function filledUp(labels: readonly Label[], { judgeTrials }: TrialRow, label: Label): Label[] {
  return [...labels, ...new Array<Label>(Math.max(0, Math.max(1, judgeTrials) - labels.length)).fill(label)];
}

function asIf({ weight }: Criterion, missing: 'worst' | 'best'): Label {
  return weight > 0 === (missing === 'best') ? 'satisfied' : 'unsatisfied';
}

function wasJudged({ labels }: TrialRow, { id }: Criterion): boolean {
  for (const given of labels.values()) if (given.has(id)) return true;
  return false;
}

/** Whether every criterion has a verdict in every attempt that gave a report, so that there is nothing to match. */
export function isComplete({ rubric }: ScoredTask, trials: readonly TrialRow[]): boolean {
  return trials.every((trial) => trial.failed || rubric.every((criterion) => wasJudged(trial, criterion)));
}
