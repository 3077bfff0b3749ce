import { describe, expect, it } from 'vitest';
import { type Pair, pairKey, readPairs } from '../../../runners/annotation/pairs.ts';
import { itemOf, type PairState, queueOf } from '../../../runners/annotation/queue.ts';
import { RUBRIC, storeOf, storeReports, task, written } from './fixture.ts';

const pair = (query: number, hasRubric = false): Pair => ({
  queryId: query,
  queryHash: `q${query}`,
  taskId: query,
  hasRubric,
  brief: '',
  reports: [
    { id: query * 10, hash: `r${query}a` },
    { id: query * 10 + 1, hash: `r${query}b` },
  ],
});
const keyOf = ({ queryId, reports: [one, other] }: Pair) => pairKey(queryId, one.id, other.id);
const pairs = Array.from({ length: 40 }, (_, i) => pair(i + 1));
const states = (entries: readonly (readonly [Pair, Partial<PairState>])[]) =>
  new Map(entries.map(([each, state]) => [keyOf(each), { answered: false, others: 0, skippedAt: undefined, ...state }]));
const tokens = (items: readonly { token: string }[]) => items.map(({ token }) => token);
const queries = (items: readonly { pair: Pair }[]) => items.map((item) => item.pair.queryId);

describe('the queue of a person', () => {
  it('is the same every time, and another for another person', () => {
    const [ann, again, bob] = ['ann', 'ann', 'bob'].map((name) => queueOf(name, pairs, new Map(), 2));
    expect(queries(ann?.open ?? [])).toEqual(queries(again?.open ?? []));
    expect(queries(ann?.open ?? [])).not.toEqual(queries(bob?.open ?? []));
    expect(tokens(ann?.open ?? []).some((token) => tokens(bob?.open ?? []).includes(token))).toBe(false);
  });

  it('does not depend on the order in which the store gives the pairs', () => {
    expect(tokens(queueOf('ann', [...pairs].reverse(), new Map(), 2).open)).toEqual(tokens(queueOf('ann', pairs, new Map(), 2).open));
  });

  it('shows each report of a pair on either side, by person and pair, about half the time', () => {
    const swapped = pairs.filter((each) => itemOf('ann', each).left.hash !== each.reports[0].hash).length;
    // 40 fair coins: outside 8..32 less than once in ten thousand.
    expect(swapped).toBeGreaterThan(8);
    expect(swapped).toBeLessThan(32);
    for (const each of pairs) expect(itemOf('ann', each)).toEqual(itemOf('ann', each));
  });

  it('begins with tasks that have no rubric', () => {
    const mixed = pairs.map((each, i) => ({ ...each, hasRubric: i % 2 === 0 }));
    const order = queueOf('ann', mixed, new Map(), 2).open.map((item) => item.pair.hasRubric);
    expect(order).toEqual([...Array(20).fill(false), ...Array(20).fill(true)]);
  });

  it('gives a pair to two people before a third, and to a second before new ones are begun', () => {
    const [one, two, three] = [pair(1), pair(2), pair(3)];
    const queue = queueOf(
      'cat',
      [one, two, three],
      states([
        [two, { others: 1 }],
        [three, { others: 2 }],
      ]),
      2,
    );
    expect(queries(queue.open)).toEqual([2, 1]);
    expect(queries(queue.extra)).toEqual([3]);
  });

  it('leaves out what the person has answered and counts it', () => {
    const queue = queueOf('ann', pairs.slice(0, 3), states([[pair(1), { answered: true, others: 5 }]]), 2);
    expect(queue.done).toBe(1);
    expect(queries(queue.open).sort()).toEqual([2, 3]);
    expect(queue.all).toHaveLength(3);
  });

  it('puts what was skipped last, the longest waiting first', () => {
    const queue = queueOf(
      'ann',
      pairs.slice(0, 4),
      states([
        [pair(1), { skippedAt: 2 }],
        [pair(2), { skippedAt: 1 }],
      ]),
      2,
    );
    expect(queries(queue.open).slice(2)).toEqual([2, 1]);
    expect(queue.skipped).toBe(2);
  });
});

describe('pairs of reports', () => {
  it('are all pairs of agents on one query: three agents on two queries make six', () => {
    const found = readPairs(storeOf(written([task('t1'), task('t2', { rubric: RUBRIC })])));
    expect(found).toHaveLength(6);
    expect(found.filter(({ hasRubric }) => hasRubric)).toHaveLength(3);
  });

  it('leave out agents without a report, and a report that two agents share', () => {
    const store = storeOf([
      { task: task('t1'), reports: { a1: 'the same', a2: 'the same', a3: 'another' } },
      { task: task('t2'), reports: { a1: 'alone' } },
    ]);
    expect(readPairs(store)).toHaveLength(1);
  });

  it('come with the version of the task that was planned last', () => {
    const bare = written([task('t1')]);
    const store = storeOf(bare);
    const rubricked = () => readPairs(store).every(({ hasRubric }) => hasRubric);
    storeReports(store, written([task('t1', { rubric: RUBRIC })]));
    expect(rubricked()).toBe(true);
    storeReports(store, bare);
    expect(rubricked()).toBe(false);
  });

  it('are those of a sweep where one is named', () => {
    const store = storeOf(written([task('t1')]));
    expect(readPairs(store, 'test')).toHaveLength(3);
    expect(readPairs(store, 'other')).toHaveLength(0);
  });
});
