import { describe, expect, test } from 'vitest';
import { pairedDifference } from '../../../reports/stats/differences.ts';

const differences = (values: readonly number[], clusters = values.map((_, i) => `t${i}`)) =>
  pairedDifference(values.map((difference, i) => ({ difference, size: 100, cluster: clusters[i] ?? '' })));

describe('paired differences', () => {
  test('have mean, t interval and p', () => {
    // A worked example of matched criteria on five tasks.
    const { mean, se, df, ci, p } = differences([0, -50 / 3, 12.5, -40, 12.5]);
    expect(mean).toBeCloseTo(-6.333333, 6);
    expect(se).toBeCloseTo(9.974272, 6);
    expect(df).toBeCloseTo(4, 9);
    expect(ci?.[0]).toBeCloseTo(-34.026353, 5);
    expect(ci?.[1]).toBeCloseTo(21.359687, 5);
    expect(p).toBeCloseTo(0.559955, 6);
  });

  test('claim nothing below five tasks', () => {
    expect(differences([60, 70, 80, 75])).toMatchObject({ mean: 71.25, n: 4, ci: null, p: null });
  });

  test('cannot be further apart than the rubrics allow', () => {
    // Mean 80, se sqrt(110): t interval 80 +- 2.776 x 10.488.
    const tasks = [50, 60, 90, 100, 100].map((difference, i) => ({ difference, size: 100, cluster: String(i), most: 100 }));
    expect(pairedDifference(tasks).ci).toEqual([expect.closeTo(50.88, 2), 100]);
    expect(pairedDifference(tasks.map((task) => ({ ...task, most: 150 }))).ci?.[1]).toBeCloseTo(109.12, 2);
  });

  test('have fewer degrees of freedom where tasks share a family', () => {
    const families = differences([1, 1, 3, 3, 5, 5], ['p', 'p', 'q', 'q', 'r', 'r']);
    expect(families).toMatchObject({ n: 6, clusters: 3, df: expect.closeTo(2, 9) });
    expect(differences([1, 2, 3, 4, 5], ['f', 'f', 'f', 'f', 'f'])).toMatchObject({ se: null, ci: null, p: null });
  });

  test('that are the same everywhere, but for rounding, are tested by their signs', () => {
    // 2 / 2^6.
    expect(differences([10, 10, 10, 10, 10 + 1e-13, 10])).toMatchObject({ ci: null, p: expect.closeTo(0.03125, 9) });
    expect(differences([0, 0, 0, 0, 0])).toMatchObject({ ci: null, p: 1 });
  });

  test('of nothing are refused', () => {
    expect(() => differences([])).toThrow('expected at least one value');
  });
});
