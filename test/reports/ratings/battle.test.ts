import { expect, test } from 'vitest';
import { BattleTableBuilder, battleTable, TIED, WON_BY_A, WON_BY_B } from '../../../reports/ratings/battle.ts';

test('agents are numbered by name, battles keep their order, queries become clusters', () => {
  const table = battleTable([
    { query: 'q1', a: 'zeta', b: 'alpha', outcome: 'a' },
    { query: 'q2', a: 'alpha', b: 'zeta', outcome: 'b' },
    { query: 'q1', a: 'beta', b: 'zeta', outcome: 'tie' },
  ]);
  expect(table.agents).toEqual(['alpha', 'beta', 'zeta']);
  expect([...table.a]).toEqual([2, 0, 1]);
  expect([...table.b]).toEqual([0, 2, 2]);
  expect([...table.outcome]).toEqual([WON_BY_A, WON_BY_B, TIED]);
  expect([...table.cluster]).toEqual([0, 1, 0]);
  expect(table).toMatchObject({ length: 3, clusters: 2 });
});

test('a battle without a query is a cluster of its own', () => {
  const table = battleTable([
    { a: 'x', b: 'y', outcome: 'a' },
    { query: 'q', a: 'x', b: 'y', outcome: 'a' },
    { a: 'x', b: 'y', outcome: 'a' },
    { query: 'q', a: 'x', b: 'y', outcome: 'a' },
  ]);
  expect([...table.cluster]).toEqual([0, 1, 2, 1]);
});

test('the table grows past its first size', () => {
  const builder = new BattleTableBuilder();
  for (let i = 0; i < 5000; i++) builder.add({ query: `q${i % 7}`, a: 'x', b: 'y', outcome: i % 2 === 0 ? 'a' : 'tie' });
  const table = builder.build();
  expect(table).toMatchObject({ length: 5000, clusters: 7 });
  expect(table.outcome[4999]).toBe(TIED);
  expect(table.cluster[4999]).toBe(4999 % 7);
});

test('an agent against itself and no battles at all are refused', () => {
  expect(() => battleTable([{ a: 'x', b: 'x', outcome: 'a' }])).toThrow('expected a battle of two agents, got "x" against itself');
  expect(() => battleTable([])).toThrow('expected at least one battle');
});
