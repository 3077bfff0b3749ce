/** Evidence against a fair coin that may be looked at after every case: it stays valid however often, and whenever one stops. */
import { InputError } from '../../judge/errors.ts';
import { logGamma } from './distributions.ts';

/** At this much evidence a difference is shown: by chance it is reached in at most 1 of 20 series, however long. */
export const ENOUGH = 20;

/**
 * The evidence of wins and losses, an e-value: B(wins + 1, losses + 1) 2^(wins + losses), which is the probability of the sequence under a
 * uniform prior on the chance of a win over that under 1/2 (Ville 1939; Robbins 1970). Of equal agents its mean is 1.
 */
export function evidence(wins: number, losses: number): number {
  for (const [name, count] of [
    ['wins', wins],
    ['losses', losses],
  ] as const)
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new InputError(`expected ${name} to be a whole number of 0 or more, got ${count}`);
  const n = wins + losses;
  return Math.exp(logGamma(wins + 1) + logGamma(losses + 1) - logGamma(n + 2) + n * Math.LN2);
}

export interface Watched {
  /** Now. */
  readonly evidence: number;
  /** The most that it has been. */
  readonly most: number;
  /** min(1, 1 / most): valid at every moment. */
  readonly p: number;
  /** After how many cases `ENOUGH` was reached first; null where it was not. */
  readonly shownAfter: number | null;
}

/** @param outcomes in the order in which they came: 1 a win, -1 a loss, 0 a tie, which tells nothing */
export function watched(outcomes: Iterable<number>): Watched {
  let [wins, losses, seen, most, now] = [0, 0, 0, 1, 1];
  let shownAfter: number | null = null;
  for (const outcome of outcomes) {
    seen++;
    if (outcome === 0) continue;
    if (outcome > 0) wins++;
    else losses++;
    now = evidence(wins, losses);
    most = Math.max(most, now);
    if (now >= ENOUGH) shownAfter ??= seen;
  }
  return { evidence: now, most, p: Math.min(1, 1 / most), shownAfter };
}
