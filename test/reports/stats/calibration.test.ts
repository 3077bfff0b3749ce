import { expect, test } from 'vitest';
import { calibration } from '../../../reports/stats/calibration.ts';

test('four predictions by hand', () => {
  const result = calibration([
    { confidence: 0.95, correct: true },
    { confidence: 0.91, correct: false },
    { confidence: 0.6, correct: true },
    { confidence: 0.2, correct: false },
  ]);
  // (0.05^2 + 0.91^2 + 0.4^2 + 0.2^2) / 4.
  expect(result.brier).toBeCloseTo((0.0025 + 0.8281 + 0.16 + 0.04) / 4, 12);
  // 2/4 |0.5 - 0.93| + 1/4 |1 - 0.6| + 1/4 |0 - 0.2|.
  expect(result.ece).toBeCloseTo(0.5 * 0.43 + 0.25 * 0.4 + 0.25 * 0.2, 12);
  expect(result.curve.map(({ low, n, accuracy }) => [low, n, accuracy])).toEqual([
    [0.2, 1, 0],
    [0.6, 1, 1],
    [0.9, 2, 0.5],
  ]);
});

test('0 and 1 fall into the first and the last bin', () => {
  const { curve } = calibration(
    [
      { confidence: 0, correct: false },
      { confidence: 1, correct: true },
    ],
    2,
  );
  expect(curve.map(({ low, high, n }) => [low, high, n])).toEqual([
    [0, 0.5, 1],
    [0.5, 1, 1],
  ]);
});

test('nothing, a confidence out of range and no bins are refused', () => {
  expect(() => calibration([])).toThrow('expected at least one prediction');
  expect(() => calibration([{ confidence: 95, correct: true }])).toThrow('expected a confidence from 0 to 1, got 95');
  expect(() => calibration([{ confidence: 0.5, correct: true }], 0)).toThrow('expected a positive number of bins, got 0');
});
