/** Sums of floating-point numbers that are equal on paper differ in their last digits, by the order in which they were added. */

/** Whether a difference is no more than that, next to values of this size. */
export function isRounding(difference: number, size: number): boolean {
  return Math.abs(difference) <= 1e-12 * size;
}
