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

/** Levels of the spread, outermost first. */
export type Level = 'tasks' | 'runs' | 'trials';

/** Levels that nothing was repeated at cannot be told from the next one inside: they are one part. */
export interface VariancePart {
  readonly of: readonly Level[];
  /** Standard deviation, in units of the reward. */
  readonly sd: number;
  /** Whether the variance came out below 0 and is shown as 0: less spread than chance alone would give. */
  readonly negative: boolean;
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

function part(of: readonly Level[], variance: number): VariancePart {
  return { of, sd: Math.sqrt(Math.max(0, variance)), negative: variance < 0 };
}

/**
 * Parts of the nested random effects model value = task + run within task + trial within run, by the method of moments (each mean
 * square set equal to its expectation; Searle, Casella and McCulloch 1992, chapter 3, which holds for unequal sizes). One task alone
 * has no spread between tasks. Throws InputError on empty input.
 */
export function varianceParts(rewards: readonly Reward[]): VariancePart[] {
  if (rewards.length === 0) throw new InputError('expected at least one reward to split the variance of, got none');
  const { n, tasks, runs, squares, sizes } = designOf(rewards);
  const repeated = { runs: runs > tasks, trials: n > runs };
  const trial = repeated.trials ? squares.trials / (n - runs) : 0;
  const run = repeated.runs ? (squares.runs / (runs - tasks) - trial) / ((n - sizes.withinTask) / (runs - tasks)) : 0;
  const perRun = (sizes.withinTask - sizes.overall) / (tasks - 1);
  const perTask = (n - sizes.tasks) / (tasks - 1);
  const task = (squares.tasks / (tasks - 1) - trial - perRun * run) / perTask;
  const inRuns: Level[] = repeated.trials ? ['runs'] : ['runs', 'trials'];
  const inTasks: Level[] = repeated.runs ? ['tasks'] : ['tasks', ...inRuns];
  return [
    ...(tasks > 1 ? [part(inTasks, task)] : []),
    ...(repeated.runs ? [part(inRuns, run)] : []),
    ...(repeated.trials ? [part(['trials'], trial)] : []),
  ];
}
