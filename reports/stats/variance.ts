/** Where the spread of rewards comes from: tasks, repeated runs of the agent, or trials of the judge. */
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import { sum } from './vector.ts';

export interface Reward {
  readonly task: string;
  /** Which attempt of the agent at the task. */
  readonly run: string;
  /** One value a trial of the judge. */
  readonly value: number;
}

export interface VarianceComponent {
  /** Variance; its square root is in units of the reward. */
  readonly variance: number;
  /** Whether the estimate came out below 0 and is shown as 0: less spread than chance alone would give. */
  readonly negative: boolean;
}

/** A part is null where nothing was repeated at its level; its spread is then inside the part above it. */
export interface VarianceParts {
  readonly tasks: VarianceComponent | null;
  readonly runs: VarianceComponent | null;
  readonly trials: VarianceComponent | null;
}

/** Sizes and sums of squares of an unbalanced two-stage nested design. */
interface Design {
  readonly n: number;
  readonly tasks: number;
  readonly runs: number;
  readonly squares: { readonly tasks: number; readonly runs: number; readonly trials: number };
  /** Sum over runs of n_ij^2 / n_i, sum over runs of n_ij^2 / n, sum over tasks of n_i^2 / n. */
  readonly sizes: { readonly withinTask: number; readonly overall: number; readonly tasks: number };
}

function group(rewards: readonly Reward[], key: (reward: Reward) => string): Reward[][] {
  return [...groupBy(rewards, key).values()];
}

function mean(rewards: readonly Reward[]): number {
  return sum(rewards.map((reward) => reward.value)) / rewards.length;
}

function designOf(rewards: readonly Reward[]): Design {
  const n = rewards.length;
  const grand = mean(rewards);
  const tasks = group(rewards, (reward) => reward.task).map((members) => ({ members, runs: group(members, (reward) => reward.run) }));
  const totals = { tasks: 0, runs: 0, trials: 0 };
  const sizes = { withinTask: 0, overall: 0, tasks: 0 };
  for (const task of tasks) {
    const centre = mean(task.members);
    totals.tasks += task.members.length * (centre - grand) ** 2;
    sizes.tasks += task.members.length ** 2 / n;
    for (const run of task.runs) {
      const middle = mean(run);
      totals.runs += run.length * (middle - centre) ** 2;
      totals.trials += sum(run.map((reward) => (reward.value - middle) ** 2));
      sizes.withinTask += run.length ** 2 / task.members.length;
      sizes.overall += run.length ** 2 / n;
    }
  }
  return { n, tasks: tasks.length, runs: sum(tasks.map((task) => task.runs.length)), squares: totals, sizes };
}

function component(estimate: number): VarianceComponent {
  return { variance: Math.max(0, estimate), negative: estimate < 0 };
}

/**
 * Variance parts of the nested random effects model value = task + run within task + trial within run, by the method of moments
 * (each mean square set equal to its expectation; Searle, Casella and McCulloch 1992, chapter 3, which holds for unequal sizes).
 * Throws InputError on empty input.
 */
export function varianceParts(rewards: readonly Reward[]): VarianceParts {
  if (rewards.length === 0) throw new InputError('expected at least one reward to split the variance of, got none');
  const { n, tasks, runs, squares, sizes } = designOf(rewards);
  const trials = n > runs ? squares.trials / (n - runs) : null;
  // Without repeats at a level there is nothing to subtract for it: its spread stays inside the level above.
  const trialNoise = trials === null ? 0 : trials;
  let run: number | null = null;
  if (runs > tasks) {
    const perRun = (n - sizes.withinTask) / (runs - tasks);
    run = (squares.runs / (runs - tasks) - trialNoise) / perRun;
  }
  let task: number | null = null;
  if (tasks > 1) {
    const perRun = (sizes.withinTask - sizes.overall) / (tasks - 1);
    const perTask = (n - sizes.tasks) / (tasks - 1);
    task = (squares.tasks / (tasks - 1) - trialNoise - perRun * (run === null ? 0 : run)) / perTask;
  }
  return {
    tasks: task === null ? null : component(task),
    runs: run === null ? null : component(run),
    trials: trials === null ? null : component(trials),
  };
}
