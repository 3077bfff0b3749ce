/** Fits of Davidson's model and of Bradley-Terry over all agents, those without a finite strength included. */
import { at } from '../stats/vector.ts';
import { type Bounded, boundedByDavidson, boundedByHalves } from './bounded.ts';
import { CELLS, type PairCounts, type Pairs } from './pair-counts.ts';
import { fitPairs, type PairFit } from './pair-likelihood.ts';

export interface StrengthFit {
  /** Natural logarithms, mean 0 over the rated agents; Infinity above them, -Infinity below, NaN where even or not connected. */
  readonly strengths: Float64Array;
  readonly bounded: Bounded;
  /** The fit among the rated agents, in the order of `bounded.rated`; null when nobody is rated. */
  readonly among: PairFit | null;
}

/** Warm starts: the fit of nearly the same counts is nearly the same. */
export type FitCounts = (pairs: Pairs, counts: PairCounts, start?: StrengthFit) => StrengthFit;

/** Davidson's model, ties as an outcome of their own: strengths and nu (Davidson 1970, JASA 65). Throws Error when it does not converge. */
export function fitDavidson(pairs: Pairs, counts: PairCounts, start?: StrengthFit): StrengthFit {
  return fitRated(pairs, counts, boundedByDavidson(pairs, counts), start);
}

/** Bradley-Terry, a tie as half a win for each side (1952): ties pull toward equality. Throws Error when it does not converge. */
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

/** Fits the rated agents among themselves; the battles against the others say nothing finite about them. */
function fitRated(pairs: Pairs, counts: PairCounts, bounded: Bounded, start?: StrengthFit): StrengthFit {
  const strengths = new Float64Array(pairs.agents).fill(Number.NaN);
  for (const [agent, side] of bounded.unbounded) {
    if (side === 'above' || side === 'below') strengths[agent] = side === 'above' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  if (bounded.rated.length === 0) return { strengths, bounded, among: null };
  const everyone = bounded.rated.length === pairs.agents;
  const inner = everyone ? { pairs, counts } : restrict(pairs, counts, bounded.rated);
  const sameAgents = start?.among?.strengths.length === bounded.rated.length && sameMembers(start.bounded.rated, bounded.rated);
  const among = fitPairs(inner.pairs, inner.counts, sameAgents && start.among !== null ? start.among : undefined);
  bounded.rated.forEach((agent, i) => {
    strengths[agent] = at(among.strengths, i);
  });
  return { strengths, bounded, among };
}

function sameMembers(left: readonly number[], right: readonly number[]): boolean {
  return left.every((agent, i) => agent === right[i]);
}

/** The pairs within a group, its agents numbered anew. */
function restrict(pairs: Pairs, counts: PairCounts, rated: readonly number[]): { pairs: Pairs; counts: PairCounts } {
  const numbers = new Map(rated.map((agent, i) => [agent, i]));
  const first: number[] = [];
  const second: number[] = [];
  const kept: number[] = [];
  pairs.first.forEach((agent, pair) => {
    const i = numbers.get(agent);
    const j = numbers.get(at(pairs.second, pair));
    if (i === undefined || j === undefined) return;
    first.push(i);
    second.push(j);
    kept.push(...counts.subarray(pair * CELLS, (pair + 1) * CELLS));
  });
  return {
    pairs: { agents: rated.length, first: Int32Array.from(first), second: Int32Array.from(second) },
    counts: Float64Array.from(kept),
  };
}
