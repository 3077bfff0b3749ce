import { createHash } from 'node:crypto';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { PICTURE_FONTS } from '../../../reports/charts/fonts.ts';
import { PALETTES, THEMES } from '../../../reports/charts/frame.ts';
import { installScript } from '../../../reports/charts/install.ts';
import { renderPng } from '../../../reports/charts/png.ts';
import { headToHeadCharts } from '../../../reports/head-to-head/charts.ts';
import { dimensionRadar } from '../../../reports/head-to-head/dimension-radar.ts';
import { pairHeat } from '../../../reports/head-to-head/pair-heat.ts';
import { rateColour } from '../../../reports/head-to-head/rate-heat.ts';
import { dimensionsAgainst, pooledDimensions, recordsOf, subjectOf } from '../../../reports/head-to-head/records.ts';
import { winTieLose } from '../../../reports/head-to-head/win-tie-lose.ts';
import { ratingIntervals } from '../../../reports/ratings/rating-intervals.ts';
import { LANGUAGES } from '../../../reports/words/i18n.ts';
import { HOSTILE } from '../leaderboard/fixture.ts';
import { ratingRow, ratingsOf } from '../ratings/fixture.ts';
import { nine, record, versus } from './fixture.ts';

const LOOK = { language: 'en', theme: 'light' } as const;

const ratings = ratingsOf(
  [
    ratingRow('unbeaten', null, { unbounded: 'above' }),
    ratingRow('a', 1100),
    ratingRow('b', 900),
    ratingRow('apart', null, { unbounded: 'unconnected' }),
  ],
  { nu: 1 },
);
const triangle = [versus('x', 'y', [50, 10, 10]), versus('x', 'z', [40, 10, 20]), versus('y', 'z', [20, 20, 30])];

test('of very many agents there is no table of all with all, which no picture holds', () => {
  const one = versus('a', 'b', [5, 1, 4]);
  const ring = Array.from({ length: 200 }, (_, i) => ({ ...one, a: `m${i}`, b: `m${(i + 1) % 200}` }));
  expect(headToHeadCharts(ring, LOOK).map(({ name }) => name)).not.toContain('pairs');
  expect(headToHeadCharts(ring.slice(0, 3), LOOK).map(({ name }) => name)).toContain('pairs');
});

describe('every head-to-head chart', () => {
  const hostile = HOSTILE.slice(1).map((name) => versus(HOSTILE[0] ?? '', name, [30, 17, 23]));

  test('is plain JSON, in both languages and themes, whatever the names', () => {
    for (const list of [hostile, triangle]) {
      for (const language of LANGUAGES) {
        for (const theme of THEMES) {
          for (const { config } of headToHeadCharts(list, { language, theme }, { ratings }))
            expect(JSON.parse(JSON.stringify(config))).toEqual(config);
        }
      }
    }
  });

  test('is drawn by the script that pages get as by Node, the same bytes', () => {
    const look = { language: 'zh', theme: 'dark' } as const;
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const configs = [...headToHeadCharts(hostile, look, { ratings }), ...headToHeadCharts(triangle, look)].map(({ config }) => config);
    // First, because it registers the fonts for both.
    const pictures = configs.map((config) => sha(renderPng(config, { theme: 'dark', width: 700, height: 500 })));
    const canvas = new ChartJSNodeCanvas({
      width: 700,
      height: 500,
      backgroundColour: PALETTES.dark.background,
      chartCallback: (Chart) => new Function('Chart', installScript(PICTURE_FONTS))(Chart),
    });
    const fromScript = configs.map((config) => {
      const copy = structuredClone(config);
      return sha(canvas.renderToBufferSync({ ...copy, options: { ...copy.options, devicePixelRatio: 2 } }));
    });
    expect(fromScript).toEqual(pictures);
  });

  test('is there where it has something to say', () => {
    const names = (...args: Parameters<typeof headToHeadCharts>) => headToHeadCharts(...args).map(({ name }) => name);
    expect(names(nine, LOOK, { ratings })).toEqual(['win-tie-lose', 'dimensions', 'ratings']);
    expect(names(triangle, LOOK)).toEqual(['dimensions', 'pairs']);
    expect(names([versus('a', 'b', [1, 1, 1], { byDimension: {} })], LOOK)).toEqual(['win-tie-lose']);
    expect(() => headToHeadCharts([], LOOK)).toThrow(InputError);
  });
});

describe('wins, ties and losses', () => {
  const config = winTieLose(recordsOf(nine, 'Step-DeepResearch'), LOOK);
  const { segments, endColumns } = config.options?.plugins ?? {};

  test('reproduce the published figure: counts inside, by net wins', () => {
    expect((segments || undefined)?.texts).toEqual([
      ['59', '51', '44', '41', '41', '30', '33', '30', '30'],
      ['6', '8', '13', '17', '16', '19', '12', '17', '17'],
      ['5', '11', '13', '12', '13', '21', '25', '23', '23'],
    ]);
    // Net: 54, 40, 31, 29, 28, 9, 8, 7, 7.
    expect(config.data.yLabels?.slice(3, 7)).toEqual([
      'Kimi-k2-thinking',
      'OpenAI DeepResearch',
      'without mid-training',
      'Kimi-Researcher',
    ]);
  });

  test('end with N and the non-inferiority rate: 65/70, 47/70', () => {
    const [n, rate] = (endColumns || undefined)?.columns ?? [];
    expect(n).toEqual({ heading: 'N', texts: Array.from({ length: 9 }, () => '70') });
    expect([rate?.texts?.[0], rate?.texts?.at(-1)]).toEqual(['92.9%', '67.1%']);
  });

  test('fill each bar to 100%, with a mark at half', () => {
    const sums = nine.map((_, i) => config.data.datasets.reduce((sum, { data }) => sum + Number(data[i]), 0));
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
    expect((segments || undefined)?.mark).toBe(0.5);
  });

  test('are turned where the agent is the second of the pair', () => {
    expect(subjectOf([versus('a', 'b', [3, 2, 1]), versus('c', 'b', [1, 0, 0])])).toBe('b');
    expect(recordsOf([versus('a', 'b', [3, 2, 1])], 'b').opponents).toEqual([{ opponent: 'a', wins: 1, ties: 2, losses: 3 }]);
    expect(() => recordsOf(nine, 'nobody')).toThrow(InputError);
    expect(subjectOf(triangle)).toBeUndefined();
  });
});

describe('dimensions', () => {
  test('are a radar of win rates, a tie half, with a ring at even', () => {
    const { type, data } = dimensionRadar({ against: 'a', records: dimensionsAgainst([versus('a', 'b', [3, 4, 1])], 'a') }, LOOK);
    expect(type).toBe('radar');
    expect(data.labels).toEqual(['Overall', 'Completeness', 'Depth', 'Readability']);
    // (3 + 4/2) / 8, the same, (1 + 4/2) / 8, (1 + 2/2) / 4.
    expect(data.datasets.map((dataset) => dataset.data)).toEqual([
      [0.625, 0.625, 0.375, 0.5],
      [0.5, 0.5, 0.5, 0.5],
    ]);
  });

  test('become a heat table beyond six shapes and below three axes', () => {
    const type = (n: number) => dimensionRadar({ records: dimensionsAgainst(nine.slice(0, n), 'Step-DeepResearch') }, LOOK).type;
    expect([type(6), type(7)]).toEqual(['radar', 'scatter']);
    const two = [{ name: 'a', byDimension: { overall: record(1, 0, 0), depth: record(0, 1, 0) } }];
    expect(dimensionRadar({ records: two }, LOOK).type).toBe('scatter');
    expect(() => dimensionRadar({ records: [] }, LOOK)).toThrow(InputError);
  });

  test('are named in Chinese', () => {
    const { data } = dimensionRadar({ records: pooledDimensions(triangle) }, { language: 'zh', theme: 'dark' });
    expect(data.labels).toEqual(['总体', '信息完整性', '内容深度', '可读性']);
  });

  test('are summed over opponents where nobody is in every comparison', () => {
    // y: 10-10-50 against x and 20-20-30 against z.
    expect(pooledDimensions(triangle).find(({ name }) => name === 'y')?.byDimension.overall).toEqual(record(30, 30, 80));
  });
});

describe('ratings', () => {
  const { data, options } = ratingIntervals(ratings, LOOK);

  test('stand with their intervals; an unbounded agent stands at the edge as an arrow, an unconnected one nowhere', () => {
    // 860 to 1150 and 8% of 290 on each side: 836.8 to 1173.2.
    expect(options?.scales?.x).toMatchObject({ min: 836, max: 1174 });
    expect(data.datasets[0]).toMatchObject({
      data: [
        { x: 1174, y: 0 },
        { x: 1100, y: 1 },
        { x: 900, y: 2 },
      ],
      pointStyle: ['triangle', 'circle', 'circle'],
      pointRotation: [90, 0, 0],
    });
    expect(options?.plugins?.intervals).toMatchObject({ ranges: [[null, [1060, 1150], [860, 950]]] });
  });

  test('say in words what has no number, and how they were made', () => {
    expect((options?.plugins?.endColumns || undefined)?.columns?.[0]?.texts).toEqual(['unbounded above', '1100.0', '900.0', 'unconnected']);
    // 1 / (2 + 1) of the battles between equals are ties.
    expect((options?.plugins?.frame || undefined)?.subtitle).toContain('nu = 1.00, so equals tie in 33.3%');
  });

  test('of nobody bounded still have an axis', () => {
    const none = ratingIntervals(ratingsOf([ratingRow('a', null, { unbounded: 'below' })], { method: 'elo' }), LOOK);
    expect(none.options?.scales?.x).toMatchObject({ min: 0, max: 1, ticks: { display: false } });
    expect(() => ratingIntervals(ratingsOf([], { method: 'elo' }), LOOK)).toThrow(InputError);
  });

  test('of Elo stand beside the mean over shuffled orders', () => {
    const elo = ratingIntervals(ratingsOf([ratingRow('a', 1010, { shuffled: 1004 })], { method: 'elo' }), LOOK);
    expect(elo.data.datasets[1]).toMatchObject({ data: [{ x: 1004, y: 0 }], pointStyle: 'rectRot' });
  });
});

describe('pairs', () => {
  test('have rate and counts in each cell, both ways, the strongest first', () => {
    const { data, options } = pairHeat([{ a: 'x', b: 'y', ...record(10, 10, 50) }], LOOK);
    expect(data.yLabels).toEqual(['y', 'x']);
    // x: (10 + 5) / 70 = 21.4%.
    expect(options?.plugins?.heat).toMatchObject({ texts: ['', '79%', '21%', ''], small: ['', '50-10-10', '10-10-50', ''] });
  });

  test('that never met are not even', () => {
    const { options } = pairHeat(
      [
        { a: 'x', b: 'y', ...record(1, 0, 0) },
        { a: 'y', b: 'z', ...record(1, 0, 0) },
      ],
      LOOK,
    );
    expect((options?.plugins?.heat || undefined)?.texts?.[2]).toBe('–');
  });

  test('are refused twice', () => {
    const pair = { a: 'x', b: 'y', ...record(1, 0, 0) };
    expect(() => pairHeat([pair, { ...pair, a: 'y', b: 'x' }], LOOK)).toThrow(/each pair of two agents once/);
    expect(() => pairHeat([], LOOK)).toThrow(InputError);
  });

  test('keep their ink legible on every colour', () => {
    const rgb = (colour: string) => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
    for (const theme of THEMES) {
      const { ink, diverging, outcomes } = PALETTES[theme];
      for (const ground of diverging) expect(contrast(rgb(ink), ground)).toBeGreaterThan(4.5);
      for (const outcome of outcomes) expect(contrast(rgb(outcome.ink), rgb(outcome.fill))).toBeGreaterThan(4.5);
    }
    expect(rateColour(0.5, PALETTES.light.diverging)).toBe('rgb(246, 247, 248)');
    expect(rateColour(1, PALETTES.light.diverging)).toBe('rgb(86, 170, 225)');
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
