import { expect, test } from 'vitest';
import { correctedMean } from '../../../reports/stats/corrected-mean.ts';

const LABELS = [1, 0, 1, 1, 0.5, 0, 1, 0.5, 1, 0];
const JUDGED = [1, 0.5, 1, 1, 0.5, 0.5, 1, 1, 1, 0];
const OTHERS = [1, 1, 0.5, 1, 0, 1, 0.5, 1, 1, 0.5, 0, 0, 1, 0.5, 0.5, 0, 1, 0, 1, 0.5];
const labelled = LABELS.map((label, i) => ({ label, judged: JUDGED[i] ?? 0 }));
const others = OTHERS.map((judged) => ({ judged }));

test('PPI++ of ten labelled cases and twenty others, with the best lambda and with 1', () => {
  const best = correctedMean(labelled, others);
  expect(best.lambda).toBeCloseTo(0.586926, 6);
  expect(best.mean).toBeCloseTo(0.511961, 6);
  expect(best.se).toBeCloseTo(0.110024, 6);
  expect(best.ci[0]).toBeCloseTo(0.296319, 6);
  expect(best.ci[1]).toBeCloseTo(0.727603, 6);
  const classic = correctedMean(labelled, others, 1);
  expect(classic.mean).toBeCloseTo(0.45, 9);
  expect(classic.se).toBeCloseTo(0.120489, 6);
  expect(classic.ci[0]).toBeCloseTo(0.213846, 6);
  expect(classic.ci[1]).toBeCloseTo(0.686154, 6);
  // Labels alone.
  const alone = correctedMean(labelled, others, 0);
  expect([alone.mean, alone.se]).toEqual([0.6, expect.closeTo(0.145297, 6)]);
});

test('a judge that says nothing about the labels, or one thing of everything, is not used', () => {
  const reversed = labelled.map(({ label, judged }) => ({ label, judged: 1 - judged }));
  expect(correctedMean(reversed, others).lambda).toBe(0);
  expect(
    correctedMean(
      labelled.map(({ label }) => ({ label, judged: 1 })),
      OTHERS.map(() => ({ judged: 1 })),
    ).lambda,
  ).toBe(0);
  expect(() => correctedMean(labelled.slice(0, 1), others)).toThrow('expected two labelled cases');
});
