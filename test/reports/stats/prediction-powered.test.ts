import { expect, test } from 'vitest';
import { correctedMean } from '../../../reports/stats/prediction-powered.ts';

test('a judge that is 0.1 too kind is corrected by 0.1, and the error of the correction is carried along', () => {
  const judged = [0.6, 0.8, 0.7, 0.9].map((score) => ({ judged: score }));
  const labelled = [
    [0.8, 0.7],
    [0.6, 0.4],
    [0.5, 0.5],
  ].map(([score = 0, truth = 0]) => ({ judged: score, truth }));
  const { raw, bias, corrected } = correctedMean(judged, labelled);
  expect(raw.mean).toBeCloseTo(0.75, 12);
  expect(bias.mean).toBeCloseTo(0.1, 12);
  expect(corrected.mean).toBeCloseTo(0.65, 12);
  // Variances 0.05/3 of 4 and 0.01 of 3.
  const se = Math.sqrt(0.05 / 3 / 4 + 0.01 / 3);
  expect(corrected.se).toBeCloseTo(se, 12);
  expect(corrected.ci[1]).toBeCloseTo(0.65 + 1.959964 * se, 6);
});

test('one labelled case gives no error and is refused', () => {
  expect(() => correctedMean([{ judged: 1 }, { judged: 0 }], [{ judged: 1, truth: 1 }])).toThrow('expected at least two independent cases');
});
