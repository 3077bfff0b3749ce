/** The trinomial test: are there more wins than losses, when ties are part of the data? */
import { binomialLogPmf, binomialTail } from './distributions.ts';

/** Terms below exp(-750) are below the smallest number a double holds. */
const NEGLIGIBLE = -750;

/**
 * P(wins - losses >= difference) over n comparisons of two equal agents, each a tie with probability `tie` (Bian, McAleer and
 * Wong 2011). Exact: summed over the number m of decided comparisons, of which a fair coin gives the wins.
 */
export function trinomialTail(n: number, difference: number, tie: number): number {
  if (difference <= 0) return 1 - trinomialTail(n, 1 - difference, tie);
  const [low, high] = decidedRange(n, 1 - tie);
  const start = Math.max(low, difference);
  return parityChain(n, difference, tie, start, high) + parityChain(n, difference, tie, start + 1, high);
}

/** The numbers of decided comparisons that can contribute at all. */
function decidedRange(n: number, decided: number): readonly [number, number] {
  const mode = Math.min(n, Math.floor((n + 1) * decided));
  const counts = (m: number) => binomialLogPmf(m, n, decided) > NEGLIGIBLE;
  return [boundary(mode, 0, counts), boundary(mode, n, counts)];
}

/** The last m from `inside` towards `end` for which `holds`, which it does up to one point. */
function boundary(inside: number, end: number, holds: (m: number) => boolean): number {
  let [yes, no] = [inside, end];
  if (holds(no)) return no;
  while (Math.abs(yes - no) > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * Sum over m = start, start + 2, ... Two more coins change P(wins >= j) into P(wins >= j + 1) by (P(j - 1) - P(j)) / 4, which is
 * never negative above the mean: no digits are lost and each step costs the same.
 */
function parityChain(n: number, difference: number, tie: number, start: number, high: number): number {
  if (start > high) return 0;
  let j = Math.ceil((start + difference) / 2);
  let tail = binomialTail(j, start, 0.5);
  let total = 0;
  for (let m = start; m <= high; m += 2) {
    total += Math.exp(binomialLogPmf(m, n, 1 - tie)) * tail;
    tail += (Math.exp(binomialLogPmf(j, m, 0.5)) * (j / (m - j + 1) - 1)) / 4;
    j += 1;
  }
  return total;
}
