/** Refitting a forest to a few labels of one's own: what it says is first stretched and shifted to fit them, then corrected by small trees. */
import { type Forest, logOdds } from '../../judge/small/trees.ts';
import { boost } from './boost.ts';

export interface RefitOptions {
  /** Trees on top of the forest; 0: only stretched and shifted. */
  readonly rounds: number;
  /** By feature, as boost takes it. */
  readonly monotone: readonly number[];
  readonly seed: number;
}

/** Fewest rows of a leaf, and the share of the rows that it is at least. */
const LEAF_ROWS = 8;
const LEAF_SHARE = 0.05;

/** @param yes 1 or 0 a row */
export function refit(
  from: Forest,
  rows: readonly ArrayLike<number>[],
  yes: readonly number[],
  { rounds, monotone, seed }: RefitOptions,
): Forest {
  const before = rows.map((row) => logOdds(from, row));
  const line = fittedLine(before, yes);
  const moved = {
    ...from,
    base: digits(line.slope * from.base + line.shift),
    trees: from.trees.map((tree) => ({ ...tree, value: tree.value.map((value) => digits(line.slope * value)) })),
  };
  if (rounds === 0) return moved;
  const corrections = boost(
    from.features,
    rows,
    yes,
    rows.map(() => 1),
    {
      rounds,
      leaves: 4,
      rate: 0.05,
      featureShare: 0.5,
      rowShare: 0.8,
      leafRows: Math.max(LEAF_ROWS, Math.floor(rows.length * LEAF_SHARE)),
      l2: 5,
      monotone,
      seed,
      start: rows.map((row) => logOdds(moved, row)),
    },
  );
  return { ...moved, trees: [...moved.trees, ...corrections.trees] };
}

/** How many rows the wish weighs that nothing be changed. */
const PRIOR = 10;
const STEPS = 30;

/** Slope and shift of log odds (Platt 1999), by Newton's method, held to 1 and 0 by a prior. */
export function fittedLine(before: readonly number[], yes: readonly number[]): { readonly slope: number; readonly shift: number } {
  let [slope, shift] = [1, 0];
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [PRIOR * (slope - 1), PRIOR * 0.1 * shift, PRIOR, 0, PRIOR * 0.1];
    before.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-(slope * x + shift)));
      const [error, curvature] = [p - (yes[i] ?? 0), Math.max(1e-9, p * (1 - p))];
      g0 += error * x;
      g1 += error;
      h00 += curvature * x * x;
      h01 += curvature * x;
      h11 += curvature;
    });
    const determinant = h00 * h11 - h01 * h01;
    slope -= (h11 * g0 - h01 * g1) / determinant;
    shift -= (h00 * g1 - h01 * g0) / determinant;
    // Turned round it would say the opposite of what it has learnt.
    slope = Math.max(0.05, slope);
  }
  return { slope, shift };
}

/** Enough for a vote, and the stored file stays small. */
function digits(value: number): number {
  return Number(value.toPrecision(5));
}
