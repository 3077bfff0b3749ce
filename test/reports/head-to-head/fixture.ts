/** Head-to-head results to draw: the published counts of one agent against nine others, and made-up ones. */
import { afterHolm, type HeadToHead, type Record3 } from '../../../reports/head-to-head/head-to-head.ts';
import { type Compared, verdictOf } from '../../../reports/head-to-head/sentence.ts';
import { type PairedComparison, pairedComparison } from '../../../reports/stats/paired.ts';
import type { Language } from '../../../reports/words/i18n.ts';

/** Step-DeepResearch on the 70 general queries of ADR-Bench (arXiv 2512.20491): won, tied, lost. */
export const PUBLISHED = [
  ['Qwen DeepResearch', 59, 6, 5],
  ['GLM-4.6', 51, 8, 11],
  ['MiniMax-M2', 44, 13, 13],
  ['OpenAI DeepResearch', 41, 16, 13],
  ['Kimi-k2-thinking', 41, 17, 12],
  ['Kimi-Researcher', 33, 12, 25],
  ['without mid-training', 30, 19, 21],
  ['MiniMax Agent Pro', 30, 17, 23],
  ['Gemini DeepResearch', 30, 17, 23],
] as const;

export function record(wins: number, ties: number, losses: number): Record3 {
  return { wins, ties, losses };
}

export function versus(
  a: string,
  b: string,
  counts: readonly [wins: number, ties: number, losses: number],
  over: Partial<HeadToHead> = {},
): HeadToHead {
  const overall = pairedComparison(...counts, { margin: 0.1 });
  const [wins, ties, losses] = counts;
  return {
    a,
    b,
    dimension: 'overall',
    overall,
    byDimension: { completeness: record(wins, ties, losses), depth: record(losses, ties, wins), readability: record(1, 2, 1) },
    byDomain: { Law: record(1, 0, 3), Gardening: record(2, 2, 0) },
    perQuery: null,
    planned: overall.n,
    forfeits: { queries: 0, leftOut: false },
    domainClustered: null,
    judges: [],
    absolute: { good: 3, fair: 2, poor: 0 },
    flips: { flipped: 4, judged: 140 },
    verdict: sentence('en', a, b, overall),
    adjustedP: overall.signTest.p,
    ...over,
  };
}

/** As of counts alone, that nobody flipped. */
export function sentence(
  language: Language,
  a: string,
  b: string,
  overall: PairedComparison,
  { adjustedP = overall.signTest.p, comparisons = 1, ...over }: { adjustedP?: number; comparisons?: number } & Partial<Compared> = {},
): string {
  const compared = { a, b, overall, domainClustered: null, flips: { flipped: 0, judged: 0 }, ...over };
  return verdictOf(language, compared, { adjustedP, comparisons });
}

/** Each as it is alone. */
export const nine = PUBLISHED.map(([opponent, ...counts]) => versus('Step-DeepResearch', opponent, counts));
export const nineTogether = afterHolm(nine);
