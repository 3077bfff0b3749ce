import { describe, expect, it } from 'vitest';
import { LEARNING, learningCurve } from '../../../reports/rewards/simulate.ts';

const SMALL = { ...LEARNING, runs: 4, steps: 60, rate: 1, seed: 1 };

describe('learningCurve', () => {
  it('begins where every policy begins, learns, and is the same for the same seed', () => {
    const curve = learningCurve({ ...SMALL, scale: 'strict', noise: 0 });
    expect(curve.met).toHaveLength(61);
    expect(curve.met[0]).toBeCloseTo(0.1);
    expect(curve.final.value).toBeGreaterThan(0.9);
    expect(curve.met[curve.halfway ?? 0]).toBeGreaterThanOrEqual(0.5);
    expect(learningCurve({ ...SMALL, scale: 'strict', noise: 0 })).toEqual(curve);
  });

  it('learns later from a judge that confuses more, and later from ternary where it confuses nothing', () => {
    const halfway = (scale: 'strict' | 'ternary', noise: number) => learningCurve({ ...SMALL, scale, noise }).halfway ?? Infinity;
    expect(halfway('strict', 0.6)).toBeGreaterThan(halfway('strict', 0));
    expect(halfway('ternary', 0)).toBeGreaterThan(halfway('strict', 0));
  });

  it('learns nothing where nothing can be told apart', () => {
    // Every partial is read as another label, and half of the others as partial.
    const { halfway } = learningCurve({ ...SMALL, scale: 'strict', noise: 1, steps: 20 });
    expect(halfway).toBeNull();
  });
});
