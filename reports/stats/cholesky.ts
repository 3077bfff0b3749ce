/** Linear systems with a symmetric positive definite matrix, stored row by row. */
import { at } from './vector.ts';

/** The lower factor L of matrix = L L'. Throws RangeError when the matrix is not positive definite. */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = at(matrix, i * size + j);
      for (let k = 0; k < j; k++) rest -= at(lower, i * size + k) * at(lower, j * size + k);
      if (i === j) {
        if (!(rest > 0)) throw new RangeError(`the matrix is not positive definite (row ${i} of ${size})`);
        lower[i * size + i] = Math.sqrt(rest);
      } else {
        lower[i * size + j] = rest / at(lower, j * size + j);
      }
    }
  }
  return lower;
}

/** x such that L L' x = right. */
export function choleskySolve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    let rest = at(x, i);
    for (let k = 0; k < i; k++) rest -= at(lower, i * size + k) * at(x, k);
    x[i] = rest / at(lower, i * size + i);
  }
  for (let i = size - 1; i >= 0; i--) {
    let rest = at(x, i);
    for (let k = i + 1; k < size; k++) rest -= at(lower, k * size + i) * at(x, k);
    x[i] = rest / at(lower, i * size + i);
  }
  return x;
}

/** The inverse of the matrix that `lower` factors. */
export function choleskyInverse(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    // Symmetric, so a column may be written as a row.
    inverse.set(choleskySolve(lower, unit), column * size);
  }
  return inverse;
}
