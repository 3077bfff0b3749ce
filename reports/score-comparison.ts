/** Two agents' scores, paired by task: difference with clustered error, on the whole, by axis and by domain, and where it varies. */
import { reward, type Scale } from '../judge/reward.ts';
import type { Rubric } from '../judge/rubric.ts';
import type { StoredTask } from '../runners/facts.ts';
import type { TrialRow } from '../runners/rows.ts';
import { type PairedDifference, pairedDifference, type TaskScore } from './stats/differences.ts';
import { type Reward, type VarianceParts, varianceParts } from './stats/variance.ts';

export interface ScoreComparison {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly a: string;
  readonly b: string;
  /** a - b, on 0-100; errors clustered by the tasks' family, or by task. */
  readonly overall: PairedDifference;
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

class Sums {
  readonly whole: TaskScore[] = [];
  readonly axes = new Map<string, TaskScore[]>();
  readonly domains = new Map<string, TaskScore[]>();
  readonly rewards: Reward[] = [];
}

/** Undefined where no task was scored for both. */
export function scoreComparison(
  a: string,
  b: string,
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  options: ComparisonOptions,
): ScoreComparison | undefined {
  const sums = { a: new Sums(), b: new Sums() };
  for (const task of tasks) {
    const trials = [...trialsOf(task)];
    for (const side of ['a', 'b'] as const)
      addTask(
        sums[side],
        task,
        trials.filter((trial) => trial.agent === (side === 'a' ? a : b)),
        options.scale,
      );
  }
  if (!shared(sums.a.whole, sums.b.whole)) return undefined;
  return {
    ...options,
    a,
    b,
    overall: pairedDifference(sums.a.whole, sums.b.whole),
    byAxis: groups(sums.a.axes, sums.b.axes),
    byDomain: groups(sums.a.domains, sums.b.domains),
    variance: { a: varianceParts(sums.a.rewards), b: varianceParts(sums.b.rewards) },
  };
}

function addTask(sums: Sums, { task }: StoredTask, trials: readonly TrialRow[], scale: Scale): void {
  const rubric = task.rubric ?? [];
  const family =
    task.tags !== undefined && !Array.isArray(task.tags) && task.tags.family !== undefined ? String(task.tags.family) : task.id;
  const score = (part: Rubric): TaskScore | undefined => {
    const rewards = trials
      .map((trial) => (trial.failed ? 0 : reward(part, trial.labels, scale).reward))
      .filter((value) => value !== undefined);
    if (rewards.length === 0) return undefined;
    return { task: task.id, score: (rewards.reduce((sum, value) => sum + value, 0) / rewards.length) * 100, cluster: family };
  };
  const whole = score(rubric);
  if (whole === undefined) return;
  sums.whole.push(whole);
  push(sums.domains, task.domain, whole);
  for (const axis of new Set(rubric.flatMap((criterion) => (criterion.axis === undefined ? [] : [criterion.axis])))) {
    const part = score(rubric.filter((criterion) => criterion.axis === axis));
    if (part !== undefined) push(sums.axes, axis, part);
  }
  for (const trial of trials) sums.rewards.push(...trialRewards(rubric, task.id, trial, scale));
}

/** One reward for each of the judge's trials, so that its noise can be told from the agent's. */
function trialRewards(rubric: Rubric, task: string, trial: TrialRow, scale: Scale): Reward[] {
  if (trial.failed) return [{ task, run: String(trial.repeat), value: 0 }];
  return Array.from({ length: trial.judgeTrials }, (_, i) => {
    const labels = new Map([...trial.labels].flatMap(([id, given]) => (given[i] === undefined ? [] : [[id, [given[i]]] as const])));
    return reward(rubric, labels, scale).reward;
  }).flatMap((value) => (value === undefined ? [] : [{ task, run: String(trial.repeat), value: value * 100 }]));
}

function push(map: Map<string, TaskScore[]>, key: string, score: TaskScore): void {
  const scores = map.get(key);
  if (scores === undefined) map.set(key, [score]);
  else scores.push(score);
}

function groups(a: ReadonlyMap<string, TaskScore[]>, b: ReadonlyMap<string, TaskScore[]>): Record<string, PairedDifference> {
  return Object.fromEntries(
    [...a.keys()].sort().flatMap((name) => {
      const [mine, theirs] = [a.get(name) ?? [], b.get(name) ?? []];
      return shared(mine, theirs) ? [[name, pairedDifference(mine, theirs)]] : [];
    }),
  );
}

function shared(a: readonly TaskScore[], b: readonly TaskScore[]): boolean {
  const tasks = new Set(b.map(({ task }) => task));
  return a.some(({ task }) => tasks.has(task));
}
