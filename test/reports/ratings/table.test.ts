import { describe, expect, test } from 'vitest';
import type { RatingRow } from '../../../reports/ratings/ratings.ts';
import { ratingsTable } from '../../../reports/ratings/table.ts';

const row: RatingRow = { agent: 'a', rating: 1012.34, ci: [990.16, 1030], rank: [1, 3], battles: 70 };
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
    const lines = ratingsTable({ method: 'davidson', nu: 0.5, rows }, false).split('\n');
    expect(lines.slice(3, 7).map(cells)).toEqual([
      ['1-3', '智能体', 'unbounded above', '–', '70'],
      ['1-3', 'a', '1012.3', '[990.2, 1030.0]', '70'],
      ['4', 'b', 'unbounded below', '–', '70'],
      ['1-3', 'c', 'unconnected', '–', '70'],
    ]);
    // 0.5 / (2 + 0.5).
    expect(lines.at(-1)).toContain('nu = 0.50, so equals tie in 20.0% of their battles');
  });

  test('says why a rating has no interval, where one was asked for', () => {
    const open = { method: 'bradley-terry', rows: [{ ...row, ci: null }] } as const;
    expect(ratingsTable(open, false)).toContain('–: in too many of the resamples this agent won or lost everything');
    expect(ratingsTable(open, false, 0)).not.toContain('resamples');
    expect(ratingsTable({ ...open, rows: [row] }, false)).not.toContain('resamples');
  });

  test('says of Elo that it depends on the order, beside the mean over shuffles', () => {
    const text = ratingsTable({ method: 'elo', rows: [{ ...row, shuffled: 1004.04 }] }, false);
    expect(cells(text.split('\n')[3])).toEqual(['1-3', 'a', '1012.3', '[990.2, 1030.0]', '1004.0', '70']);
    expect(text).toContain('depend on the order of the battles');
  });

  test('has escape sequences only where colour is asked for, and none from names', () => {
    const hostile = { method: 'bradley-terry', rows: [{ ...row, agent: `\u001b[31m${'n'.repeat(500)}` }] } as const;
    expect(ratingsTable(hostile, false)).not.toContain('\u001b');
    expect(ratingsTable(hostile, true)).toContain('\u001b');
    expect(
      Math.max(
        ...ratingsTable(hostile, false)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(120);
  });
});
