import { describe, expect, it } from 'vitest';
import { fold, quoteChecker } from '../../../judge/reading/quotes.ts';

/** Share of the quotes that stand in the report. */
const verified = (report: string, ...quotes: string[]) =>
  quoteChecker(report)(quotes).filter((quote) => quote.verified).length / quotes.length;

describe('a quote stands in the report', () => {
  it.each([
    ['word for word', 'Sales rose by 12% in 2024.', 'rose by 12%'],
    ['in another case', 'Sales Rose', 'sales rose'],
    ['without the markdown', 'Sales **rose** by `12%` and _fell_ later', 'Sales rose by 12% and fell later'],
    ['with markdown that the report lacks', 'Sales rose by 12%', '**Sales** rose by 12%'],
    ['over a heading, a list and a line break', '## Sales\n\n- rose\n- by 12%', 'Sales rose by 12%'],
    ['over table bars', '| Sales | 12% |', 'Sales 12%'],
    ['without the address of a link', 'Sales [rose](https://example.org/a) by 12%', 'Sales rose by 12%'],
    ['with the link written out', 'Sales [rose](https://example.org/a) by 12%', 'Sales [rose](https://example.org/a) by 12%'],
    ['without the address of a numbered source', 'Sales rose [[1]](https://example.org/a) by 12%', 'Sales rose [1] by 12%'],
    ['without an address that holds brackets', 'In [Java](https://example.org/Java_(island)) it rose', 'In Java it rose'],
    ['in full-width forms', '增长１２％（２０２４）', '增长12%(2024)'],
    ['in half-width forms', '增长12%(2024),很快', '增长１２％（２０２４），很快'],
    ['with Latin stops for Chinese ones', '销售增长。利润、成本下降', '销售增长.利润,成本下降'],
    ['with spaces between Chinese and Latin', '使用GPT模型的成本', '使用 GPT 模型的成本'],
    ['with other quotation marks', '他说“增长”了', '他说「增长」了'],
    ['with other dashes', 'long-term—growth', 'long‑term - growth'],
    ['with other white space', 'Sales\u00a0rose\u200b by', 'Sales rose by'],
    ['with an ellipsis between its pieces', 'Sales rose by 12%, costs fell by 3%.', 'Sales rose … costs fell'],
    ['with [...] between its pieces', 'Sales rose by 12%, costs fell by 3%.', 'Sales rose [...] fell by 3%'],
    ['with a Chinese ellipsis at its ends', '销售增长，成本下降', '……增长……下降……'],
    ['without the numbers of sources', 'Sales rose [1][2, 3] by 12%[^4] in 2024【5†source】.', 'Sales rose by 12% in 2024.'],
    ['without numbered links', 'Sales rose [[1]](https://a.org/x) by 12% [2](https://a.org) in 2024.', 'Sales rose by 12% in 2024.'],
    ['without a source in brackets', 'Sales rose by 12% ([Reuters](https://a.org), [FT](https://b.org)).', 'Sales rose by 12%.'],
    ['without the marks of a search product', 'Sales rose\ue200cite\ue202turn0search3\ue201 by 12% citeturn0news1.', 'Sales rose by 12%.'],
    ['without another product’s', 'Sales rose :contentReference[oaicite:0]{index=0} by 12%.', 'Sales rose by 12%.'],
    ['without raised numbers', 'Sales rose<sup>3</sup> by 12%¹².', 'Sales rose by 12%.'],
    ['with marks that the report lacks', 'Sales rose by 12%.', 'Sales rose [1] by 12% [2].'],
    ['with an accent that is a character of its own', 'Le cafe\u0301 au lait', 'caf\u00e9'],
    ['in Korean syllables that are written in parts', '\u1112\u1161\u11ab\u1100\u1173\u11af', '\ud55c\uae00'],
    ['though the report itself has an ellipsis', 'Sales rose... then fell', 'rose... then'],
  ])('%s', (_, report, quote) => expect(verified(report, quote)).toBe(1));
});

describe('a quote does not stand in the report', () => {
  it.each([
    ['as a paraphrase', 'Sales rose by 12% in 2024.', 'In 2024 sales increased by 12%'],
    ['with another figure', 'Sales rose by 12%', 'Sales rose by 13%'],
    ['with a word left out', 'Sales hardly rose', 'Sales rose'],
    ['with its pieces in another order', 'Sales rose by 12%, costs fell by 3%.', 'costs fell … Sales rose'],
    ['with one piece made up', 'Sales rose by 12%', 'Sales rose … profits doubled'],
    ['with one passage quoted as two', 'Sales rose', 'Sales rose … Sales rose'],
    ['as a translation', '销售增长', 'sales grew'],
    ['empty', 'Sales rose', ''],
    ['of layout alone', 'Sales ** rose', ' ** '],
    ['of an ellipsis alone', 'Sales rose ... fell', '...'],
    ['from an address', 'Sales [rose](https://example.org/fell)', 'fell'],
  ])('%s', (_, report, quote) => expect(verified(report, quote)).toBe(0));

  it('in an empty report', () => expect(verified('', 'Sales')).toBe(0));
});

describe('the place of a quote', () => {
  it.each([
    ['Sales rose by 12%.', 'rose by', 'rose by'],
    ['Sales **rose** by `12%`.', 'rose by 12%', 'rose** by `12%'],
    ['In 2024 sales [rose](https://a.org) [1] by 12%, costs fell.', 'sales rose by 12%', 'sales [rose](https://a.org) [1] by 12%'],
    ['Up: sales rose, then fell. End.', 'sales rose ... fell', 'sales rose, then fell'],
    ['😀 增长１２％，很快。', '增长12%', '增长１２％'],
    ['Un cafe\u0301 noir', 'café', 'cafe\u0301'],
  ])('in "%s" of "%s"', (report, quote, there) => {
    const [found] = quoteChecker(report)([quote]);
    expect([found?.verified, report.slice(found?.start, found?.end)]).toEqual([true, there]);
  });

  it('is not said where it does not stand', () => {
    expect(quoteChecker('Sales rose.')(['fell'])).toEqual([{ text: 'fell', verified: false }]);
  });
});

describe('quotes of one letter over and over', () => {
  it('are looked for in a time that grows with the report, not with the quote as well', () => {
    const started = performance.now();
    const quotes = Array.from({ length: 10 }, () => `${'a'.repeat(1_999)}b`);
    expect(verified('a'.repeat(1_000_000), ...quotes)).toBe(0);
    expect(verified(`${'a'.repeat(1_000_000)}b`, ...quotes)).toBe(1);
    // The product takes more than ten times as long.
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

describe('hostile reports', () => {
  it.each(['[', '![', '[a](', '[[a', '[a](b', '](', '... ', '* ', '[](('])('of "%s" over and over are normalised fast', (piece) => {
    const started = performance.now();
    for (const marks of ['with citations', 'without citations'] as const) fold(piece.repeat(1_000_000 / piece.length), marks);
    // Quadratic work on a million characters would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
