/** The sign test: could wins and losses come from a fair coin? */
import { binomialPmf, binomialTail } from './distributions.ts';

/** McNemar's exact test on the decided comparisons, two-sided; mid-p counts half of the probability of exactly what was seen. */
export function signTest(wins: number, losses: number): { readonly p: number; readonly midP: number } {
  const decided = wins + losses;
  const tail = 2 * binomialTail(Math.max(wins, losses), decided, 0.5);
  return { p: Math.min(1, tail), midP: Math.min(1, tail - binomialPmf(wins, decided, 0.5)) };
}
