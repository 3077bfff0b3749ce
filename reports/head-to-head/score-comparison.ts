/** Two agents' scores, paired by task: difference with clustered error, on the whole, by axis and by domain, and where it varies. */

import { reward, type Scale } from '../../judge/checklist/reward.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { AgentRewards, byAgent, byCriterion, type ScoredTask, scoredTask, type TaskReward } from '../leaderboard/rewards.ts';
import { type PairedDifference, pairedDifference, type TaskScore } from '../stats/differences.ts';
import { type Reward, type VarianceParts, varianceParts } from '../stats/variance.ts';

export interface ScoreComparison {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly a: string;
  readonly b: string;
  /** a - b, on 0-100; errors clustered by the tasks' family, or by task. */
  readonly overall: PairedDifference;
  /** The same with domains as clusters, since tasks of one domain may be alike; null where there are fewer than two. */
  readonly domainClustered: PairedDifference | null;
  readonly byAxis: Readonly<Record<string, PairedDifference>>;
  readonly byDomain: Readonly<Record<string, PairedDifference>>;
  /** Of each agent's rewards (x 100): between tasks, between repeated runs, between the judge's trials. */
  readonly variance: { readonly a: VarianceParts; readonly b: VarianceParts };
}

export interface ComparisonOptions {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
}

class Side {
  readonly rewards = new AgentRewards();
  readonly trials: Reward[] = [];
}

/** Undefined where no task was scored for both. */
export function scoreComparison(
  a: string,
  b: string,
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  options: ComparisonOptions,
): ScoreComparison | undefined {
  const [first, second] = [new Side(), new Side()];
  const sides = new Map([
    [a, first],
    [b, second],
  ]);
  for (const stored of tasks) {
    const task = scoredTask(stored);
    if (task === undefined) continue;
    for (const [agent, trials] of byAgent(trialsOf(stored))) {
      const side = sides.get(agent);
      if (side === undefined) continue;
      side.rewards.add(task, trials, options.scale);
      side.trials.push(...trials.flatMap((trial) => trialRewards(task, trial, options.scale)));
    }
  }
  const [mine, theirs] = [first.rewards, second.rewards];
  if (!mine.isScored() || !theirs.isScored() || !shared(mine.tasks, theirs.tasks)) return undefined;
  const byDomain = ({ tasks }: AgentRewards) => groupBy(tasks, ({ task }) => task.domain);
  return {
    ...options,
    a,
    b,
    overall: difference(mine.tasks, theirs.tasks),
    domainClustered: domainClustered(mine.tasks, theirs.tasks),
    byAxis: differences(mine.axes, theirs.axes),
    byDomain: differences(byDomain(mine), byDomain(theirs)),
    variance: { a: varianceParts(first.trials), b: varianceParts(second.trials) },
  };
}

/** One reward for each of the judge's trials, so that its noise can be told from the agent's. */
function trialRewards({ id: task, rubric }: ScoredTask, trial: TrialRow, scale: Scale): Reward[] {
  if (trial.failed) return [{ task, run: String(trial.repeat), value: 0 }];
  return [...trial.labels.values()].flatMap((labels) => {
    const value = reward(rubric, byCriterion([labels]), scale).reward;
    return value === undefined ? [] : [{ task, run: String(trial.repeat), value: value * 100 }];
  });
}

function differences(
  a: ReadonlyMap<string, readonly TaskReward[]>,
  b: ReadonlyMap<string, readonly TaskReward[]>,
): Record<string, PairedDifference> {
  return Object.fromEntries(
    [...a.keys()].sort().flatMap((name) => {
      const [mine, theirs] = [a.get(name) ?? [], b.get(name) ?? []];
      return shared(mine, theirs) ? [[name, difference(mine, theirs)]] : [];
    }),
  );
}

function difference(a: readonly TaskReward[], b: readonly TaskReward[]): PairedDifference {
  return pairedDifference(a.map(onHundred), b.map(onHundred));
}

function domainClustered(a: readonly TaskReward[], b: readonly TaskReward[]): PairedDifference | null {
  const inDomains = (rewards: readonly TaskReward[]) => rewards.map((each) => ({ ...onHundred(each), cluster: each.task.domain }));
  const found = pairedDifference(inDomains(a), inDomains(b));
  return found.clusters < 2 ? null : found;
}

function onHundred({ task, reward }: TaskReward): TaskScore {
  return { task: task.id, score: reward * 100, cluster: task.family };
}

function shared(a: readonly TaskReward[], b: readonly TaskReward[]): boolean {
  const tasks = new Set(b.map(({ task }) => task));
  return a.some(({ task }) => tasks.has(task));
}
