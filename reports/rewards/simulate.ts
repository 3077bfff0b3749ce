/**
 * learningCurve: a small policy-gradient run against a noisy judge, to see what its noise on *partial* does to learning under each mapping.
 *
 * A policy writes reports that meet each of some criteria wholly, in part or not at all, each with a probability of its own (a softmax). A group
 * of reports is rewarded by what a judge reads, advantages are rewards less their mean over their standard deviation, as in GRPO, and the policy
 * goes along the gradient of REINFORCE. The judge's confusions all involve *partial*: one that is true is read as either neighbour, half
 * each, and either neighbour is read as partial half as often. Satisfied and unsatisfied are never taken for each other.
 */
import { points, type Scale } from '../../judge/checklist/reward.ts';
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { type Interval, meanInterval } from '../stats/intervals.ts';
import { createRandom, type Random } from '../stats/random.ts';

export interface LearningOptions {
  readonly scale: Scale;
  /** In [0, 1]: how often a true *partial* is read as something else. */
  readonly noise: number;
  readonly seed: number;
  /** Independent runs. */
  readonly runs: number;
  readonly steps: number;
  /** Reports a step. */
  readonly group: number;
  readonly criteria: number;
  readonly rate: number;
}

export const LEARNING: Omit<LearningOptions, 'scale' | 'noise' | 'seed'> = { runs: 20, steps: 300, group: 8, criteria: 10, rate: 0.2 };

export interface LearningCurve {
  readonly scale: Scale;
  readonly noise: number;
  /** After each step, from before the first: the share of criteria that a report of the policy truly meets in full, mean over runs. */
  readonly met: readonly number[];
  /** The last of them, with a t interval over runs. */
  readonly final: { readonly value: number; readonly ci: Interval | null };
  /** Steps until the mean reaches one half; null where it never does. */
  readonly halfway: number | null;
}

/** What a policy begins with: most criteria are missed, few are met in full. In the order of LABELS. */
const START = [0.1, 0.4, 0.5] as const;

export function learningCurve(options: LearningOptions): LearningCurve {
  const { scale, noise, seed, runs, steps } = options;
  const all = Array.from({ length: runs }, (_, run) => learn(options, createRandom(seed * 1_000 + run)));
  const met = Array.from({ length: steps + 1 }, (_, step) => all.reduce((sum, curve) => sum + (curve[step] ?? 0), 0) / runs);
  const { mean, ci } = meanInterval(all.map((curve) => curve[steps] ?? 0));
  const halfway = met.findIndex((share) => share >= 0.5);
  return { scale, noise, met, final: { value: mean, ci }, halfway: halfway < 0 ? null : halfway };
}

function learn({ scale, noise, steps, group, criteria, rate }: LearningOptions, random: Random): number[] {
  const logits = Array.from({ length: criteria }, () => START.map(Math.log));
  const met = () => logits.reduce((sum, each) => sum + (softmax(each)[0] ?? 0), 0) / criteria;
  const curve = [met()];
  for (let step = 0; step < steps; step++) {
    const chances = logits.map(softmax);
    const reports = Array.from({ length: group }, () => chances.map((each) => draw(each, random)));
    const rewards = reports.map(
      (labels) => labels.reduce((sum, label) => sum + points(read(label, noise, random), 1, scale), 0) / criteria,
    );
    const advantages = standardised(rewards);
    for (const [k, each] of logits.entries())
      for (const l of each.keys()) {
        const chance = chances[k]?.[l] ?? 0;
        const slope = reports.reduce((sum, labels, i) => sum + (advantages[i] ?? 0) * ((labels[k] === l ? 1 : 0) - chance), 0);
        each[l] = (each[l] ?? 0) + (rate * slope) / group;
      }
    curve.push(met());
  }
  return curve;
}

/** The label that the judge reads. */
function read(label: number, noise: number, random: Random): Label {
  const roll = random();
  const [satisfied, partial, unsatisfied] = LABELS;
  if (label === 1) return roll >= noise ? partial : roll < noise / 2 ? satisfied : unsatisfied;
  return roll < noise / 2 ? partial : label === 0 ? satisfied : unsatisfied;
}

function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** An index by its probability. */
function draw(chances: readonly number[], random: Random): number {
  let left = random();
  const found = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  return found < 0 ? chances.length - 1 : found;
}

/** Less their mean, over their standard deviation; all 0 where they are the same: such a group teaches nothing. */
function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (sd < 1e-9 ? 0 : (value - mean) / sd));
}
