/** Davidson's model: Bradley-Terry with ties as an outcome of their own. */
import { boundedByDavidson } from './bounded.ts';
import { fitRated, type StrengthFit } from './fit.ts';
import type { PairCounts, Pairs } from './pair-counts.ts';

/** Strengths and the tie parameter nu by maximum likelihood (Davidson 1970, JASA 65). Throws Error when it does not converge. */
export function fitDavidson(pairs: Pairs, counts: PairCounts, start?: StrengthFit): StrengthFit {
  return fitRated(pairs, counts, boundedByDavidson(pairs, counts), start);
}
