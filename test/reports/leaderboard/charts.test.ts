import { describe, expect, test } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { frameOf, PALETTES, THEMES } from '../../../reports/charts/frame.ts';
import { labelPlacer } from '../../../reports/charts/place-labels.ts';
import { textFit } from '../../../reports/charts/text-fit.ts';
import { leaderboardCharts } from '../../../reports/leaderboard/charts.ts';
import { costScore, frontier } from '../../../reports/leaderboard/cost-score.ts';
import { axisScores, domainScores } from '../../../reports/leaderboard/group-scores.ts';
import { scoreBars } from '../../../reports/leaderboard/score-bars.ts';
import { LANGUAGES } from '../../../reports/words/i18n.ts';
import { cleanName } from '../../../reports/words/text.ts';
import { board, cost, group, HOSTILE, row } from './fixture.ts';

const LOOK = { language: 'en', theme: 'light' } as const;

describe('every chart', () => {
  test('is plain JSON, in both languages and themes, whatever the names', () => {
    const hostile = board(HOSTILE.map((name, i) => row(name, 50 - i * 8)));
    for (const language of LANGUAGES) {
      for (const theme of THEMES) {
        const charts = leaderboardCharts(hostile, { language, theme });
        expect(charts.map(({ name }) => name)).toEqual(['score', 'cost', 'domains', 'axes']);
        for (const { config } of charts) expect(JSON.parse(JSON.stringify(config))).toEqual(config);
      }
    }
  });

  test('grows with the number of agents', () => {
    const heights = [2, 30].map((n) => frameOf(scoreBars(board(Array.from({ length: n }, (_, i) => row(`a${i}`, i))), LOOK)).size.height);
    expect(heights).toEqual([120 + 2 * 34, 120 + 30 * 34]);
  });

  test('of no agents is an error', () => {
    expect(() => leaderboardCharts(board([]), LOOK)).toThrow(InputError);
  });

  test('is left out where there is nothing to draw', () => {
    const bare = row('a', 50, { costPerReport: cost(null), byDomain: { STEM: group(50) }, byAxis: {} });
    expect(leaderboardCharts(board([bare]), LOOK).map(({ name }) => name)).toEqual(['score']);
    expect(() => costScore(board([bare]), LOOK)).toThrow(/known cost above 0/);
    expect(() => axisScores(board([bare]), LOOK)).toThrow(InputError);
  });

  test('says that it shows sample data', () => {
    const subtitle = (sample: boolean) => JSON.stringify(scoreBars(board([row('a', 1)], { sample }), LOOK).options?.plugins?.frame);
    expect(subtitle(true)).toContain('Sample data');
    expect(subtitle(false)).not.toContain('Sample data');
  });
});

describe('score bars', () => {
  test('are sorted, carry their intervals, and keep negative scores and missing intervals', () => {
    const { data, options } = scoreBars(board([row('low', -4.24, { ci: null }), row('high', 61.42)]), LOOK);
    expect(data.yLabels).toEqual(['high', 'low']);
    expect(data.datasets[0]?.data).toEqual([61.42, -4.24]);
    expect(options?.plugins?.intervals).toMatchObject({ ranges: [[[58.42, 64.42], null]], numbers: [['61.4', '-4.2']] });
    // 61.42 + 3 rounded up, -4.24 rounded down.
    expect(options?.scales?.x).toMatchObject({ min: -5, max: 65 });
  });
});

const HELD = row('held', 0, { score: null, ci: null, rankSet: null, tasks: 0, byDomain: {}, byAxis: {}, costPerReport: cost(1) });

test('an agent without a score has a place without a bar, and none among costs, where it is named', () => {
  const { data, options } = scoreBars(board([HELD, row('low', -4.24)]), LOOK);
  expect(data.yLabels).toEqual(['low', 'held']);
  expect(data.datasets[0]?.data).toEqual([-4.24, null]);
  expect(options?.plugins?.intervals).toMatchObject({ numbers: [['-4.2', '–']] });
  const costs = costScore(board([HELD, row('a', 60, { costPerReport: cost(6) })]), LOOK);
  expect(costs.data.datasets[0]?.data).toEqual([{ x: 6, y: 60 }]);
  expect(costs.options?.plugins?.frame).toMatchObject({ notes: ['No score, as no criterion has a valid verdict: held.'] });
});

test('agents of whom none has a score are drawn all the same', () => {
  expect(leaderboardCharts(board([HELD]), LOOK).map(({ name }) => name)).toEqual(['score']);
});

describe('cost against score', () => {
  test('draws no agent of unknown cost, and names it below', () => {
    const { data, options } = costScore(
      board([row('dear', 60, { costPerReport: cost(6) }), row('secret', 50, { costPerReport: cost(null) })]),
      LOOK,
    );
    expect(data.datasets.map(({ data }) => data)).toEqual([[{ x: 6, y: 60 }], [], [{ x: 6, y: 60 }]]);
    expect(options?.plugins?.frame).toMatchObject({ notes: ['Cost unknown, not drawn: secret'] });
  });

  test('marks estimated costs apart from measured ones', () => {
    const { data } = costScore(board([row('a', 60), row('b', 50, { costPerReport: cost(2, 'RMB', 'estimated') })]), LOOK);
    expect(data.datasets[0]).toMatchObject({ label: 'measured', data: [{ x: 1.5, y: 60 }], pointStyle: 'circle' });
    expect(data.datasets[1]).toMatchObject({ label: 'estimated', data: [{ x: 2, y: 50 }], pointStyle: 'rectRot' });
  });

  test('draws one currency, the commonest, and names it; costs of 0 and other currencies stand below', () => {
    const rows = [row('a', 1, { costPerReport: cost(3, 'USD') }), row('b', 2), row('c', 3), row('d', 4, { costPerReport: cost(0) })];
    const { options } = costScore(board(rows), LOOK);
    expect(JSON.stringify(options?.scales?.x)).toContain('Cost per report (RMB, log scale)');
    expect(options?.plugins?.frame).toMatchObject({
      notes: ['No cost above 0, not drawn on a log scale: d', 'Cost in another currency, not drawn: a (3.00 USD)'],
    });
  });

  test('the front holds what no cheaper or equally dear agent reaches', () => {
    const points = [
      [0.42, 55.35],
      [0.5, 61.42],
      [0.68, 53.14],
      [0.5, 40],
      [5.32, 60.67],
      [6.65, 63.69],
    ].map(([amount = 0, score = 0]) => ({ amount, row: { score } }));
    expect(frontier(points).map(({ amount }) => amount)).toEqual([0.42, 0.5, 6.65]);
  });
});

describe('scores by group', () => {
  const rows = (n: number) => Array.from({ length: n }, (_, i) => row(`a${i}`, 60 - i));

  test('are bars for up to five agents, a heat table beyond', () => {
    expect(domainScores(board(rows(5)), LOOK).type).toBe('bar');
    expect(domainScores(board(rows(6)), LOOK).type).toBe('scatter');
  });

  test('show a missing group as missing, not as 0', () => {
    const missing = board([row('a', 60), row('b', 50, { byDomain: { STEM: group(51) } })]);
    expect(domainScores(missing, LOOK).data.datasets[1]?.data).toEqual([51, null]);
    const table = board([...rows(6), row('b', 50, { byDomain: { STEM: group(51) } })]);
    const { plugins } = domainScores(table, LOOK).options ?? {};
    // Columns: all, STEM, AI & ML; the last row is b's.
    expect(plugins?.heat).toMatchObject({ texts: expect.arrayContaining(['–']) });
    expect((plugins?.heat || undefined)?.texts?.slice(-3)).toEqual(['50.0', '51.0', '–']);
  });

  test('keep their ink legible on every colour of the heat', () => {
    for (const theme of THEMES) {
      const { ink, heat } = PALETTES[theme];
      const inkRgb = [1, 3, 5].map((i) => Number.parseInt(ink.slice(i, i + 2), 16));
      // WCAG AA for small text.
      for (const ground of heat) expect(contrast(inkRgb, ground)).toBeGreaterThan(4.5);
    }
  });
});

describe('names', () => {
  test('lose control and direction-changing characters and excess length', () => {
    expect(cleanName('\u202etxt.exe\u0000\n x')).toBe('txt.exe x');
    expect(Array.from(cleanName('n'.repeat(5000)))).toHaveLength(200);
    expect(cleanName(' \u200b ')).toBe('–');
  });

  test('are cut in the middle, because versions stand at the end', () => {
    const { cut } = textFit();
    // One unit a character: 10 characters fit, one of them the ellipsis; 9 x 0.4 = 3.6, so 3 of them at the end.
    expect(cut('deep-agent-2026-v7', 10, (text) => text.length)).toBe('deep-a…-v7');
    expect(cut('short', 10, (text) => text.length)).toBe('short');
  });

  test('wrap at spaces, hyphens and between Chinese characters, and break what is too long', () => {
    const { wrap } = textFit();
    const measure = (text: string) => text.length;
    expect(wrap('Business Planning & Research', 12, 3, measure)).toEqual(['Business', 'Planning &', 'Research']);
    expect(wrap('深度研究智能体', 4, 2, measure)).toEqual(['深度研究', '智能体']);
    expect(wrap('nnnnnnnnnn', 4, 3, measure)).toEqual(['nnnn', 'nnnn', 'nn']);
    expect(wrap('', 4, 3, measure)).toEqual([]);
  });
});

describe('labels of points', () => {
  const area = { left: 0, top: 0, right: 400, bottom: 300 };
  const place = labelPlacer();

  test('never overlap one another or a point, and stay inside', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({
      x: 100 + (i % 6) * 12,
      y: 100 + Math.floor(i / 6) * 14,
      texts: [
        { text: `a long label ${i}`, width: 90 },
        { text: `#${i}`, width: 18 },
      ],
    }));
    const boxes = place(points, 15, area, []).map(({ box }) => box);
    expect(boxes.length).toBeGreaterThan(5);
    boxes.forEach((a, i) => {
      expect(a.left >= 0 && a.right <= 400 && a.top >= 0 && a.bottom <= 300).toBe(true);
      for (const b of boxes.slice(i + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      for (const { x, y } of points) expect(x > a.left && x < a.right && y > a.top && y < a.bottom).toBe(false);
    });
  });

  test('stand to the right of a point that is alone', () => {
    const [label] = place([{ x: 50, y: 50, texts: [{ text: 'a', width: 20 }] }], 15, area, []);
    expect(label).toMatchObject({ text: 'a', far: false, box: { left: 59, right: 79, top: 42.5, bottom: 57.5 } });
  });
});

function contrast(a: readonly number[], b: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
