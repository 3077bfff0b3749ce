/** Battles counted pair by pair, and several opinions on one battle made one. */
import { describe, expect, it } from 'vitest';
import { consensus } from '../../../reports/head-to-head/consensus.ts';
import { headToHeads } from '../../../reports/head-to-head/head-to-head.ts';
import { pairedComparison } from '../../../reports/stats/paired.ts';
import type { BattleRow } from '../../../runners/store/battle-row.ts';
import { sentence } from './fixture.ts';

function battle(a: string, b: string, outcome: BattleRow['outcome'], more: Partial<BattleRow> = {}): BattleRow {
  return {
    task: 't1',
    benchmark: 'bench',
    domain: 'STEM',
    a,
    b,
    outcome,
    dimension: 'overall',
    judge: 'j',
    by: 'model',
    trial: 1,
    flipped: false,
    ...more,
  };
}

describe('head to head', () => {
  it('counts a query once, by what most judges say', () => {
    const rows = [
      battle('x', 'y', 'a'),
      battle('x', 'y', 'a', { judge: 'k' }),
      battle('x', 'y', 'b', { judge: 'l' }),
      battle('y', 'x', 'a', { task: 't2' }),
      battle('x', 'y', 'tie', { task: 't3', flipped: true }),
    ];
    const [found] = headToHeads(rows);
    expect(found).toMatchObject({ a: 'x', b: 'y', overall: { wins: 1, losses: 1, ties: 1 }, flips: { flipped: 1, judged: 5 } });
    expect(found?.judges).toEqual([
      { name: 'j', queries: 3, differs: 0 },
      { name: 'k', queries: 1, differs: 0 },
      { name: 'l', queries: 1, differs: 1 },
    ]);
    expect(headToHeads(rows, { of: 'y' })[0]).toMatchObject({ a: 'y', b: 'x', overall: { wins: 1, losses: 1, ties: 1 } });
  });

  it('gives a judge one vote, that of most of its trials, and averages what all said', () => {
    // Five trials, one of which says a: a tie on each of 20 queries, although a is ahead by a fifth.
    const trials = Array.from({ length: 20 }, (_, q) =>
      (['a', 'tie', 'tie', 'tie', 'tie'] as const).map((outcome, i) => battle('x', 'y', outcome, { task: `q${q}`, trial: i + 1 })),
    ).flat();
    const [same] = headToHeads(trials, { margin: 0.1 });
    expect(same).toMatchObject({ overall: { wins: 0, ties: 20, losses: 0, signTest: { p: 1 }, margin: { refused: 'undecided' } } });
    expect(same?.perQuery).toMatchObject({ mean: expect.closeTo(0.2, 9) as number, ci: null });
    // One judge five times for x, three others for y: y has it.
    const pool = Array.from({ length: 20 }, (_, q) => [
      ...[1, 2, 3, 4, 5].map((trial) => battle('x', 'y', 'a', { task: `q${q}`, judge: 'j1', trial })),
      ...['j2', 'j3', 'j4'].map((judge) => battle('x', 'y', 'b', { task: `q${q}`, judge })),
    ]).flat();
    const [pooled] = headToHeads(pool);
    expect(pooled?.overall).toMatchObject({ wins: 0, ties: 0, losses: 20 });
    expect(pooled?.perQuery?.mean).toBeCloseTo(-0.5, 9);
    expect(pooled?.judges[0]).toEqual({ name: 'j1', queries: 20, differs: 20 });
  });

  it('tests the mean over queries of several trials by t', () => {
    const queries = [
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, -1],
      [1, 0, 0],
      [0, 0, 0],
      [-1, -1, 0],
      [1, 0, 1],
      [0, 1, 0],
      [0, 0, 0],
      [1, -1, 0],
      [0, 1, 0],
      [-1, 0, 0],
    ];
    const rows = queries.flatMap((trials, q) =>
      trials.map((side, i) => battle('x', 'y', side > 0 ? 'a' : side < 0 ? 'b' : 'tie', { task: `q${q}`, trial: i + 1 })),
    );
    const [found] = headToHeads(rows, { margin: 0.1 });
    const near = (value: number) => expect.closeTo(value, 6) as number;
    expect(found?.perQuery).toMatchObject({ mean: near(0.111111), se: near(0.118445), df: 11, ci: [near(-0.149584), near(0.371806)] });
    expect(found?.overall.margin).toMatchObject({ test: 't', z: near(1.782358), p: near(0.051139) });
  });

  it('adjusts several margin tests after Holm, and claims no more than they allow', () => {
    const met = (other: string, wins: number, ties: number, losses: number) =>
      [...Array<'a'>(wins).fill('a'), ...Array<'tie'>(ties).fill('tie'), ...Array<'b'>(losses).fill('b')].map((outcome, i) =>
        battle('mine', other, outcome, { task: `q${i}` }),
      );
    const alone = headToHeads(met('one', 30, 17, 23), { of: 'mine', margin: 0.1 })[0];
    // One comparison, one test: p = 0.026941 as the worked example has it.
    expect(alone?.overall.margin?.p).toBeCloseTo(0.026941, 6);
    expect(alone?.overall.margin?.adjustedP).toBeUndefined();
    expect(alone?.verdict).toContain('is not worse than one by more than 10.0%');
    const two = headToHeads([...met('one', 30, 17, 23), ...met('two', 30, 17, 23)], { of: 'mine', margin: 0.1 });
    // Two equal ones: each costs twice its p.
    for (const { overall, verdict } of two) {
      expect(overall.margin?.adjustedP).toBeCloseTo(2 * 0.026941, 5);
      expect(verdict).toContain('is not shown either (z = 1.93, one-sided p after Holm = 0.054)');
      expect(verdict).toContain('(sign test, Holm-adjusted p = 0.820)');
    }
  });

  it('claims no power that the sign test cannot have', () => {
    const verdict = (...counts: [number, number, number]) => sentence('en', 'x', 'y', pairedComparison(...counts));
    // 2 x 0.5^5 = 0.0625, and 2 x 0.5^6 = 0.03125.
    expect(verdict(1, 0, 0)).toBe(
      'No difference between x and y is shown on 1 query (sign test p = 1.000). The sign test cannot show a difference with 1 decided query.',
    );
    expect(verdict(5, 9, 0)).toContain('cannot show a difference with 5 decided queries.');
    expect(verdict(0, 3, 0)).toContain('cannot show a difference with 0 decided queries.');
    expect(verdict(5, 0, 1)).toContain('With 6 queries, a true net win rate of 92.7% or more would be shown in at least 80% of cases.');
    expect(sentence('zh', '甲', '乙', pairedComparison(5, 0, 0))).toContain('只有 5 个查询分出胜负，符号检验不可能显示差别。');
    expect(sentence('zh', '甲', '乙', pairedComparison(30, 17, 23))).toContain(
      '若真实净胜率为 29.7% 或更高，70 个查询至少有 80% 的机会显示出差别。',
    );
  });

  it('clusters the net win rate by domain where every query has one', () => {
    const on = (domain: string, outcomes: readonly BattleRow['outcome'][]) =>
      outcomes.map((outcome, i) => battle('x', 'y', outcome, { domain, task: `${domain}${i}` }));
    // Mean 1/4; sums of residuals 3/2 and -3/2: se = sqrt(2 x 9/2) / 4.
    const two = headToHeads([...on('Law', ['a', 'a']), ...on('STEM', ['b', 'tie'])])[0]?.domainClustered;
    // With one degree of freedom t reaches far beyond what a net win rate can be.
    expect(two).toMatchObject({ domains: 2, value: 0.25, se: expect.closeTo(0.75, 9) as number, ci: [-1, 1] });
    // Seven domains: t with six degrees of freedom is 2.446912.
    const seven = headToHeads('ABCDEFG'.split('').flatMap((name, i) => on(name, i < 3 ? ['a', 'tie'] : ['b', 'tie'])))[0]?.domainClustered;
    expect(seven?.domains).toBe(7);
    expect((seven?.ci[1] ?? 0) - (seven?.ci[0] ?? 0)).toBeCloseTo(2 * 2.446912 * (seven?.se ?? 0), 6);
    expect(headToHeads(on('Law', ['a', 'b']))[0]?.domainClustered).toBeNull();
    // The same in every domain is no spread, and no interval of no width.
    expect(headToHeads([...on('Law', ['a']), ...on('STEM', ['a']), ...on('Art', ['a'])])[0]?.domainClustered).toBeNull();
    expect(headToHeads([...on('Law', ['a']), battle('x', 'y', 'a', { domain: null, task: 't' })])[0]?.domainClustered).toBeNull();
  });

  it('takes battles on no known query for cases of their own', () => {
    const alone = { task: null, benchmark: null, domain: null, by: 'imported' as const };
    const rows = [battle('x', 'y', 'a', alone), battle('x', 'y', 'a', alone), battle('y', 'x', 'tie', alone)].map(
      // Their file does not say whether both orders were asked.
      ({ flipped: _, ...row }): BattleRow => row,
    );
    expect(headToHeads(rows)[0]).toMatchObject({ overall: { n: 3, wins: 2, ties: 1 }, byDomain: {}, flips: { judged: 0 } });
  });

  it('keeps dimensions and domains apart, and leaves out pairs that never met on the whole', () => {
    const rows = [
      battle('x', 'y', 'a'),
      battle('x', 'y', 'b', { dimension: 'depth' }),
      battle('x', 'y', 'b', { task: 't2', domain: 'Law' }),
      battle('x', 'z', 'b', { dimension: 'depth' }),
    ];
    const found = headToHeads(rows);
    expect(found.map(({ a, b }) => `${a} ${b}`)).toEqual(['x y']);
    expect(found[0]?.byDimension).toEqual({ depth: { wins: 0, ties: 0, losses: 1 } });
    expect(found[0]?.byDomain).toEqual({ Law: { wins: 0, ties: 0, losses: 1 }, STEM: { wins: 1, ties: 0, losses: 0 } });
  });

  it('compares on another dimension where one is named', () => {
    const rows = [
      battle('x', 'y', 'a'),
      battle('x', 'y', 'tie', { dimension: 'depth', absolute: 'good' }),
      battle('x', 'y', 'b', { dimension: 'depth', task: 't2', domain: 'Law' }),
      battle('x', 'z', 'b', { dimension: 'depth' }),
      battle('y', 'z', 'a'),
    ];
    const found = headToHeads(rows, { dimension: 'depth' });
    expect(found.map(({ a, b, dimension }) => `${a} ${b} ${dimension}`)).toEqual(['x y depth', 'x z depth']);
    expect(found[0]).toMatchObject({
      overall: { wins: 0, ties: 1, losses: 1 },
      byDimension: { overall: { wins: 1, ties: 0, losses: 0 } },
      byDomain: { STEM: { ties: 1 }, Law: { losses: 1 } },
      absolute: { good: 1 },
    });
  });

  it('counts how good ties are on the whole only, and ties only', () => {
    const rows = [
      battle('x', 'y', 'tie', { absolute: 'good' }),
      battle('x', 'y', 'tie', { absolute: 'poor', dimension: 'depth' }),
      battle('x', 'y', 'a', { absolute: 'fair', by: 'imported' }),
    ];
    expect(headToHeads(rows)[0]?.absolute).toEqual({ good: 1, fair: 0, poor: 0 });
  });
});

describe('consensus', () => {
  const outcomes = (rows: BattleRow[]) =>
    [...consensus(rows)].map(({ task, dimension, a, b, outcome }) => `${task} ${dimension} ${a} ${b} ${outcome}`);

  it('is what most judges said of a pair on a dimension, however their opinions are mixed, else a tie', () => {
    const rows = [
      battle('x', 'y', 'a', { judge: 'j' }),
      battle('x', 'y', 'b', { judge: 'j', dimension: 'depth' }),
      battle('x', 'y', 'b', { judge: 'k' }),
      battle('x', 'y', 'b', { judge: 'k', dimension: 'depth' }),
      // Imported files name a pair in either way.
      battle('y', 'x', 'b', { judge: 'l', by: 'imported' }),
      battle('x', 'z', 'a'),
      battle('x', 'z', 'b', { judge: 'k' }),
    ];
    expect(outcomes(rows)).toEqual(['t1 overall x y a', 't1 depth x y b', 't1 overall x z tie']);
  });

  it('gives a judge one vote, however many trials it had', () => {
    const trials = (judge: string, ...said: BattleRow['outcome'][]) =>
      said.map((outcome, i) => battle('x', 'y', outcome, { judge, trial: i + 1 }));
    expect(outcomes([...trials('j', 'a', 'a', 'a'), ...trials('k', 'b'), ...trials('l', 'b')])).toEqual(['t1 overall x y b']);
    // A judge says what more than half of its trials say.
    expect(outcomes([...trials('j', 'a', 'tie', 'tie'), ...trials('k', 'a', 'b', 'a')])).toEqual(['t1 overall x y tie']);
    expect(outcomes([...trials('j', 'a', 'b'), ...trials('k', 'a')])).toEqual(['t1 overall x y tie']);
    // One name, two settings: two judges.
    const other = battle('x', 'y', 'b', { judgeHash: 'beef' });
    expect(outcomes([battle('x', 'y', 'a', { judgeHash: 'cafe' }), other, other])).toEqual(['t1 overall x y tie']);
  });

  it('leaves battles on no known query as they are', () => {
    const alone = battle('y', 'x', 'b', { task: null });
    expect([...consensus([alone, alone])]).toEqual([alone, alone]);
  });

  it('keeps a flip and a level that most opinions share', () => {
    const rows = [
      battle('x', 'y', 'tie', { flipped: true }),
      battle('x', 'y', 'tie', { flipped: true, judge: 'k' }),
      battle('x', 'z', 'tie', { absolute: 'good' }),
    ];
    expect([...consensus(rows)]).toMatchObject([
      { flipped: true, judge: 'consensus' },
      { absolute: 'good', flipped: false },
    ]);
  });
});
