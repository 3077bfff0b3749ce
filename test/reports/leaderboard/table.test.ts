import { describe, expect, test } from 'vitest';
import { fitColumns } from '../../../reports/leaderboard/fit-columns.ts';
import type { LeaderboardRow } from '../../../reports/leaderboard/leaderboard.ts';
import { leaderboardCsv, leaderboardMarkdown, leaderboardTable } from '../../../reports/leaderboard/table.ts';
import { board, cost, HOSTILE, row } from './fixture.ts';

const two = board([
  row('智能体', 61.42),
  row('b', -3.96, { rankSet: [2, 2], ci: null, costPerReport: cost(null), unscored: 0, coverage: 1 }),
]);
const hostile = board(HOSTILE.map((name, i) => row(name, 50 - i)));

const TABLE = { language: 'en', colour: false } as const;

describe('the table for terminals', () => {
  test('shows scores with one decimal, intervals, and unknown cost as unknown', () => {
    const lines = leaderboardTable(two, { language: 'en', colour: false }).split('\n');
    expect(lines[0]).toBe('Benchmark researchrubrics · scale ternary · judge judge-1');
    expect(cells(lines[4])).toEqual([
      '1-2',
      '智能体',
      '61.4',
      '[58.4, 64.4]',
      '101',
      '303',
      '2',
      '0.7% [0.1%, 2.4%]',
      '7',
      '99.9%',
      '1.50 RMB',
      '0.012 USD',
    ]);
    expect(cells(lines[5])).toEqual(['2', 'b', '-4.0', '–', '101', '303', '2', '0.7% [0.1%, 2.4%]', '0', '100.0%', 'unknown', '0.012 USD']);
    expect(leaderboardTable(two, { language: 'zh', colour: false })).toContain('未知');
  });

  test('says in place of an interval that nothing varies, with a bound at an end of the scale, and what is owed', () => {
    const flat = (at: LeaderboardRow['flat']) => row('a', 50, { ci: null, owed: 3, ...(at && { flat: at }) });
    const lines = leaderboardTable(board([flat({}), flat({ atLeast: 73.53 }), flat({ atMost: 26.47 }), flat(undefined)]), TABLE).split(
      '\n',
    );
    expect(lines.slice(4, 8).map((line) => cells(line)[3])).toEqual(['no spread seen', '≥ 73.5', '≤ 26.5', '–']);
    expect(lines[2]).toContain('Owed');
  });

  test('of an agent without a score has its row and a line below, as Markdown and CSV have', () => {
    const held = board([row('a', 50), row('held', 0, { score: null, ci: null, rankSet: null, tasks: 0, coverage: 0 })]);
    const lines = leaderboardTable(held, TABLE).split('\n');
    expect(cells(lines[5]).slice(0, 5)).toEqual(['–', 'held', '–', '–', '0']);
    expect(lines).toContain('No score, as no criterion has a valid verdict: held.');
    expect(leaderboardTable(held, TABLE)).not.toContain('too few');
    expect(leaderboardMarkdown(held, TABLE)).toContain('| – | held | – | – | 0 |');
    expect(leaderboardCsv([held])).toContain('judge-1,,,held,,,,,,0,303,');
  });

  test('lines up although Chinese characters are two cells wide', () => {
    const [, top = '', , , first = '', second = ''] = leaderboardTable(two, { language: 'zh', colour: false }).split('\n');
    const width = (line: string) => Array.from(line).length + (line.match(/[\u4e00-\u9fff]/g) ?? []).length;
    expect([width(first), width(second)]).toEqual([width(top), width(top)]);
  });

  test('gives combining marks no cell of their own', () => {
    const [mark, plain] = ['e\u0301'.repeat(12), 'e'.repeat(12)].map((name) => fitColumns(board([row(name, 1)]), 'en').columns[1]?.width);
    expect([mark, plain]).toEqual([14, 14]);
  });

  test('has escape sequences only where colour is asked for, and none from names', () => {
    const start = '\u001b';
    expect(leaderboardTable(hostile, { language: 'en', colour: false })).not.toContain(start);
    expect(leaderboardTable(two, { language: 'en', colour: true })).toContain(start);
  });

  test('cuts names beyond 40 cells', () => {
    const lines = leaderboardTable(hostile, { language: 'en', colour: false }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(190);
  });

  test('says of reports that were cut, and of tasks that are too few for an interval', () => {
    const plain = (rows: Parameters<typeof board>[0]) => leaderboardTable(board(rows), { language: 'en', colour: false });
    expect(plain([row('a', 1, { tasks: 5 })])).not.toMatch(/cut at|too few/);
    expect(plain([row('a', 1, { tasks: 4, truncated: 2 }), row('b', 1)])).toMatch(
      /Fewer than 5 tasks are too few for an interval: none is given\.\nReports cut at a limit of their length, and judged as they are: a 2\./,
    );
  });

  test('has columns for ratings and fatal criteria only where there are any', () => {
    expect(leaderboardTable(two, { language: 'en', colour: false })).not.toMatch(/Rating|Fatal/);
    const rated = board([row('a', 1, { rating: 1012.6, ratingCi: [990.2, 1034.7], fatal: 1 })]);
    const line = leaderboardTable(rated, { language: 'en', colour: false }).split('\n')[4];
    expect(cells(line).slice(4, 6)).toEqual(['1013', '[990, 1035]']);
  });
});

describe('the table for narrow terminals', () => {
  const tidy = { failed: 0, unscored: 0, coverage: 1, rating: 1012, ratingCi: [990, 1034] as const };
  const wide = board([row('a-research-agent', 61.4, tidy), row('another-agent', 50, { ...tidy, rankSet: [2, 2] })]);
  const shown = (width: number | undefined, of = wide) => {
    const lines = leaderboardTable(of, { language: 'en', colour: false, width }).split('\n');
    return { heads: cells(lines[2]), wide: lines[1]?.length ?? 0, last: lines.at(-1) };
  };

  test('shortens headings, then leaves out what says least, and says so', () => {
    const full = shown(undefined);
    expect(shown(full.wide).heads).toEqual(full.heads);
    const short = shown(full.wide - 1);
    expect([short.heads.length, short.heads.at(-1)]).toEqual([full.heads.length, 'Judge cost']);
    expect(shown(short.wide - 1).last).toBe('Left out, as the terminal is narrow: Judge cost.');
    const small = shown(80);
    expect(small.wide).toBeLessThanOrEqual(80);
    expect(small.heads).toEqual(['Rank', 'Agent', 'Score', '95% interval', 'Rating', 'Tasks', 'Cost']);
    expect(small.last).toBe('Left out, as the terminal is narrow: Judge cost, Attempts, Coverage, Failed, Unscored, Rating 95%.');
  });

  test('keeps what failed or is unscored, and cuts names instead', () => {
    const long = board([row('n'.repeat(30), 61.4), row('b', 50)]);
    const { heads, wide } = shown(80, long);
    expect(heads).toEqual(expect.arrayContaining(['Failed', 'Unscored', 'Coverage']));
    expect(wide).toBeLessThanOrEqual(92);
    expect(shown(95, long).wide).toBe(95);
  });
});

describe('Markdown', () => {
  test('has one line a row and as many cells in each, whatever the names', () => {
    const [, , ...lines] = leaderboardMarkdown(hostile, { language: 'en' }).trimEnd().split('\n');
    expect(lines).toHaveLength(2 + HOSTILE.length);
    for (const line of lines) expect(line.split('|')).toHaveLength(14);
  });

  test('lets no name be HTML, a link or code', () => {
    const text = leaderboardMarkdown(hostile, { language: 'en' });
    expect(text).not.toMatch(/[<>`]/);
    expect(text).not.toContain('[e]');
    expect(text).not.toContain('://');
  });
});

describe('CSV', () => {
  test('leaves fields empty where nothing is known, and says that the cost is unknown', () => {
    const [head = '', , second = ''] = leaderboardCsv([two]).split('\r\n');
    const fields = Object.fromEntries(head.split(',').map((name, i) => [name, second.split(',')[i]]));
    expect(fields).toMatchObject({
      rank_best: '2',
      rank_worst: '2',
      failure_rate: '0.0066',
      owed: '0',
      at_least: '',
      agent: 'b',
      score: '-3.96',
      ci_low: '',
      ci_high: '',
      cost_per_report: '',
      cost_basis: 'unknown',
    });
  });

  test('has one header over several leaderboards, and the benchmark in front of each row', () => {
    const csv = leaderboardCsv([board([row('x', 1)]), { ...board([row('y', 2)]), benchmark: 'other' }]);
    expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual(['benchmark', 'researchrubrics', 'other', '']);
  });

  test('quotes by RFC 4180 and disarms formulas in text, not in numbers', () => {
    const csv = leaderboardCsv([board(['=1+1', '+x', '-x', '@x', 'a,"b"\nc'].map((name) => row(name, -5)))]);
    const names = ["'=1+1", "'+x", "'-x", "'@x", '"a,""b""\nc"'];
    for (const name of names) expect(csv).toContain(`researchrubrics,ternary,judge-1,1,2,${name},-5,-8,-2,`);
    expect(csv.endsWith('\r\n')).toBe(true);
  });
});

function cells(line = ''): string[] {
  return line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
