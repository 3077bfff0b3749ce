/** Scores corrected by labels that people, or a judge one trusts more, gave on part of the reports: raw and corrected stand side by side. */
import { reward, type Scale } from '../../judge/checklist/reward.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { correctedMean, type JudgedCase, type LabelledCase } from '../stats/corrected-mean.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import type { CorrectedScore } from './leaderboard.ts';
import { byAgent, byCriterion, meanOfKnown, type ScoredTask, scoredTask } from './rewards.ts';

class Cases {
  readonly labelled: LabelledCase[] = [];
  readonly others: JudgedCase[] = [];
  reports = 0;
  failed = 0;
}

/**
 * By agent; null where fewer than five tasks are labelled, or two others judged. A task is labelled where every criterion that the judge
 * judged has a label. A failed attempt needs none: it counts 0, by its share of all attempts.
 *
 * @param labelsOf the trials of one task with what each of those said whose labels count; several are averaged
 */
export function correctedScores(
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  labelsOf: (task: StoredTask) => readonly Iterable<TrialRow>[],
  scale: Scale,
): ReadonlyMap<string, CorrectedScore | null> {
  const agents = new Map<string, Cases>();
  for (const stored of tasks) {
    const task = scoredTask(stored);
    if (task === undefined) continue;
    const labels = labelsByAttempt(labelsOf(stored));
    for (const [agent, trials] of byAgent(trialsOf(stored))) {
      const cases = agents.get(agent) ?? new Cases();
      agents.set(agent, cases);
      addTask(cases, task, trials, labels, scale);
    }
  }
  return new Map([...agents].map(([agent, cases]) => [agent, scoreOf(cases)]));
}

type Labels = ReadonlyMap<string, TrialRow['labels'] extends ReadonlyMap<number, infer Given> ? readonly Given[] : never>;

function attemptKey({ agent, repeat }: Pick<TrialRow, 'agent' | 'repeat'>): string {
  return `${repeat} ${agent}`;
}

function labelsByAttempt(sources: readonly Iterable<TrialRow>[]): Labels {
  const found = new Map<string, ReadonlyMap<string, 'satisfied' | 'partial' | 'unsatisfied'>[]>();
  for (const rows of sources)
    for (const row of rows) {
      if (row.labels.size === 0) continue;
      const given = found.get(attemptKey(row)) ?? [];
      found.set(attemptKey(row), given);
      given.push(...row.labels.values());
    }
  return found;
}

function addTask(cases: Cases, task: ScoredTask, trials: readonly TrialRow[], labels: Labels, scale: Scale): void {
  const reports = trials.filter(({ failed }) => !failed);
  cases.failed += trials.length - reports.length;
  const judged = meanOfKnown(reports.map((trial) => reward(task.rubric, byCriterion(trial.labels.values()), scale).reward));
  if (judged === undefined) return;
  cases.reports += reports.length;
  const label = labelledReward(task, reports, labels, scale);
  if (label === undefined) cases.others.push({ judged, cluster: task.family });
  else cases.labelled.push({ label, judged, cluster: task.family });
}

/** Undefined where a report lacks a label on a criterion that the judge has judged. */
function labelledReward({ rubric }: ScoredTask, reports: readonly TrialRow[], labels: Labels, scale: Scale): number | undefined {
  const rewards = reports.map((trial) => {
    const judged = byCriterion(trial.labels.values());
    const given = byCriterion(labels.get(attemptKey(trial)) ?? []);
    const shared = rubric.filter(({ id }) => judged.has(id));
    return shared.every(({ id }) => given.has(id)) ? reward(shared, given, scale).reward : undefined;
  });
  return rewards.includes(undefined) ? undefined : meanOfKnown(rewards);
}

function scoreOf({ labelled, others, reports, failed }: Cases): CorrectedScore | null {
  if (labelled.length < FEWEST_TASKS || others.length < 2) return null;
  const { mean, ci, lambda } = correctedMean(labelled, others);
  const onHundred = (value: number) => (100 * value * reports) / (reports + failed);
  return { score: onHundred(mean), ci: [onHundred(ci[0]), onHundred(ci[1])], lambda, labelled: labelled.length, judged: others.length };
}
