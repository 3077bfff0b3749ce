/** How many comparisons are needed to show a difference, and how small a difference a number of them can show: by the sign test. */
import { binomialPmf, binomialTail, normalQuantile } from './distributions.ts';

/** The customary chance of seeing a difference that is there. */
export const POWER = 0.8;

/** Beyond this many comparisons the normal approximation is as good as the exact sum, and much faster. */
const MOST_EXACT = 20_000;

/** The search tries hundreds of numbers; beyond this the two tests need the same to a percent or two. */
const MOST_SEARCHED = 3_000;

/** The power of a discrete test falls here and there as n rises: it has to hold for this many in a row. */
const IN_A_ROW = 12;

export interface PowerSetting {
  /** Share of comparisons that are not ties, in [0, 1]. */
  readonly decided: number;
  /** Two-sided level: 0.05, or divided by the number of comparisons made together. */
  readonly alpha: number;
}

/** The chance that the sign test has p < alpha where the true net win rate is `difference` and the share of ties is fixed. */
export function signTestPower(n: number, difference: number, { decided, alpha }: PowerSetting): number {
  const chance = Math.min(1, (decided + Math.abs(difference)) / (2 * decided));
  const spread = 9 * Math.sqrt(n * decided * (1 - decided)) + 1;
  const [low, high] = [Math.max(0, Math.floor(n * decided - spread)), Math.min(n, Math.ceil(n * decided + spread))];
  let critical = Math.ceil(low / 2);
  let power = 0;
  for (let m = low; m <= high; m++) {
    while (critical <= m && 2 * binomialTail(critical, m, 0.5) >= alpha) critical++;
    if (critical > m) continue;
    power += binomialPmf(m, n, decided) * (binomialTail(critical, m, chance) + binomialTail(critical, m, 1 - chance));
  }
  return power;
}

/** The smallest net win rate that n comparisons show with 80% power. Null where ties leave no room for it. */
export function smallestDifference(n: number, setting: PowerSetting): number | null {
  const { decided } = setting;
  if (n > MOST_EXACT) return zTestDifference(n, setting);
  if (decided === 0 || signTestPower(n, decided, setting) < POWER) return null;
  let [low, high] = [0, decided];
  while (high - low > 1e-7) {
    const middle = (low + high) / 2;
    if (signTestPower(n, middle, setting) >= POWER) high = middle;
    else low = middle;
  }
  return high;
}

/** Comparisons for 80% power at this net win rate, with that many and the next eleven. Null where ties leave no room for it. */
export function comparisonsForDifference(difference: number, setting: PowerSetting): number | null {
  const about = zTestComparisons(difference, setting);
  if (about === null || about > MOST_SEARCHED) return about;
  const enough = (n: number) => signTestPower(n, difference, setting) >= POWER;
  // The exact test needs a few more than the z test; below that it does not hold.
  let row = 0;
  for (let n = Math.max(1, Math.floor(about * 0.97)); ; n++) {
    row = enough(n) ? row + 1 : 0;
    if (row === IN_A_ROW) return n - IN_A_ROW + 1;
  }
}

function squaredReach(alpha: number): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) ** 2;
}

/** The same by a z test of the net win rate, whose variance is `decided` - D^2. */
export function zTestComparisons(difference: number, { decided, alpha }: PowerSetting): number | null {
  const size = Math.abs(difference);
  if (size === 0 || size > decided) return null;
  return Math.max(1, Math.ceil((squaredReach(alpha) * (decided - size * size)) / (size * size)));
}

export function zTestDifference(n: number, { decided, alpha }: PowerSetting): number | null {
  const reach = squaredReach(alpha);
  const difference = Math.sqrt((reach * decided) / (n + reach));
  return decided === 0 || difference > decided ? null : difference;
}

/** Comparisons for an 80% chance of showing non-inferiority of an equal agent, one-sided at 5%. Null when everything is a tie. */
export function comparisonsForNonInferiority(margin: number, decided: number): number | null {
  if (decided === 0) return null;
  return Math.max(1, Math.ceil(((normalQuantile(0.95) + normalQuantile(POWER)) ** 2 * decided) / (margin * margin)));
}
