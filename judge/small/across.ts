/** readAcross: how much of a claim the best passages of a report in another language hold: numbers and names as they stand, other words through a lexicon. */
import { claimStems, coreOf } from './claim-features.ts';
import type { Window } from './coverage.ts';
import type { Lexicon } from './lexicon.ts';
import { type ReportIndex, rarity } from './report-index.ts';

export interface AcrossReading {
  /** Share of the claim, by rarity of its words, that passages of one and of three sentences hold, from 0 to 1: their mean. */
  readonly score: number;
  /** The passage of three sentences that holds most. */
  readonly passage: Window;
}

/** Strength of a partner from which a word counts as found in full. */
const FULL = 0.5;

export function readAcross(index: ReportIndex, claim: string, lexicon: Lexicon): AcrossReading | undefined {
  const terms = claimStems(coreOf(claim), index.background);
  // A word without a known partner says neither yes nor no.
  const known = terms.filter((term) => index.postings.has(term) || term.startsWith('#') || lexicon.has(term));
  if (known.length === 0 || index.sentences.length === 0) return undefined;
  const weights = known.map((term) => rarity(index.background, term));
  const credits = known.map((term) => creditsOf(term, index, lexicon));
  const [one, three] = [bestOf(credits, weights, index, 1), bestOf(credits, weights, index, 3)];
  return { score: (one.share + three.share) / 2, passage: three };
}

/** By sentence, how well a term is found there, from 0 to 1. */
type Credits = ReadonlyMap<number, number>;

function creditsOf(term: string, index: ReportIndex, lexicon: Lexicon): Credits {
  const credits = new Map<number, number>();
  for (const sentence of index.postings.get(term) ?? []) credits.set(sentence, 1);
  for (const [partner, strength] of lexicon.get(term) ?? [])
    for (const sentence of index.postings.get(partner) ?? [])
      credits.set(sentence, Math.max(credits.get(sentence) ?? 0, Math.min(1, strength / FULL)));
  return credits;
}

function bestOf(credits: readonly Credits[], weights: readonly number[], { sentences }: ReportIndex, size: number): Window {
  const sums = new Float64Array(sentences.length);
  credits.forEach((credit, t) => {
    const most = new Map<number, number>();
    for (const [sentence, value] of credit)
      for (let start = Math.max(0, sentence - size + 1); start <= sentence; start++)
        if (value > (most.get(start) ?? 0)) most.set(start, value);
    for (const [start, value] of most) sums[start] = (sums[start] as number) + value * (weights[t] as number);
  });
  let start = 0;
  for (let i = 1; i < sums.length; i++) if ((sums[i] as number) > (sums[start] as number) + 1e-12) start = i;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { start, end: Math.min(sums.length, start + size), share: total === 0 ? 0 : (sums[start] as number) / total };
}
