/** How much of a set of weighted stems each window of a report covers. */
import type { ReportIndex } from './report-index.ts';

export interface Window {
  /** First sentence, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** Share of the weight that stands in it, from 0 to 1. */
  readonly share: number;
}

/** Share of the weight of `stems` that every window of `size` sentences holds, by its first sentence. */
export function coverageOf(index: ReportIndex, stems: readonly string[], weights: readonly number[], size: number): Float64Array {
  const count = index.sentences.length;
  const change = new Float64Array(count + 1);
  let total = 0;
  stems.forEach((stem, i) => {
    const weight = weights[i] ?? 0;
    total += weight;
    let last = 0;
    for (const sentence of index.postings.get(stem) ?? []) {
      const from = Math.max(sentence - size + 1, last);
      const to = sentence + 1;
      if (from >= to) continue;
      change[from] = (change[from] ?? 0) + weight;
      change[to] = (change[to] ?? 0) - weight;
      last = to;
    }
  });
  const shares = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += change[i] ?? 0;
    shares[i] = total === 0 ? 0 : sum / total;
  }
  return shares;
}

/** The first of the windows that hold most. */
export function bestWindow(shares: Float64Array, size: number): Window {
  let start = 0;
  for (let i = 1; i < shares.length; i++) if ((shares[i] ?? 0) > (shares[start] ?? 0) + 1e-12) start = i;
  return { start, end: Math.min(shares.length, start + size), share: shares[start] ?? 0 };
}

/** The largest share outside the neighbourhood of a window. */
export function secondShare(shares: Float64Array, { start }: Window, size: number): number {
  let best = 0;
  shares.forEach((share, i) => {
    if (Math.abs(i - start) >= size && share > best) best = share;
  });
  return best;
}
