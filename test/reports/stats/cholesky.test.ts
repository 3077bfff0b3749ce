import { expect, test } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve } from '../../../reports/stats/cholesky.ts';

const MATRIX = Float64Array.of(4, 2, 2, 3);

test('factor, solution and inverse of [[4, 2], [2, 3]]', () => {
  const lower = cholesky(MATRIX, 2);
  expect([...lower]).toEqual([2, 0, 1, Math.SQRT2]);
  // 4x + 2y = 8, 2x + 3y = 8: x = 1, y = 2.
  expect([...choleskySolve(lower, Float64Array.of(8, 8))].map((x) => Number(x.toFixed(12)))).toEqual([1, 2]);
  // Determinant 8.
  expect([...choleskyInverse(lower, 2)].map((x) => Number(x.toFixed(12)))).toEqual([3 / 8, -2 / 8, -2 / 8, 4 / 8]);
});

test('a matrix that is not positive definite is an error', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not positive definite');
});
