import { describe, expect, test } from 'vitest';
import type { RatingRow, Ratings } from '../../../reports/ratings/ratings.ts';
import { ratingsTable } from '../../../reports/ratings/table.ts';
import { ratingRow, ratingsOf } from './fixture.ts';

const row = ratingRow('a', 1012.34, { ci: [990.16, 1030] });
const cells = (line = '') =>
  line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('the table of ratings', () => {
  test('has one decimal, a range of ranks and words where there is no number', () => {
    const rows: RatingRow[] = [
      { ...row, agent: '智能体', rating: null, ci: null, unbounded: 'above' },
      row,
      { ...row, agent: 'b', rating: null, ci: null, unbounded: 'below', rank: [4, 4] },
      { ...row, agent: 'c', rating: null, ci: null, unbounded: 'unconnected' },
    ];
    const lines = ratingsTable(ratingsOf(rows, { nu: 0.5 }), false).split('\n');
    expect(lines.slice(3, 7).map(cells)).toEqual([
      ['1-3', '智能体', 'unbounded above', '–', '70', '70 / 70'],
      ['1-3', 'a', '1012.3', '[990.2, 1030.0]', '70', '70 / 70'],
      ['4', 'b', 'unbounded below', '–', '70', '70 / 70'],
      ['1-3', 'c', 'unconnected', '–', '70', '70 / 70'],
    ]);
    // 0.5 / (2 + 0.5).
    expect(lines.at(-3)).toContain('nu = 0.50, so equals tie in 20.0% of their battles');
  });

  test('says how intervals and ranks were made, and that one query shows no order', () => {
    const notes = (over: Partial<Ratings>, rows: readonly RatingRow[] = [row]) =>
      ratingsTable(ratingsOf(rows, over), false).split('\n').slice(6);
    expect(notes({ queries: 24 })).toEqual([
      'Intervals: 24 queries as clusters, t.',
      'Rank: 1 + agents shown to be above, to all less those shown to be below (pairs tested with queries as clusters, Holm over 0).',
    ]);
    expect(notes({ queries: 1 })).toEqual(['1 query: no order can be shown.']);
    expect(notes({ bootstrap: 100 })[0]).toBe(
      'Intervals: 100 bootstrap rounds over 70 queries, which are too narrow where queries are few.',
    );
    expect(notes({ queries: 9 }, [{ ...row, ci: null }])[0]).toBe('No spread was seen between 9 queries: no interval.');
  });

  test('says of Elo that it depends on the order, beside mean, lowest and highest over shuffles', () => {
    const rows = [{ ...row, ci: null, shuffled: 1004.04, spread: [1001, 1009.9] as const }];
    const text = ratingsTable(ratingsOf(rows, { method: 'elo' }), false);
    expect(cells(text.split('\n')[3])).toEqual(['1-3', 'a', '1012.3', '1004.0', '[1001.0, 1009.9]', '70', '70 / 70']);
    expect(text).toContain('depend on the order of the battles');
  });

  test('has escape sequences only where colour is asked for, and none from names', () => {
    const hostile = ratingsOf([{ ...row, agent: `\u001b[31m${'n'.repeat(500)}` }]);
    expect(ratingsTable(hostile, false)).not.toContain('\u001b');
    expect(ratingsTable(hostile, true)).toContain('\u001b');
    expect(
      Math.max(
        ...ratingsTable(hostile, false)
          .split('\n')
          .filter((line) => line.startsWith('│'))
          .map((line) => line.length),
      ),
    ).toBeLessThan(120);
  });
});
