import { expect, test } from 'vitest';
import type { ScoreComparison } from '../../../reports/head-to-head/score-comparison.ts';
import { scoreComparisonText } from '../../../reports/head-to-head/score-comparison-text.ts';
import { adjustFamilies } from '../../../reports/head-to-head/score-families.ts';
import type { PairedDifference } from '../../../reports/stats/differences.ts';

const difference = (p: number | null): PairedDifference => ({
  mean: 5,
  n: 8,
  clusters: 8,
  se: 2,
  ci: [1, 9],
  df: 7,
  p,
});
const variance: ScoreComparison['variance']['a'] = [{ of: ['tasks', 'runs', 'trials'], sd: 7, negative: false }];
const comparison: ScoreComparison = {
  benchmark: 'bench',
  scale: 'ternary',
  judge: 'j',
  a: 'x',
  b: 'y',
  overall: difference(0.02),
  domainClustered: null,
  byAxis: { explicit: difference(0.02), implicit: difference(0.04), synthesis: difference(null) },
  byDomain: { Law: difference(0.03) },
  onlyFirst: 0,
  onlySecond: 0,
  failed: { a: 0, b: 9, leftOut: false },
  coverage: { a: 0.55, b: 1 },
  bounds: [-6, 22.7],
  design: { a: { repeats: 1, trials: 1 }, b: { repeats: 1, trials: 1 } },
  variance: { a: variance, b: variance },
};

const textOf = (one: ScoreComparison) => adjustFamilies([one]).map(scoreComparisonText).join('\n');

test('tests by axis and by domain are adjusted after Holm, each family for itself, and the whole is not', () => {
  const [one] = adjustFamilies([comparison]);
  const { overall, byAxis, byDomain } = one ?? comparison;
  // Two tests: 2 x 0.02, and 0.04 is not below it.
  expect(Object.values(byAxis).map((each) => 'adjustedP' in each && each.adjustedP)).toEqual([0.04, 0.04, null]);
  expect(byDomain.Law).toEqual({ ...difference(0.03), adjustedP: 0.03 });
  expect(overall).toEqual({ ...difference(0.02), adjustedP: 0.02 });
});

test('of one agent with several others the whole is adjusted over them', () => {
  const all = adjustFamilies([
    comparison,
    { ...comparison, b: 'z', overall: difference(0.03) },
    { ...comparison, b: 'w', overall: difference(null) },
  ]);
  expect(all.map(({ overall }) => overall.adjustedP)).toEqual([0.04, 0.04, null]);
  expect(all.map((one) => scoreComparisonText(one)).join('\n')).toContain('p = 0.020; 0.040 after Holm over 3, 8 tasks');
});

test('the text shows the adjusted ones, and says so where there are several', () => {
  const lines = textOf(comparison).split('\n');
  const line = (start: string) => lines.find((each) => each.trimStart().startsWith(start));
  expect(line('overall')).toContain('p = 0.020,');
  expect(line('by axis')).toBe('  by axis (p after Holm over 2 tests)');
  expect(line('explicit')).toContain('p = 0.040,');
  expect(line('synthesis')).not.toContain('p =');
  expect(line('by domain')).toBe('  by domain');
  expect(line('coverage')).toContain('55.0% against 100.0%; unequal');
  expect(line('attempts')).toContain('x 0, y 9: they count 0');
  expect(line('bounds')).toContain('-6.0 if every missing verdict spoke against the first, +22.7 if for it');
  expect(line('standard deviation of x')).toBe('  standard deviation of x: between tasks, runs and judge trials together 7.0');
});

test('that there are too few tasks for an interval is said once', () => {
  const few = { ...difference(null), ci: null, n: 4 };
  const said = (overall: PairedDifference) =>
    textOf({ ...comparison, overall, byAxis: { explicit: few, implicit: few } }).match(/too few for an interval/g);
  expect(said(few)).toHaveLength(1);
  expect(said({ ...few, n: 5 })).toBeNull();
});
