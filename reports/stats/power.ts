/** How many comparisons are needed to see a difference, and how small a difference a number of them can see. */
import { normalQuantile } from './distributions.ts';

/** The customary chance of seeing a difference that is there. */
export const POWER = 0.8;

/** Variance of one comparison is `decided` - D^2, where `decided` is the share that is no tie. */
export interface PowerSetting {
  /** Share of comparisons that are not ties, in [0, 1]. */
  readonly decided: number;
  readonly confidence: number;
}

function squaredReach(p: number): number {
  return (normalQuantile(p) + normalQuantile(POWER)) ** 2;
}

/** Comparisons for an 80% chance of seeing a net win rate of `difference`, two-sided. Null where ties leave no room for it. */
export function comparisonsForDifference(difference: number, { decided, confidence }: PowerSetting): number | null {
  const size = Math.abs(difference);
  if (size === 0 || size > decided) return null;
  return Math.max(1, Math.ceil((squaredReach((1 + confidence) / 2) * (decided - size * size)) / (size * size)));
}

/** The smallest net win rate that n comparisons see with 80% power, two-sided. Null where ties leave no room for it. */
export function smallestDifference(n: number, { decided, confidence }: PowerSetting): number | null {
  const reach = squaredReach((1 + confidence) / 2);
  const difference = Math.sqrt((reach * decided) / (n + reach));
  return decided === 0 || difference > decided ? null : difference;
}

/** Comparisons for an 80% chance of showing non-inferiority of an equal agent, one-sided. Null when everything is a tie. */
export function comparisonsForNonInferiority(margin: number, { decided, confidence }: PowerSetting): number | null {
  if (decided === 0) return null;
  return Math.max(1, Math.ceil((squaredReach(confidence) * decided) / (margin * margin)));
}
