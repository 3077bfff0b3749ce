import { expect, test } from 'vitest';
import { holm } from '../../../reports/stats/holm.ts';
import { pairedComparison } from '../../../reports/stats/paired.ts';

test('the smallest p is multiplied by all, the next by one fewer, and none falls below the one before', () => {
  // 0.01 x 4 = 0.04; 0.015 x 3 = 0.045; 0.02 x 2 = 0.04, raised to 0.045; 0.9 x 1.
  expect(holm([0.9, 0.01, 0.02, 0.015]).map((p) => Number(p.toFixed(12)))).toEqual([0.9, 0.04, 0.045, 0.045]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test('nine published comparisons under the sign test: five stay significant', () => {
  const results = {
    'Qwen DeepResearch': [59, 6, 5],
    'GLM-4.6': [51, 8, 11],
    'MiniMax-M2': [44, 13, 13],
    'OpenAI DeepResearch': [41, 16, 13],
    'Kimi-k2-thinking': [41, 17, 12],
    'Kimi-Researcher': [33, 12, 25],
    'without mid-training': [30, 19, 21],
    'MiniMax Agent Pro': [30, 17, 23],
    'Gemini DeepResearch': [30, 17, 23],
  } satisfies Record<string, [number, number, number]>;
  const adjusted = holm(Object.values(results).map(([wins, ties, losses]) => pairedComparison(wins, ties, losses).signTest.p));
  expect(adjusted.map((p) => p.toExponential(2))).toEqual([
    '8.10e-12',
    '2.22e-6',
    '3.30e-4',
    '8.76e-4',
    '4.90e-4',
    '1.00e+0',
    '1.00e+0',
    '1.00e+0',
    '1.00e+0',
  ]);
  expect(adjusted.slice(5)).toEqual([1, 1, 1, 1]);
});
