import { describe, expect, it } from 'vitest';
import { points, reward, SCALES, type Scale } from '../../../judge/checklist/reward.ts';
import type { Criterion, Rubric } from '../../../judge/checklist/rubric.ts';
import { LABELS, type Label } from '../../../judge/checklist/verdict.ts';

function rubricOf(...weights: number[]): Rubric {
  return weights.map((weight, i) => ({ id: `c${i + 1}`, criterion: `criterion ${i + 1}`, weight }));
}

/** Labels of c1, c2, ... in order, each given as one trial or as a list of trials. */
function labelsOf(...given: (Label | readonly Label[])[]): Map<string, Label[]> {
  return new Map(given.map((labels, i) => [`c${i + 1}`, [labels].flat() as Label[]]));
}

describe('points of a label', () => {
  it.each([
    // scale, then partial on a positive and on a negative criterion
    ['ternary', 0.5, 0.5],
    ['strict', 0, 1],
    ['official-binary', 0, 0],
    ['partial-is-not', 0, 0],
  ] as const)('on the scale %s: partial is worth %s on a positive criterion and %s on a flaw', (scale, positive, negative) => {
    expect(points('partial', 3, scale)).toBe(positive);
    expect(points('partial', -3, scale)).toBe(negative);
    for (const weight of [3, -3]) {
      expect(points('satisfied', weight, scale)).toBe(1);
      expect(points('unsatisfied', weight, scale)).toBe(0);
    }
  });
});

describe('the reward', () => {
  const rubric = rubricOf(5, 3, -4);
  it.each([
    // (5 x 1 + 3 x 0.5 - 4 x 0.5) / (5 + 3) = 4.5 / 8
    ['ternary', 0.5625],
    // (5 x 1 + 3 x 0 - 4 x 1) / 8
    ['strict', 0.125],
    // (5 x 1 + 3 x 0 - 4 x 0) / 8
    ['official-binary', 0.625],
    ['partial-is-not', 0.625],
  ] as const)('on the scale %s weighs points and divides by the positive weights alone: %s', (scale, expected) => {
    expect(reward(rubric, labelsOf('satisfied', 'partial', 'partial'), scale)).toEqual({ reward: expected, judged: 3, criteria: 3 });
  });

  it('falls below 0 when flaws outweigh what is met, and is not clipped', () => {
    // (5 x 0 + 3 x 1 - 4 x 1) / 8 = -1 / 8; then (0 - 4) / 8
    expect(reward(rubric, labelsOf('unsatisfied', 'satisfied', 'satisfied'), 'ternary').reward).toBe(-0.125);
    expect(reward(rubric, labelsOf('unsatisfied', 'unsatisfied', 'satisfied'), 'ternary').reward).toBe(-0.5);
  });

  it('is 1 at most, where all is met and no flaw is there, and 0 where nothing is met', () => {
    for (const scale of SCALES) {
      expect(reward(rubric, labelsOf('satisfied', 'satisfied', 'unsatisfied'), scale).reward).toBe(1);
      expect(reward(rubric, labelsOf('unsatisfied', 'unsatisfied', 'unsatisfied'), scale).reward).toBe(0);
    }
  });

  it('averages the trials of the judge before it weighs them', () => {
    // c1: (1 + 0.5 + 0) / 3 = 0.5; c2: (1 + 1) / 2 = 1; (4 x 0.5 + 1 x 1) / 5. Averaging all five labels alike would give 0.7.
    const labels = labelsOf(['satisfied', 'partial', 'unsatisfied'], ['satisfied', 'satisfied']);
    expect(reward(rubricOf(4, 1), labels, 'ternary').reward).toBeCloseTo(0.6, 15);
  });

  it('leaves an unscored criterion out with its weight, in the numerator and the denominator', () => {
    // Without c2 (3): (5 x 1 - 4 x 0) / 5; as a failure it would be 5 / 8.
    const labels = new Map<string, Label[]>([
      ['c1', ['satisfied']],
      ['c2', []],
      ['c3', ['unsatisfied']],
    ]);
    expect(reward(rubric, labels, 'ternary')).toEqual({ reward: 1, judged: 2, criteria: 3 });
    labels.delete('c2');
    expect(reward(rubric, labels, 'ternary')).toEqual({ reward: 1, judged: 2, criteria: 3 });
  });

  it('is undefined, not 0, where no criterion of positive weight was judged', () => {
    expect(reward(rubric, new Map(), 'ternary')).toEqual({ reward: undefined, judged: 0, criteria: 3 });
    expect(reward(rubric, new Map([['c3', ['satisfied']]]), 'ternary')).toEqual({ reward: undefined, judged: 1, criteria: 3 });
  });

  it('is not moved by a criterion of weight 0, whatever its label', () => {
    for (const scale of SCALES) {
      for (const label of LABELS) {
        const without = reward(rubricOf(5, -2), labelsOf('partial', 'satisfied'), scale).reward;
        expect(reward(rubricOf(5, -2, 0), labelsOf('partial', 'satisfied', label), scale).reward).toBe(without);
      }
    }
    expect(reward(rubricOf(0, -1), labelsOf('satisfied', 'satisfied'), 'ternary').reward).toBeUndefined();
  });

  it('ignores labels on criteria that are not in the rubric', () => {
    expect(
      reward(
        rubricOf(2),
        new Map([
          ['c1', ['satisfied']],
          ['c9', ['satisfied']],
        ]),
        'ternary',
      ).reward,
    ).toBe(1);
  });
});

describe('a fatal criterion', () => {
  const fatal = (...trials: Label[]) => {
    const rubric: Criterion[] = [
      { id: 'c1', criterion: 'good', weight: 5 },
      { id: 'c2', criterion: 'unusable', weight: -1, fatal: true },
    ];
    return (scale: Scale) =>
      reward(
        rubric,
        new Map([
          ['c1', ['satisfied']],
          ['c2', trials],
        ]),
        scale,
      );
  };

  it('takes a reward above 0 down to exactly 0 when the flaw is there, and is named', () => {
    for (const scale of SCALES) expect(fatal('satisfied')(scale)).toEqual({ reward: 0, judged: 2, criteria: 2, fatal: 'c2' });
  });

  it('never lifts a reward below 0: a report must not gain by one more flaw', () => {
    const rubric: Rubric = [
      { id: 'c1', criterion: 'good', weight: 1 },
      { id: 'c2', criterion: 'bad', weight: -5, fatal: true },
    ];
    expect(reward(rubric, labelsOf('unsatisfied', 'satisfied'), 'ternary').reward).toBe(-5);
  });

  it('is not there in part, but for the strict scale, on which any sign of a flaw is the flaw', () => {
    // (5 - 1 x 0.5) / 5 and (5 - 0) / 5
    expect(fatal('partial')('ternary')).toEqual({ reward: 0.9, judged: 2, criteria: 2 });
    expect(fatal('partial')('partial-is-not').reward).toBe(1);
    expect(fatal('partial')('strict')).toMatchObject({ reward: 0, fatal: 'c2' });
  });

  it('needs more than half of the trials', () => {
    expect(fatal('satisfied', 'satisfied', 'unsatisfied')('ternary')).toMatchObject({ reward: 0, fatal: 'c2' });
    // One of two is no majority: (5 - 1 x 0.5) / 5; one of three: (5 - 1 x 1/3) / 5.
    expect(fatal('satisfied', 'unsatisfied')('ternary')).toEqual({ reward: 0.9, judged: 2, criteria: 2 });
    expect(fatal('satisfied', 'partial', 'unsatisfied')('ternary')).not.toHaveProperty('fatal');
    expect(fatal('satisfied', 'partial', 'unsatisfied')('strict')).toMatchObject({ reward: 0, fatal: 'c2' });
  });

  it('that was not judged sets nothing, and neither does a flaw that is not fatal', () => {
    expect(fatal()('ternary')).toEqual({ reward: 1, judged: 1, criteria: 2 });
    expect(reward(rubricOf(5, -1), labelsOf('satisfied', 'satisfied'), 'ternary')).toEqual({ reward: 0.8, judged: 2, criteria: 2 });
  });

  it('is named first in the order of the rubric where several are there', () => {
    const rubric: Rubric = [
      { id: 'c1', criterion: 'good', weight: 1 },
      { id: 'c2', criterion: 'bad', weight: -1, fatal: true },
      { id: 'c3', criterion: 'worse', weight: -5, fatal: true },
    ];
    expect(reward(rubric, labelsOf('satisfied', 'satisfied', 'satisfied'), 'ternary').fatal).toBe('c2');
  });
});

/** Numbers in [0, 1) from a seed (mulberry32), so that a failure repeats. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('on random rubrics', () => {
  it('the reward equals sum(weight x score) / sum(positive weights) over what was judged, to 1e-12', () => {
    const random = randomFrom(1);
    const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
    const score: Record<Scale, Record<Label, readonly [number, number]>> = {
      // points on a positive and on a negative criterion, as tables
      ternary: { satisfied: [1, 1], partial: [0.5, 0.5], unsatisfied: [0, 0] },
      strict: { satisfied: [1, 1], partial: [0, 1], unsatisfied: [0, 0] },
      'official-binary': { satisfied: [1, 1], partial: [0, 0], unsatisfied: [0, 0] },
      'partial-is-not': { satisfied: [1, 1], partial: [0, 0], unsatisfied: [0, 0] },
    };
    for (let round = 0; round < 500; round++) {
      const rubric = rubricOf(...Array.from({ length: whole(1, 43) }, () => whole(-5, 5)));
      const labels = new Map(
        rubric.map(({ id }) => [id, Array.from({ length: whole(0, 3) }, () => LABELS[whole(0, 2)] as Label)] as const),
      );
      for (const scale of SCALES) {
        let top = 0;
        let bottom = 0;
        for (const { id, weight } of rubric) {
          const given = labels.get(id) as Label[];
          for (const label of given) top += (weight * score[scale][label][weight < 0 ? 1 : 0]) / given.length;
          if (given.length > 0) bottom += Math.max(0, weight);
        }
        const { reward: value } = reward(rubric, labels, scale);
        if (bottom === 0) expect(value).toBeUndefined();
        else expect(Math.abs((value as number) - top / bottom)).toBeLessThan(1e-12);
      }
    }
  });
});
