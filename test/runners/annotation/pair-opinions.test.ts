import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../judge/pairwise/outcome.ts';
import { storeAnswer } from '../../../runners/annotation/annotations.ts';
import { type PairOpinion, pairOpinions } from '../../../runners/annotation/pair-opinions.ts';
import { readPairs } from '../../../runners/annotation/pairs.ts';
import { itemOf } from '../../../runners/annotation/queue.ts';
import { storeComparison } from '../../../runners/store/comparisons.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { AT, storeOf, task, written } from './fixture.ts';

const ANSWER = { overall: 'left', completeness: 'tie', depth: 'tie', fitness: 'tie', readability: 'tie', justification: '' } as const;

function setUp() {
  const store = storeOf(written([task('t1')], ['a1', 'a2']));
  const pairs = readPairs(store);
  const pair = pairs[0];
  if (pair === undefined) throw new Error('no pair');
  const [low, high] = pair.reports.map(({ id }) => id).sort((x, y) => x - y) as [number, number];
  const judgeId = storeJudge(store, { name: 'model', identity: { kind: 'model' } });
  /** The nth thing that the judge says. */
  let said = 0;
  const compare = (
    order: 'straight' | 'turned',
    outcome: Outcome,
    trial = 1,
    more: { absolute?: 'good' | 'fair'; brief?: string; masked?: string } = {},
  ) => {
    const { absolute, brief = pair.brief, masked = '' } = more;
    const [firstReport, secondReport] = order === 'straight' ? [low, high] : [high, low];
    const key = {
      judgeId,
      queryId: pair.queryId,
      firstReport,
      secondReport,
      dimension: 'overall',
      briefHash: brief,
      maskedHash: masked,
      trial,
    } as const;
    storeComparison(store, key, { outcome, reason: '', quotes: [], ...(absolute && { absolute }) }, `${AT}${said++}`);
  };
  const item = itemOf('ann', pair);
  const overall = (person: boolean): PairOpinion | undefined =>
    pairOpinions(store, pairs).find((rating) => rating.dimension === 'overall' && rating.person === person);
  return {
    store,
    item,
    low,
    compare,
    overall,
    answer: (overall: 'left' | 'right' | 'fair') => storeAnswer(store, 'ann', item, { ...ANSWER, overall }, AT),
  };
}

describe('a person’s opinion', () => {
  it('is of the reports, whichever side they were shown on, and the newest counts', () => {
    const { item, low, answer, overall } = setUp();
    answer('left');
    expect(overall(true)).toMatchObject({ outcome: item.left.id === low ? 'a' : 'b', judge: 'ann', flipped: undefined });
    answer('fair');
    expect(overall(true)).toMatchObject({ outcome: 'tie', absolute: 'fair' });
  });
});

describe('a model judge’s opinion', () => {
  it('counts where a person has rated the pair', () => {
    const { compare, overall, answer } = setUp();
    compare('straight', 'a');
    expect(overall(false)).toBeUndefined();
    answer('left');
    expect(overall(false)).toMatchObject({ outcome: 'a', flipped: undefined });
  });

  it.each<[Outcome, Outcome, string, boolean]>([
    ['a', 'b', 'a', false],
    ['b', 'a', 'b', false],
    ['a', 'a', 'tie', true],
    ['a', 'tie', 'tie', true],
    ['tie', 'tie', 'tie', false],
  ])('said %s, and %s in the other order: %s', (straight, turned, outcome, flipped) => {
    const { compare, overall, answer } = setUp();
    answer('left');
    compare('straight', straight);
    compare('turned', turned);
    expect(overall(false)).toMatchObject({ outcome, flipped });
  });

  it('seen in the other order only is turned round', () => {
    const { compare, overall, answer } = setUp();
    answer('left');
    compare('turned', 'a');
    expect(overall(false)).toMatchObject({ outcome: 'b' });
  });

  it('goes by the balance of its trials: a, a and b are a', () => {
    const { compare, overall, answer } = setUp();
    answer('left');
    for (const trial of [1, 2]) {
      compare('straight', 'a', trial);
      compare('turned', 'b', trial);
    }
    compare('straight', 'b', 3);
    compare('turned', 'a', 3);
    expect(overall(false)).toMatchObject({ outcome: 'a', absolute: undefined });
  });

  it('keeps how good both are where both orders say the same', () => {
    const { compare, overall, answer } = setUp();
    answer('left');
    compare('straight', 'tie', 1, { absolute: 'good' });
    compare('turned', 'tie', 1, { absolute: 'good' });
    expect(overall(false)).toMatchObject({ outcome: 'tie', absolute: 'good' });
  });

  it('is what it said when it was told what the task now says, and not of another benchmark’s notes', () => {
    const { compare, overall, answer } = setUp();
    answer('left');
    compare('straight', 'a');
    compare('turned', 'b');
    compare('straight', 'b', 1, { brief: 'other notes' });
    compare('turned', 'a', 1, { brief: 'other notes' });
    expect(overall(false)).toMatchObject({ outcome: 'a', flipped: false });
  });

  it('is of one look at the reports: the newest that saw both orders', () => {
    const { compare, overall, answer } = setUp();
    answer('left');
    compare('straight', 'a');
    compare('turned', 'b');
    compare('straight', 'b', 1, { masked: 'a name' });
    expect(overall(false)).toMatchObject({ outcome: 'a', flipped: false });
    compare('turned', 'a', 1, { masked: 'a name' });
    expect(overall(false)).toMatchObject({ outcome: 'b', flipped: false });
  });
});
