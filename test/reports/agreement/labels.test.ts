/** Agreement of labels on counts that a person can check. */
import { describe, expect, test } from 'vitest';
import { type JudgedPair, labelAgreement } from '../../../reports/agreement/labels.ts';

const pair = (truth: JudgedPair['truth'], judged: JudgedPair['judged'], i: number, more: Partial<JudgedPair> = {}): JudgedPair => ({
  truth,
  judged,
  task: `t${i}`,
  ...more,
});
/** 4 + 3 right of 10: said satisfied 5 times, truth 6 times; chance = .6 x .5 + .4 x .5 = .5, kappa = (.7 - .5) / .5 = .4. */
const TEN = [
  ...[0, 1, 2, 3].map((i) => pair('satisfied', 'satisfied', i, { sign: 'positive', confidence: 0.9 })),
  ...[4, 5].map((i) => pair('satisfied', 'unsatisfied', i, { sign: 'positive', confidence: 0.9 })),
  pair('unsatisfied', 'satisfied', 6, { sign: 'negative', confidence: 0.6 }),
  ...[7, 8, 9].map((i) => pair('unsatisfied', 'unsatisfied', i, { sign: 'negative', confidence: 0.6 })),
];

describe('labelAgreement', () => {
  const found = labelAgreement(TEN, 1);

  test('counts who said what', () => {
    expect([found.n, found.tasks]).toEqual([10, 10]);
    expect(found.confusion.satisfied).toEqual({ satisfied: 4, partial: 0, unsatisfied: 2 });
    expect(found.confusion.unsatisfied).toEqual({ satisfied: 1, partial: 0, unsatisfied: 3 });
  });

  test('accuracy, balanced accuracy and kappa by hand, inside their intervals', () => {
    expect(found.accuracy.value).toBeCloseTo(0.7, 12);
    expect(found.balancedAccuracy.value).toBeCloseTo((4 / 6 + 3 / 4) / 2, 12);
    expect(found.kappa.value).toBeCloseTo(0.4, 12);
    for (const { value, ci } of [found.accuracy, found.kappa]) {
      expect(ci?.[0]).toBeLessThan(value ?? Number.NaN);
      expect(ci?.[1]).toBeGreaterThan(value ?? Number.NaN);
    }
    expect(labelAgreement(TEN, 1)).toEqual(found);
  });

  test('calibration by hand: 6 stated .9 of which 4 are right, 4 stated .6 of which 3 are', () => {
    expect(found.calibration).toEqual([
      { n: 4, stated: 0.6, right: 0.75 },
      { n: 6, stated: expect.closeTo(0.9, 12), right: expect.closeTo(4 / 6, 12) },
    ]);
    expect(found.ece).toBeCloseTo(0.4 * 0.15 + 0.6 * (0.9 - 4 / 6), 12);
    expect(found.brier).toBeCloseTo((4 * 0.01 + 2 * 0.81 + 3 * 0.16 + 0.36) / 10, 12);
  });

  test('is cut by what the pairs say of themselves', () => {
    expect(Object.keys(found.by)).toEqual(['sign']);
    expect(found.by.sign?.positive).toMatchObject({ n: 6, accuracy: { value: 4 / 6 } });
    expect(found.by.sign?.negative).toMatchObject({ n: 4, accuracy: { value: 3 / 4 } });
  });

  test('claims no interval from one task, and no calibration where no confidence was stated', () => {
    const one = labelAgreement([pair('satisfied', 'satisfied', 1), pair('partial', 'satisfied', 1)], 1);
    expect(one).toMatchObject({ accuracy: { value: 0.5, ci: null }, ece: null, brier: null, calibration: [] });
  });
});
