import { expect, test } from 'vitest';
import { maximise } from '../../../reports/stats/newton.ts';

test('finds the log odds of 3 successes in 4', () => {
  const slopeAt = ([x = 0]: Float64Array) => {
    const p = 1 / (1 + Math.exp(-x));
    return {
      value: 3 * Math.log(p) + Math.log(1 - p),
      gradient: Float64Array.of(3 - 4 * p),
      information: Float64Array.of(4 * p * (1 - p)),
    };
  };
  // Far from the top the first whole step overshoots and is halved.
  for (const start of [0, 5, -5]) expect(maximise(slopeAt, Float64Array.of(start), 1e-12).x[0]).toBeCloseTo(Math.log(3), 9);
});

test('a likelihood that never stops rising is an error, not a large number', () => {
  const slopeAt = ([x = 0]: Float64Array) => ({ value: x, gradient: Float64Array.of(1), information: Float64Array.of(1) });
  expect(() => maximise(slopeAt, Float64Array.of(0), 1e-9)).toThrow('did not converge in 100 steps');
});
