import { describe, expect, test } from 'vitest';
import { compareText } from '../../../reports/head-to-head/text.ts';
import { pairedComparison } from '../../../reports/stats/paired.ts';
import { nine, nineTogether, sentence, versus } from './fixture.ts';

describe('a comparison as text', () => {
  const lines = compareText(nine.slice(8)).split('\n');
  const line = (start: string) => lines.find((each) => each.trimStart().startsWith(start)) ?? '';

  test('gives record, rate and beside it what equal agents would get', () => {
    expect(lines[0]).toBe('Step-DeepResearch against Gemini DeepResearch: 30 won, 17 tied, 23 lost (70 queries)');
    // (30 + 17) / 70; (1 + 17/70) / 2.
    expect(line('non-inferiority')).toContain('67.1%; equal agents would get 62.1%: +5.0%, 95% [-5.2%, 14.7%]');
  });

  test('gives tests, the margin and flips', () => {
    // (30 - 23) / 70.
    expect(line('net win rate')).toContain('+10.0%, 95% [-10.3%, 29.4%] (Tango)');
    expect(line('sign test')).toBe('  sign test        p = 0.410');
    expect(line('margin')).toContain('not worse by more than 10.0%: z = 1.93, one-sided p = 0.027');
    expect(line('flips')).toContain('4 of 140 battles judged in both orders');
    expect(line('ties')).toContain('both good 3, both fair 2, both poor 0');
  });

  test('gives dimensions and domains, and ends with the verdict', () => {
    // (30 + 17/2) / 70 = 55%; (23 + 17/2) / 70 = 45%.
    expect(line('completeness')).toMatch(/30-17-23 {2}win rate {2}55\.0% {2}net {2}\+10\.0%/);
    expect(line('depth')).toMatch(/23-17-30 {2}win rate {2}45\.0% {2}net {2}-10\.0%/);
    expect(line('Law')).toMatch(/1-0-3 {2}win rate {2}25\.0%/);
    expect(lines.at(-1)).toMatch(/^ {2}No difference between .* is shown on 70 queries/);
  });

  test('of several gives Holm beside each sign test, and the verdict goes by it', () => {
    // Five of nine stay below 0.05; the last has p = 0.41, and at least 1 after Holm.
    const text = compareText(nineTogether);
    expect(text.split('\n\n')).toHaveLength(9);
    expect(text).toContain('p = 0.410; 1.000 after Holm over 9 comparisons');
    expect(text.match(/ beats /g)).toHaveLength(5);
    expect(text.match(/\(sign test, Holm-adjusted p = /g)).toHaveLength(9);
    // As one of nine the sign test needs more to show.
    expect(text).toContain('a true net win rate of 37.4% or more');
  });

  test('leaves out what there is not, and says that no margin was stated', () => {
    const bare = versus('A', 'B', [3, 0, 1], {
      overall: pairedComparison(3, 0, 1),
      byDimension: {},
      byDomain: {},
      absolute: { good: 0, fair: 0, poor: 0 },
      flips: { flipped: 0, judged: 0 },
    });
    const text = compareText([bare]);
    expect(text).not.toMatch(/flips|dimension|domain|both good/);
    expect(text).toContain('none was stated');
  });

  test('lets no name write to the terminal', () => {
    const text = compareText([versus('\u001b[31ma', 'b\u0000\n', [1, 1, 1])]);
    expect(['\u001b', '\u0000'].filter((character) => text.includes(character))).toEqual([]);
  });
});

describe('the verdict', () => {
  test('claims what the tests show, alike in both languages', () => {
    const won = pairedComparison(59, 6, 5);
    expect(sentence('en', 'a', 'b', won)).toBe('a beats b on these 70 queries (sign test p = 9.0e-13).');
    expect(sentence('zh', '甲', '乙', won)).toBe('在 70 个查询上，甲 胜过 乙（符号检验 p = 9.0e-13）。');
    expect(sentence('zh', '甲', '乙', pairedComparison(5, 6, 59))).toContain('乙 胜过 甲');
    const open = pairedComparison(30, 17, 23, { margin: 0.1 });
    expect(sentence('en', 'a', 'b', open)).toBe(
      'No difference between a and b is shown on 70 queries (sign test p = 0.410); a is not worse than b by more than 10.0% (z = 1.93, one-sided p = 0.027). With 70 queries, a true net win rate of 29.7% or more would be shown in at least 80% of cases.',
    );
    expect(sentence('zh', '甲', '乙', open)).toMatch(/未能显示 甲 与 乙 有差别.*甲 落后 乙 不超过 10\.0%/);
    expect(sentence('zh', '甲', '乙', pairedComparison(23, 17, 30, { margin: 0.1 }))).toContain('也未能显示 甲 落后不超过 10.0%');
    const adjusted = { adjustedP: 0.012, comparisons: 9 };
    expect(sentence('zh', '甲', '乙', won, adjusted)).toBe('在 70 个查询上，甲 胜过 乙（符号检验，Holm 校正 p = 0.012）。');
    expect(sentence('en', 'a', 'b', won, adjusted)).toContain('(sign test, Holm-adjusted p = 0.012)');
  });

  test('says both where a loss is shown and non-inferiority too', () => {
    const both = pairedComparison(800, 2250, 950, { margin: 0.1 });
    expect(sentence('en', 'A', 'B', both)).toBe(
      'B beats A on these 4000 queries (sign test p = 3.7e-4); A is not worse than B by more than 10.0% (z = 5.99, one-sided p = 1.0e-9).',
    );
    expect(sentence('zh', '甲', '乙', both)).toContain('甲 落后 乙 不超过 10.0%');
  });

  test('makes no claim about a margin that only flips or ties speak for, and says how many flipped', () => {
    const of = (wins: number, ties: number, losses: number, flipped: number) => {
      const flips = { flipped, judged: 70 };
      return sentence('en', 'A', 'B', pairedComparison(wins, ties, losses, { margin: 0.1, flips }), { flips });
    };
    expect(of(0, 70, 0, 70)).toContain('; no claim about the margin: 70 of 70 battles changed with the order.');
    expect(of(0, 70, 0, 0)).toContain('; no claim about the margin: nothing is decided.');
    expect(of(30, 17, 23, 17)).toContain('(17 of 70 battles changed with the order, so tested at 7.6%: z = 1.69, one-sided p = 0.045)');
    const one = pairedComparison(1, 0, 0, { margin: 0.5 });
    expect(sentence('en', 'A', 'B', one)).toContain(
      'that A is not worse by more than 50.0% is not shown either (exact one-sided p = 0.250)',
    );
  });

  test('takes the weaker claim where domains are clusters, from five domains on', () => {
    const won = pairedComparison(40, 0, 20);
    const of = (domains: number) => sentence('en', 'A', 'B', won, { domainClustered: { domains, p: 0.465 } });
    expect(of(6)).toBe(
      'No difference between A and B is shown when 6 domains are clusters (p = 0.465), although on these 60 queries alone sign test p = 0.013.',
    );
    expect(of(2)).toContain('A beats B');
  });
});
