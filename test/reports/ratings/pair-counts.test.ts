import { expect, test } from 'vitest';
import { battleTable } from '../../../reports/ratings/battle.ts';
import { countBattles, totalCounts } from '../../../reports/ratings/pair-counts.ts';

const table = battleTable([
  { query: 'q1', a: 'x', b: 'y', outcome: 'a' },
  { query: 'q1', a: 'y', b: 'x', outcome: 'b' },
  { query: 'q2', a: 'y', b: 'x', outcome: 'a' },
  { query: 'q2', a: 'y', b: 'z', outcome: 'tie' },
]);

test('three counts a pair, whichever side an agent stood on', () => {
  const counted = countBattles(table, false);
  expect([...counted.pairs.first]).toEqual([0, 1]);
  expect([...counted.pairs.second]).toEqual([1, 2]);
  // x-y: x won 2, y won 1; y-z: one tie.
  expect([...totalCounts(counted, 0)]).toEqual([2, 1, 0, 0, 0, 1]);
});

test('equal battles of a query are stored once, with their number', () => {
  const { clusters } = countBattles(table, false);
  expect([...clusters.start]).toEqual([0, 1, 3]);
  expect([...clusters.cell]).toEqual([0, 1, 5]);
  expect([...clusters.count]).toEqual([2, 1, 1]);
});

test('a prior is half a win each way, for pairs that never met too', () => {
  const counted = countBattles(table, true);
  expect([...counted.pairs.first]).toEqual([0, 0, 1]);
  expect([...totalCounts(counted, 1)]).toEqual([2.5, 1.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 1]);
});
