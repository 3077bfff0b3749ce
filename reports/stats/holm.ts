/** Holm's step-down adjustment for several comparisons at once. */
import { at } from './vector.ts';

/** Adjusted p-values in the order given: the k-th smallest times (m - k + 1), never falling, at most 1 (Holm 1979). */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, i) => ({ p, i })).sort((left, right) => left.p - right.p);
  const adjusted = new Float64Array(pValues.length);
  let largest = 0;
  order.forEach(({ p, i }, position) => {
    largest = Math.max(largest, Math.min(1, p * (pValues.length - position)));
    adjusted[i] = largest;
  });
  return pValues.map((_, i) => at(adjusted, i));
}
