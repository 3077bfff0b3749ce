/** Boosted trees on data whose answer is known. */
import { describe, expect, test } from 'vitest';
import { probability } from '../../../judge/small/trees.ts';
import { boost, mulberry } from '../../../runners/training/boost.ts';

const OPTIONS = { rounds: 60, leaves: 4, rate: 0.1, featureShare: 1, rowShare: 1, leafRows: 5, l2: 1, monotone: [0, 0], seed: 1 };
const random = mulberry(3);
const rows = Array.from({ length: 400 }, () => Float64Array.of(random(), random()));
const ones = rows.map(() => 1);

describe('boost', () => {
  test('learns a threshold, and nothing from noise beside it', () => {
    const yes = rows.map(([x = 0]) => (x > 0.6 ? 1 : 0));
    const forest = boost(['x', 'noise'], rows, yes, ones, OPTIONS);
    expect(probability(forest, [0.9, 0.1])).toBeGreaterThan(0.95);
    expect(probability(forest, [0.2, 0.9])).toBeLessThan(0.05);
  });

  test('gives the same trees for the same rows and seed', () => {
    const yes = rows.map(([x = 0, y = 0]) => (x + y > 1 ? 1 : 0));
    const options = { ...OPTIONS, rowShare: 0.7, featureShare: 0.5 };
    expect(boost(['x', 'y'], rows, yes, ones, options)).toEqual(boost(['x', 'y'], rows, yes, ones, options));
  });

  test('never falls where more may only raise it, whatever the labels say', () => {
    const yes = rows.map(([x = 0]) => (x > 0.3 && x < 0.6 ? 1 : 0));
    const forest = boost(['x', 'y'], rows, yes, ones, { ...OPTIONS, monotone: [1, 0] });
    const along = Array.from({ length: 101 }, (_, i) => probability(forest, [i / 100, 0.5]));
    expect(along.every((p, i) => i === 0 || p >= (along[i - 1] as number))).toBe(true);
  });

  test('sends a missing value where most of its kind went', () => {
    const gaps = rows.map(([x = 0, y = 0], i) => Float64Array.of(i % 4 === 0 ? Number.NaN : x, y));
    const yes = gaps.map(([x = 0]) => (Number.isNaN(x) ? 1 : 0));
    expect(probability(boost(['x', 'y'], gaps, yes, ones, OPTIONS), [Number.NaN, 0.5])).toBeGreaterThan(0.9);
  });
});
