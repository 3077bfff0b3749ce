/** How many tasks and repeats a difference of two agents' scores needs, and how small a difference those that there are can show. */
import { InputError } from '../../judge/errors.ts';
import { normalQuantile } from './distributions.ts';
import { POWER } from './power.ts';

/** In squares of the score's unit. */
export interface DifferenceNoise {
  /** Variance over tasks of the true difference of the two agents. */
  readonly tasks: number;
  /** Variance of one attempt of each at one task, what the judge adds included. */
  readonly attempts: readonly [first: number, second: number];
}

export interface PlanSetting {
  /** Attempts of each agent at every task, at least 1. */
  readonly repeats: number;
  /** Two-sided level: 0.05, or divided by the number of comparisons made together. */
  readonly alpha: number;
}

/** Variance of the mean difference, times the number of tasks. */
function perTask({ tasks, attempts: [first, second] }: DifferenceNoise, repeats: number): number {
  if (!(repeats >= 1)) throw new InputError(`expected one repeat or more, got ${repeats}`);
  return tasks + (first + second) / repeats;
}

/** (z of the level + z of the power)^2: 7.848880 at 0.05 and 80%. */
function squaredReach(alpha: number): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) ** 2;
}

/** Tasks for 80% power: ceil(reach^2 (tasks + (first + second) / repeats) / difference^2). Throws InputError on a difference of 0. */
export function tasksForDifference(difference: number, noise: DifferenceNoise, { repeats, alpha }: PlanSetting): number {
  if (!(Math.abs(difference) > 0)) throw new InputError(`expected a difference above 0, got ${difference}`);
  return Math.max(1, Math.ceil((squaredReach(alpha) * perTask(noise, repeats)) / difference ** 2));
}

/** The smallest difference that so many tasks show with 80% power. */
export function visibleDifference(tasks: number, noise: DifferenceNoise, { repeats, alpha }: PlanSetting): number {
  if (!(tasks >= 1)) throw new InputError(`expected one task or more, got ${tasks}`);
  return Math.sqrt((squaredReach(alpha) * perTask(noise, repeats)) / tasks);
}
