/** How sure a judge is, fitted: on answers whose share of right ones a person can count. */
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { likeliest } from '../../../judge/small/small-model.ts';
import { tempered } from '../../../judge/small/temper.ts';
import { fitTemperature, type Said, saidOf } from '../../../runners/training/fit-temper.ts';

/** Ten answers that say `satisfied` with this probability, of which so many are right. */
const answers = (satisfied: number, right: number): Said[] =>
  Array.from({ length: 10 }, (_, i) => saidOf([1 - satisfied, 0, satisfied], i < right ? 2 : 0));
const sure = (satisfied: number, temperature: number) =>
  tempered({ satisfied, partial: 0, unsatisfied: 1 - satisfied }, temperature).satisfied;

describe('fitTemperature', () => {
  it('leaves a judge alone that is right as often as it says', () => {
    expect(fitTemperature([answers(0.8, 8)])).toBe(1);
  });

  it('makes one that says .9 and is right in seven of ten say .7, and one that says .6 and is right in nine surer', () => {
    expect(sure(0.9, fitTemperature([answers(0.9, 7)]))).toBeCloseTo(0.7, 1);
    expect(sure(0.6, fitTemperature([answers(0.6, 9)]))).toBeGreaterThan(0.6);
  });

  it('lies between sets of which one needs more and one less', () => {
    const [less, more] = [fitTemperature([answers(0.9, 8)]), fitTemperature([answers(0.9, 6)])];
    const both = fitTemperature([answers(0.9, 8), answers(0.9, 6)]);
    expect(less).toBeLessThan(both);
    expect(both).toBeLessThan(more);
  });

  it('says nothing without labels', () => {
    expect(fitTemperature([])).toBe(1);
  });
});

describe('tempered', () => {
  it.each<[Label, number[]]>([
    ['satisfied', [0.25, 0.35, 0.4]],
    ['partial', [0.1, 0.9, 0]],
    ['unsatisfied', [0.999, 0.001, 0]],
  ])('keeps the likeliest label, a sum of 1, and a claim and its denial opposite: %s', (label, levels) => {
    const { probabilities } = saidOf(levels, 0);
    for (const temperature of [0.5, 1, 1.2, 4]) {
      const { satisfied, partial, unsatisfied } = tempered(probabilities, temperature);
      expect(likeliest({ satisfied, partial, unsatisfied })).toBe(label);
      expect(satisfied + partial + unsatisfied).toBeCloseTo(1);
      const denied = tempered(
        { satisfied: probabilities.unsatisfied, partial: probabilities.partial, unsatisfied: probabilities.satisfied },
        temperature,
      );
      expect(denied.satisfied).toBeCloseTo(unsatisfied);
      expect(denied.unsatisfied).toBeCloseTo(satisfied);
    }
  });
});
