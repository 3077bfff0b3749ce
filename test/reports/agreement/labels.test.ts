/** Agreement of labels on counts that a person can check. */
import { describe, expect, test } from 'vitest';
import { LABELS } from '../../../judge/checklist/verdict.ts';
import { type JudgedPair, labelAgreement } from '../../../reports/agreement/labels.ts';
import { createRandom } from '../../../reports/stats/random.ts';

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

/** Of truths that are 50%, 20% and 30% of all, what a judge says: right in 69% of cases, where chance is in 37.9%, so kappa is .311 / .621. */
const PRIOR = [0.5, 0.2, 0.3];
const CONFUSION = [
  [0.8, 0.1, 0.1],
  [0.3, 0.4, 0.3],
  [0.1, 0.2, 0.7],
];
const ACCURACY = 0.5 * 0.8 + 0.2 * 0.4 + 0.3 * 0.7;
const SAID = [0, 1, 2].map((j) => PRIOR.reduce((sum, share, i) => sum + share * (CONFUSION[i]?.[j] ?? 0), 0));
const CHANCE = PRIOR.reduce((sum, share, i) => sum + share * (SAID[i] ?? 0), 0);

test('a judge of known confusion is recovered inside the intervals, in nine of ten worlds and more', () => {
  const worlds = 30;
  const held = { accuracy: 0, kappa: 0 };
  for (let world = 1; world <= worlds; world++) {
    const random = createRandom(world);
    const draw = (shares: readonly number[]) => {
      const u = random();
      return LABELS[u < (shares[0] ?? 0) ? 0 : u < (shares[0] ?? 0) + (shares[1] ?? 0) ? 1 : 2] ?? 'partial';
    };
    const pairs = Array.from({ length: 240 }, (_, i): JudgedPair => {
      const truth = draw(PRIOR);
      return { truth, judged: draw(CONFUSION[LABELS.indexOf(truth)] ?? []), task: `t${i % 40}` };
    });
    const { accuracy, kappa } = labelAgreement(pairs, 1);
    const holds = (ci: readonly [number, number] | null, value: number) => Number(ci !== null && ci[0] <= value && value <= ci[1]);
    held.accuracy += holds(accuracy.ci, ACCURACY);
    held.kappa += holds(kappa.ci, (ACCURACY - CHANCE) / (1 - CHANCE));
  }
  expect(held.accuracy).toBeGreaterThanOrEqual(0.9 * worlds);
  expect(held.kappa).toBeGreaterThanOrEqual(0.9 * worlds);
});
