/**
 * Reward and scales: from labels to one number.
 *
 * reward = sum(weight x points) / sum(positive weights), as in ResearchRubrics (arXiv 2511.07685) and Step-DeepResearch
 * (arXiv 2512.20491). Negative weights lower the numerator only, so a reward can be below 0; nothing is clipped.
 */
import type { Criterion, Rubric } from './rubric.ts';
import type { Label } from './verdict.ts';

export const SCALES = ['ternary', 'strict', 'official-binary', 'partial-is-not'] as const;
export type Scale = (typeof SCALES)[number];

/** Points of `partial`; satisfied is always 1 and unsatisfied always 0. */
const PARTIAL: Record<Scale, (weight: number) => number> = {
  ternary: () => 0.5,
  // No reward unless fully met, and any sign of a flaw is penalised: the middle label is where judges disagree.
  strict: (weight) => (weight > 0 ? 0 : 1),
  // The official scorer knows two labels; a `partial` that came in anyway is not its "Satisfied".
  'official-binary': () => 0,
  'partial-is-not': () => 0,
};

/** Points in [0, 1] of a label on a criterion of this weight. */
export function points(label: Label, weight: number, scale: Scale): number {
  if (label === 'partial') return PARTIAL[scale](weight);
  return label === 'satisfied' ? 1 : 0;
}

export interface Reward {
  /** Undefined when no criterion of positive weight was judged: there is nothing to divide by. */
  readonly reward: number | undefined;
  /** Criteria with at least one valid label, and criteria in the rubric. */
  readonly judged: number;
  readonly criteria: number;
  /** Id of the fatal criterion that set the reward to 0, where it would have been above. */
  readonly fatal?: string;
}

/**
 * The reward of one report.
 *
 * @param labels labels by criterion id, one for each valid trial of the judge. Points are averaged over trials first, then
 *   weighted. A criterion without a label is unscored: left out with its weight.
 */
export function reward(rubric: Rubric, labels: ReadonlyMap<string, readonly Label[]>, scale: Scale): Reward {
  let numerator = 0;
  let denominator = 0;
  let judged = 0;
  let fatal: string | undefined;
  for (const criterion of rubric) {
    const given = labels.get(criterion.id);
    if (given === undefined || given.length === 0) continue;
    judged++;
    const mean = given.reduce((sum, label) => sum + points(label, criterion.weight, scale), 0) / given.length;
    numerator += criterion.weight * mean;
    if (criterion.weight > 0) denominator += criterion.weight;
    if (isFatal(criterion, given, scale)) fatal ??= criterion.id;
  }
  const earned = denominator > 0 ? numerator / denominator : undefined;
  // A report below 0 must not gain by one more flaw.
  const value = fatal === undefined ? earned : Math.min(0, earned ?? 0);
  return { reward: value, judged, criteria: rubric.length, ...(fatal !== undefined && { fatal }) };
}

/** More than half of the trials say, in full points of this scale, that the fatal flaw is there. */
function isFatal(criterion: Criterion, labels: readonly Label[], scale: Scale): boolean {
  if (criterion.fatal !== true) return false;
  return labels.filter((label) => points(label, criterion.weight, scale) === 1).length * 2 > labels.length;
}
