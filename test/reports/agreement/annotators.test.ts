import { describe, expect, it } from 'vitest';
import { type AnnotationAgreement, annotationAgreement } from '../../../reports/agreement/annotators.ts';
import type { PairOpinion } from '../../../runners/annotation/pair-opinions.ts';

type Said = 'a' | 'b' | 'tie' | 'good' | 'fair' | 'poor';

function ratings(judgeId: number, judge: string, person: boolean, said: readonly (Said | undefined)[], flipped?: boolean): PairOpinion[] {
  return said.flatMap((each, i) => {
    if (each === undefined) return [];
    const tie = each !== 'a' && each !== 'b';
    const absolute = tie && each !== 'tie' ? each : undefined;
    const outcome = tie ? ('tie' as const) : each;
    return [{ judgeId, judge, person, pair: `p${i}`, query: `q${i}`, dimension: 'overall' as const, outcome, absolute, flipped }];
  });
}

const of = (figures: AnnotationAgreement, question: string) => figures.questions.find((each) => each.question === question);

describe('agreement of annotators', () => {
  const ann = ratings(1, 'ann', true, ['a', 'a', 'b', 'good', 'fair']);
  const bob = ratings(2, 'bob', true, ['a', 'b', 'b', 'fair', 'fair']);
  const figures = annotationAgreement([...ann, ...bob], { seed: 1 });

  it('counts the same answers: four of five, with all ties one answer', () => {
    expect(of(figures, 'overall')?.people[0]).toMatchObject({ a: 'ann', b: 'bob', pairs: 5, sameAnswer: { value: 0.8 } });
  });

  it('takes chance out by kappa, each pair counted in both orders', () => {
    // Of 10 mirrored answers each says a 3, b 3, tie 4 times: chance .09 + .09 + .16 = .34; kappa (.8 - .34) / .66.
    expect(of(figures, 'overall')?.people[0]?.kappa.value).toBeCloseTo(0.46 / 0.66, 10);
  });

  it('tells the kinds of tie apart where five answers are asked for: three of five', () => {
    expect(of(figures, 'five')?.people[0]?.sameAnswer.value).toBeCloseTo(0.6, 10);
  });

  it('does not depend on which report is called a', () => {
    const flip = (rating: PairOpinion): PairOpinion => ({
      ...rating,
      outcome: rating.outcome === 'a' ? 'b' : rating.outcome === 'b' ? 'a' : 'tie',
    });
    const turned = [...ann, ...bob].map((rating) => (rating.pair === 'p0' || rating.pair === 'p1' ? flip(rating) : rating));
    const again = of(annotationAgreement(turned, { seed: 1 }), 'overall');
    expect(again?.people[0]?.kappa.value).toBe(of(figures, 'overall')?.people[0]?.kappa.value);
    expect(again?.alpha?.value).toBe(of(figures, 'overall')?.alpha?.value);
  });

  it('gives alpha over all of them: 20 mirrored answers in 10 units', () => {
    // Two of the 10 units differ: observed 2/10; a 6, b 6, tie 8 of 20: expected 1 - (6*5 + 6*5 + 8*7) / (20*19) = 264/380.
    expect(of(figures, 'overall')?.alpha).toMatchObject({ pairs: 5, raters: 2 });
    expect(of(figures, 'overall')?.alpha?.value).toBeCloseTo(1 - 0.2 / (264 / 380), 10);
  });

  it('counts as raters who share a pair with somebody', () => {
    const apart = ratings(3, 'cat', true, [undefined, undefined, undefined, undefined, undefined, 'a']);
    expect(of(annotationAgreement([...ann, ...bob, ...apart], { seed: 1 }), 'overall')?.alpha).toMatchObject({ pairs: 5, raters: 2 });
  });

  it('says nothing where nobody rated the same pair, and gives no interval on few queries', () => {
    const apart = annotationAgreement([...ratings(1, 'ann', true, ['a']), ...ratings(2, 'bob', true, [undefined, 'a'])], { seed: 1 });
    expect(of(apart, 'overall')).toEqual({ question: 'overall', alpha: null, people: [], judges: [] });
    const few = annotationAgreement([...ratings(1, 'ann', true, ['a', 'b']), ...ratings(2, 'bob', true, ['a', 'a'])], { seed: 1 });
    expect(of(few, 'overall')?.people[0]?.sameAnswer).toEqual({ value: 0.5, ci: null });
    expect(of(figures, 'overall')?.people[0]?.sameAnswer.ci).not.toBeNull();
  });
});

describe('agreement with model judges', () => {
  const people = [...ratings(1, 'ann', true, ['a', 'b']), ...ratings(2, 'bob', true, ['a', 'a'])];

  it('is with each annotator and with all together', () => {
    const figures = annotationAgreement([...people, ...ratings(3, 'model', false, ['a', 'a'], false)], { seed: 1 });
    expect(of(figures, 'overall')?.judges.map(({ a, b, pairs, sameAnswer }) => [a, b, pairs, sameAnswer.value])).toEqual([
      // Over four opinions of two pairs.
      ['*', 'model', 2, 0.75],
      ['ann', 'model', 2, 0.5],
      ['bob', 'model', 2, 1],
    ]);
  });

  it('counts how often a judge changed its mind with the order', () => {
    const judge = [...ratings(3, 'model', false, ['tie'], true), ...ratings(3, 'model', false, [undefined, 'a'], false)];
    expect(annotationAgreement([...people, ...judge], { seed: 1 }).judges).toEqual([{ name: 'model', pairs: 2, bothOrders: 2, flips: 1 }]);
  });

  it('numbers two judges of one name', () => {
    const twins = [...ratings(3, 'model', false, ['a']), ...ratings(4, 'model', false, ['b'])];
    expect(annotationAgreement([...people, ...twins], { seed: 1 }).judges.map(({ name }) => name)).toEqual(['model', 'model #2']);
  });
});
