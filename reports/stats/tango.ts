/** Tango's score test and interval for the difference of two paired proportions (Tango 1998, Statistics in Medicine 17). */
import type { Interval } from './intervals.ts';

/** Wins and losses among n pairs; the rest are ties. */
export interface PairedCounts {
  readonly wins: number;
  readonly losses: number;
  readonly n: number;
}

/** The score statistic of the hypothesis that the net win rate is `delta`, in [-1, 1]. Falls as delta rises. */
export function tangoZ({ wins, losses, n }: PairedCounts, delta: number): number {
  const excess = wins - losses - n * delta;
  const variance = n * (2 * restrictedLossRate({ wins, losses, n }, delta) + delta * (1 - delta));
  if (variance > 0) return excess / Math.sqrt(variance);
  return excess === 0 ? 0 : Math.sign(excess) * Number.POSITIVE_INFINITY;
}

/** Maximum likelihood of the loss probability when wins - losses is held at delta: the larger root of a quadratic. */
function restrictedLossRate({ wins, losses, n }: PairedCounts, delta: number): number {
  const a = 2 * n;
  const b = -wins - losses + (2 * n - wins + losses) * delta;
  const c = -losses * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  if (b <= 0) return (root - b) / (2 * a);
  // The same root without subtracting two near numbers.
  return (-2 * c) / (b + root);
}

/** Every net win rate that the score test does not reject, by bisection; holds for zero cells too. */
export function tangoInterval(counts: PairedCounts, z: number): Interval {
  const observed = (counts.wins - counts.losses) / counts.n;
  return [observed === -1 ? -1 : crossing(counts, z, -1, observed), observed === 1 ? 1 : crossing(counts, -z, observed, 1)];
}

/** Where the falling statistic passes `level` between low and high. */
function crossing(counts: PairedCounts, level: number, low: number, high: number): number {
  let [above, below] = [low, high];
  for (let i = 0; i < 100 && above < below; i++) {
    const middle = (above + below) / 2;
    if (middle === above || middle === below) break;
    if (tangoZ(counts, middle) > level) above = middle;
    else below = middle;
  }
  return (above + below) / 2;
}
