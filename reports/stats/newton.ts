/** Newton's method for a concave log likelihood. */
import { cholesky, choleskySolve } from './cholesky.ts';

/** A log likelihood at one point; `information` is minus the matrix of second derivatives, positive definite. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

export interface Maximum extends Slope {
  readonly x: Float64Array;
}

const MAX_STEPS = 100;

/**
 * Climbs until no element of the gradient is larger than `tolerance`, halving steps that overshoot.
 * Throws Error when it has not arrived after 100 steps: an estimate that did not converge is none.
 */
export function maximise(slopeAt: (x: Float64Array) => Slope, start: Float64Array, tolerance: number): Maximum {
  let x = start;
  let here = slopeAt(x);
  for (let step = 0; step < MAX_STEPS; step++) {
    if (steepness(here) <= tolerance) return { ...here, x };
    const direction = choleskySolve(cholesky(here.information, x.length), here.gradient);
    const next = climb(slopeAt, x, direction, here.value);
    x = next.x;
    here = next;
  }
  if (steepness(here) <= tolerance) return { ...here, x };
  throw new Error(`the fit did not converge in ${MAX_STEPS} steps (largest gradient ${steepness(here)}, expected at most ${tolerance})`);
}

function steepness({ gradient }: Slope): number {
  let largest = 0;
  for (const slope of gradient) largest = Math.max(largest, Number.isNaN(slope) ? Number.POSITIVE_INFINITY : Math.abs(slope));
  return largest;
}

/** The first of the whole step, its half, its quarter, ... that does not go down; near the top rounding may look like going down. */
function climb(slopeAt: (x: Float64Array) => Slope, x: Float64Array, direction: Float64Array, value: number): Maximum {
  const floor = value - 1e-12 * Math.abs(value);
  for (let length = 1; length > 1e-12; length /= 2) {
    const candidate = x.map((coordinate, i) => coordinate + length * (direction[i] ?? Number.NaN));
    const slope = slopeAt(candidate);
    if (slope.value >= floor) return { ...slope, x: candidate };
  }
  throw new Error('the fit did not converge: no step in the direction of the gradient goes up');
}
