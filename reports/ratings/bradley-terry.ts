/** The Bradley-Terry model with a tie as half a win for each side. */
import { at } from '../stats/vector.ts';
import { boundedByHalves } from './bounded.ts';
import { fitRated, type StrengthFit } from './fit.ts';
import { CELLS, type PairCounts, type Pairs } from './pair-counts.ts';

/** Strengths by maximum likelihood (Bradley and Terry 1952). Ties pull toward equality. Throws Error when it does not converge. */
export function fitBradleyTerry(pairs: Pairs, counts: PairCounts, start?: StrengthFit): StrengthFit {
  const halved = tiesAsHalves(counts);
  return fitRated(pairs, halved, boundedByHalves(pairs, halved), start);
}

function tiesAsHalves(counts: PairCounts): PairCounts {
  return counts.map((count, cell) => {
    const outcome = cell % CELLS;
    return outcome === 2 ? 0 : count + at(counts, cell - outcome + 2) / 2;
  });
}
