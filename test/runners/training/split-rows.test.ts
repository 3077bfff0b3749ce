/** Splits by group: nothing of a group, nor a near duplicate of what is held back, is learnt from. */
import { describe, expect, it } from 'vitest';
import { complete, type LabelledRow } from '../../../runners/training/label-row.ts';
import { NearDuplicates } from '../../../runners/training/near-duplicates.ts';
import { splitRows } from '../../../runners/training/split-rows.ts';

/** Texts of words that no two of them share. */
const textOf = (name: string, words = 80) => Array.from({ length: words }, (_, i) => `${name}w${i}`).join(' ');
const rowOf = (group: string, criterion: string, report = textOf(group)) =>
  complete({ query: 'Q?', report, criterion, weight: 1, label: 'partial', group }) as LabelledRow;
const GROUPS = Array.from({ length: 60 }, (_, i) => `g${i}`);

describe('splitRows', () => {
  const rows = GROUPS.flatMap((group) => [rowOf(group, 'a'), rowOf(group, 'b')]);
  const splitOf = (of: readonly LabelledRow[]) => new Map(splitRows(of).rows.map(({ group, split }) => [group, split]));

  it('keeps each group in one split, about a tenth for each that is held back', () => {
    const { rows: placed } = splitRows(rows);
    for (const group of GROUPS) expect(new Set(placed.filter((row) => row.group === group).map(({ split }) => split)).size).toBe(1);
    const held = [...splitOf(rows).values()].filter((split) => split !== 'train').length;
    expect(held).toBeGreaterThanOrEqual(6);
    expect(held).toBeLessThanOrEqual(20);
  });

  it('moves no group when rows come, and fills every split from three groups on', () => {
    const [before, after] = [splitOf(rows.slice(0, 80)), splitOf(rows)];
    for (const [group, split] of before) expect(after.get(group)).toBe(split);
    expect(new Set(splitOf(rows.slice(0, 6)).values())).toEqual(new Set(['train', 'dev', 'test']));
    expect(new Set(splitOf(rows.slice(0, 2)).values())).toEqual(new Set(['train']));
  });

  it('leaves out of learning what is nearly a text that is held back', () => {
    const splits = splitOf(rows);
    const [test] = [...splits].find(([, split]) => split === 'test') ?? [''];
    const [train] = [...splits].find(([, split]) => split === 'train') ?? [''];
    const copy = rowOf(train, 'c', `${textOf(test)} and one more`);
    const { rows: placed, nearDuplicates } = splitRows([...rows, copy]);
    expect(nearDuplicates).toBe(1);
    expect(placed.map(({ id }) => id)).not.toContain(copy.id);
    // Within one group the same text is no leak.
    expect(splitRows([...rows, rowOf(train, 'c', textOf(train))]).nearDuplicates).toBe(0);
  });

  it('counts alike queries as one only where a query is the group', () => {
    const asking = Array.from({ length: 40 }, (_, i) => textOf(`q${i}`, 12));
    const byQuery = asking.map((query, i) => ({ ...rowOf(query, 'a', textOf(`r${i}`)), query }));
    expect(splitRows(byQuery).nearDuplicates).toBe(0);
    const twins = asking.map((query, i) => ({ ...rowOf(`${query} please`, 'b', textOf(`s${i}`)), query: `${query} please` }));
    expect(splitRows([...byQuery, ...twins]).nearDuplicates).toBeGreaterThan(0);
    expect(splitRows(rows).nearDuplicates).toBe(0);
  });
});

describe('NearDuplicates', () => {
  it.each([
    ['the same text', textOf('a'), true],
    ['a few words changed', textOf('a').replace('aw9 ', 'x ').replace('aw50 ', 'y '), true],
    ['half of it', textOf('a', 40), false],
    ['another', textOf('b'), false],
    ['nothing', '', false],
  ])('%s', (_, text, expected) => {
    const known = new NearDuplicates();
    known.add(textOf('a', 120));
    known.add(textOf('a'));
    expect(known.has(text)).toBe(expected);
  });

  it('sees Chinese by its characters', () => {
    const known = new NearDuplicates();
    const text =
      '国家能源局公布的数据显示二零一九年新增风电装机容量再次高于往年水平其中沿海省份的增幅最为明显专家认为补贴政策发挥了关键作用不过电网消纳能力仍然是一个需要解决的重要难题';
    known.add(text);
    expect(known.has(`${text}。`)).toBe(true);
    expect(known.has([...text].reverse().join(''))).toBe(false);
  });
});
