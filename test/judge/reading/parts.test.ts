import { describe, expect, it } from 'vitest';
import { estimateTokens, splitReport } from '../../../judge/reading/parts.ts';

const paragraph = (words: string, n: number) => Array.from({ length: n }, (_, i) => `${words} ${i}.`).join(' ');
const english = (sections: number) =>
  Array.from({ length: sections }, (_, i) => `## Section ${i}\n\n${paragraph('The market grew in year', 40)}`).join('\n\n');
const chinese = (sections: number) =>
  Array.from(
    { length: sections },
    (_, i) => `## 第${i}节\n\n${Array.from({ length: 40 }, (_, j) => `市场在第${i}年第${j}周继续增长，成本下降。`).join('')}`,
  ).join('\n\n');

const REPORTS: readonly (readonly [string, string])[] = [
  ['English', english(60)],
  ['Chinese', chinese(60)],
  ['first English, then Chinese', english(30) + chinese(30)],
  ['one line of Chinese', '市'.repeat(20_000)],
  ['one line of English letters', 'a'.repeat(70_000)],
  ['emoji', '😀🌏'.repeat(9_999)],
  ['rare characters among letters', 'a𠮷b'.repeat(9_999)],
  ['line ends alone', '\n'.repeat(70_000)],
];

/** Where each part begins and ends in the report, found from where the part before began. */
function placesOf(report: string, parts: readonly string[]): { start: number; end: number }[] {
  let from = 0;
  return parts.map((part) => {
    const start = report.indexOf(part, from);
    expect(start).toBeGreaterThanOrEqual(0);
    from = start + 1;
    return { start, end: start + part.length };
  });
}

describe('the estimate of tokens', () => {
  it('is one a Chinese, Japanese or Korean character, two an emoji, one per 3.5 others, rounded up', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('seven letters!')).toBe(4);
    expect(estimateTokens('eight letters!!')).toBe(5);
    expect(estimateTokens('市场，カナ한글')).toBe(7);
    expect(estimateTokens('😀')).toBe(2);
    // 2 + 7 / 3.5
    expect(estimateTokens('增长 by 12%')).toBe(2 + 2);
  });

  it('never exceeds the number of characters as JavaScript counts them', () => {
    for (const [, report] of REPORTS) expect(estimateTokens(report)).toBeLessThanOrEqual(report.length);
  });
});

describe('a report that fits', () => {
  it('is one part, up to the very limit', () => {
    expect(splitReport('a'.repeat(350), 100)).toEqual(['a'.repeat(350)]);
    expect(splitReport('', 100)).toEqual(['']);
    expect(splitReport('a'.repeat(351), 100).length).toBeGreaterThan(1);
  });
});

describe.each(REPORTS)('a long report (%s)', (_, report) => {
  it.each([50, 500, 5_000])('is cut into parts of at most %d tokens that cover it and overlap', (limit) => {
    const parts = splitReport(report, limit);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(estimateTokens(part)).toBeLessThanOrEqual(limit);
    // Where a text repeats itself a part stands in many places.
    if (new Set(report).size < 4) return;
    const places = placesOf(report, parts);
    expect(places[0]?.start).toBe(0);
    expect(places.at(-1)?.end).toBe(report.length);
    places.slice(1).forEach(({ start }, i) => {
      expect(start).toBeLessThanOrEqual(places[i]?.end as number);
    });
  });

  it('is never cut between the halves of one character', () => {
    for (const limit of [50, 101, 502, 5_003]) {
      for (const part of splitReport(report, limit)) expect(part).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('the places of cuts', () => {
  it('are headings where one is near, and a twentieth of a part is seen again', () => {
    const report = english(60);
    const parts = splitReport(report, 5_000);
    // 3.5 x 5000 x 0.8 = 14,000 characters a window, sections of about 1,100: a heading is always in its last third.
    const places = placesOf(report, parts);
    for (const { end } of places.slice(0, -1)) expect(report.slice(end)).toMatch(/^## Section/);
    places.slice(1).forEach(({ start }, i) => {
      const seenAgain = (places[i]?.end as number) - start;
      expect(seenAgain).toBeGreaterThan(600);
      expect(seenAgain).toBeLessThanOrEqual(700);
    });
  });

  it.each([
    ['paragraphs', '\n\n', /\n$/],
    ['lines', '\n', /\n$/],
    ['Chinese sentences', '。', /。$/],
    ['English sentences', '. ', /\. $/],
  ])('are the ends of %s where there is no heading', (_, end, expected) => {
    const parts = splitReport(`${'some words '.repeat(20)}${end}`.repeat(100), 1_000);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts.slice(0, -1)) expect(part).toMatch(expected);
  });
});

describe('five megabytes', () => {
  it.each([
    ['without any mark to cut at', 'a'.repeat(5_000_000)],
    ['of Chinese', '市场增长'.repeat(1_250_000)],
    ['of sections', english(4_500)],
  ])('%s are cut fast, even into small parts', (_, report) => {
    const started = performance.now();
    const parts = splitReport(report, 500);
    expect(parts.length).toBeGreaterThan(report.length / 500 / 10);
    // A search through the whole text for every part would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
