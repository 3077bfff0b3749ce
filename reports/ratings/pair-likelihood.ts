/** The log likelihood of paired comparisons with ties, and its maximum. */
import { type Maximum, maximise, type Slope } from '../stats/newton.ts';
import { add, at, sum } from '../stats/vector.ts';
import { CELLS, type PairCounts, type Pairs } from './pair-counts.ts';

export interface PairFit {
  /** Natural logarithms of the strengths; mean 0. */
  readonly strengths: Float64Array;
  /** Davidson's tie parameter; 0 where there are no ties. */
  readonly nu: number;
  readonly logLikelihood: number;
  /** The largest element of the gradient at the maximum. */
  readonly gradient: number;
  /** Minus the second derivatives by strengths (then log nu), with the mean pinned so that it can be inverted. */
  readonly information: Float64Array;
}

/** Gradients are counts of battles; this share of all battles is far below what shows in a rating. */
const TOLERANCE = 1e-10;

/**
 * Maximum likelihood of P(i beats j) = s_i / D, P(tie) = nu sqrt(s_i s_j) / D, D = s_i + s_j + nu sqrt(s_i s_j) (Davidson 1970).
 * Without ties in `counts` nu is 0 and this is Bradley-Terry. The log likelihood is concave in log s and log nu. Only for counts
 * that `bounded` lets through; throws Error when the fit does not converge.
 */
export function fitPairs(pairs: Pairs, counts: PairCounts, start?: Pick<PairFit, 'strengths' | 'nu'>): PairFit {
  const total = sum(counts);
  const tied = counts.some((count, cell) => cell % CELLS === 2 && count > 0);
  const size = pairs.agents + (tied ? 1 : 0);
  const from = new Float64Array(size);
  if (start !== undefined) from.set(start.strengths);
  if (tied) from[pairs.agents] = start !== undefined && start.nu > 0 ? Math.log(start.nu) : 0;
  const top = maximise((x) => slopeAt(x, pairs, counts, tied), from, TOLERANCE * Math.max(1, total));
  const strengths = centred(top, pairs.agents);
  return {
    strengths,
    nu: tied ? Math.exp(at(top.x, pairs.agents)) : 0,
    logLikelihood: top.value,
    gradient: top.gradient.reduce((largest, slope) => Math.max(largest, Math.abs(slope)), 0),
    information: top.information,
  };
}

function centred({ x }: Maximum, agents: number): Float64Array {
  const strengths = x.slice(0, agents);
  const mean = sum(strengths) / agents;
  return strengths.map((strength) => strength - mean);
}

function slopeAt(x: Float64Array, pairs: Pairs, counts: PairCounts, tied: boolean): Slope {
  const size = x.length;
  const tie = pairs.agents;
  const logNu = tied ? at(x, tie) : Number.NEGATIVE_INFINITY;
  const nu = Math.exp(logNu);
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (let pair = 0; pair < pairs.first.length; pair++) {
    const wins = at(counts, pair * CELLS);
    const losses = at(counts, pair * CELLS + 1);
    const ties = at(counts, pair * CELLS + 2);
    const battles = wins + losses + ties;
    if (battles === 0) continue;
    const i = at(pairs.first, pair);
    const j = at(pairs.second, pair);
    const half = (at(x, i) - at(x, j)) / 2;
    const { lean, drawn, logWhole } = expectation(half, nu);
    value += (wins - losses) * half - battles * logWhole;
    const pull = (wins - losses - battles * lean) / 2;
    const weight = (battles * (1 - drawn - lean * lean)) / 4;
    add(gradient, i, pull);
    add(gradient, j, -pull);
    add(information, i * size + i, weight);
    add(information, j * size + j, weight);
    add(information, i * size + j, -weight);
    add(information, j * size + i, -weight);
    if (!tied) continue;
    const cross = (-battles * lean * drawn) / 2;
    value += ties * logNu;
    add(gradient, tie, ties - battles * drawn);
    add(information, tie * size + tie, battles * drawn * (1 - drawn));
    for (const [agent, sign] of [
      [i, 1],
      [j, -1],
    ] as const) {
      add(information, agent * size + tie, sign * cross);
      add(information, tie * size + agent, sign * cross);
    }
  }
  pinMean(information, size, pairs.agents);
  return { value, gradient, information };
}

/**
 * What the model expects of one battle.
 *
 * @param half half of the difference of the two log strengths
 * @returns `lean`: P(first wins) - P(second wins); `drawn`: P(tie); `logWhole`: log of what both are divided by
 */
export function expectation(half: number, nu: number): { readonly lean: number; readonly drawn: number; readonly logWhole: number } {
  // Everything divided by the larger strength, so that no gap overflows.
  const up = Math.exp(half - Math.abs(half));
  const down = Math.exp(-half - Math.abs(half));
  const even = nu * Math.exp(-Math.abs(half));
  const whole = up + down + even;
  return { lean: (up - down) / whole, drawn: even / whole, logWhole: Math.abs(half) + Math.log(whole) };
}

/** Only differences are in the data: a constant on the block of strengths makes it invertible and moves no step (steps sum to 0). */
function pinMean(information: Float64Array, size: number, agents: number): void {
  let diagonal = 0;
  for (let i = 0; i < agents; i++) diagonal += at(information, i * size + i);
  const constant = diagonal / agents / agents;
  for (let i = 0; i < agents; i++) {
    for (let j = 0; j < agents; j++) add(information, i * size + j, constant);
  }
}
