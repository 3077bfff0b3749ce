/** The exact p of Tango's test of a margin, where comparisons are too few for the normal curve. */
import { type PairedCounts, tangoZ } from './tango.ts';

const GRID = 2000;

/**
 * The highest probability, whatever the share of ties, of a statistic as large as the one seen when the true net win rate is -delta.
 * Unconditional: summed over all counts of wins and losses among n.
 */
export function exactMarginP(counts: PairedCounts, delta: number): number {
  const { n } = counts;
  const seen = tangoZ(counts, -delta);
  const factorial = logFactorials(n);
  const tail: { wins: number; losses: number; ways: number }[] = [];
  for (let wins = 0; wins <= n; wins++) {
    for (let losses = 0; wins + losses <= n; losses++) {
      // As large as the one seen but for rounding.
      if (tangoZ({ wins, losses, n }, -delta) < seen - 1e-9) continue;
      tail.push({ wins, losses, ways: (factorial[n] ?? 0) - logOf(factorial, wins, losses, n - wins - losses) });
    }
  }
  let highest = 0;
  for (let i = 0; i <= GRID; i++) {
    const ties = ((1 - delta) * i) / GRID;
    const [won, lost] = [(1 - ties - delta) / 2, (1 - ties + delta) / 2].map((chance) => Math.log(Math.max(0, chance)));
    const tied = Math.log(ties);
    let total = 0;
    for (const { wins, losses, ways } of tail)
      total += Math.exp(ways + times(wins, won) + times(losses, lost) + times(n - wins - losses, tied));
    highest = Math.max(highest, total);
  }
  return Math.min(1, highest);
}

/** 0 x log 0 is 0: nothing is asked of what never occurs. */
function times(count: number, log = Number.NEGATIVE_INFINITY): number {
  return count === 0 ? 0 : count * log;
}

function logFactorials(n: number): number[] {
  const logs = [0];
  for (let k = 1; k <= n; k++) logs.push((logs[k - 1] ?? 0) + Math.log(k));
  return logs;
}

function logOf(factorial: readonly number[], ...counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + (factorial[count] ?? 0), 0);
}
