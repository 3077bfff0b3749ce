import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { describe, expect, test } from 'vitest';
import { fontFiles, PICTURE_FONTS } from '../../../reports/charts/fonts.ts';
import { frameOf } from '../../../reports/charts/frame.ts';
import { installScript } from '../../../reports/charts/install.ts';
import { renderPng } from '../../../reports/charts/png.ts';
import { leaderboardCharts } from '../../../reports/leaderboard/charts.ts';
import { scoreBars } from '../../../reports/leaderboard/score-bars.ts';
import { board, HOSTILE, row } from '../leaderboard/fixture.ts';

const LOOK = { language: 'zh', theme: 'dark' } as const;
const leaderboard = board(HOSTILE.map((name, i) => row(name, 50 - i * 8)));
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a chart as PNG', () => {
  const root = join(import.meta.dirname, '../../..');
  test('is the same bytes every time, and does not change its config', () => {
    for (const { config } of leaderboardCharts(leaderboard, LOOK)) {
      const before = structuredClone(config);
      const first = renderPng(config, { theme: 'dark' });
      expect(first.equals(renderPng(config, { theme: 'dark' }))).toBe(true);
      expect(config).toEqual(before);
    }
  });

  test('of more rows than one picture holds is refused before it is drawn, with how many fit', () => {
    const config = scoreBars(board(Array.from({ length: 10_000 }, (_, i) => row(`a${i}`, 50))), LOOK);
    expect(() => renderPng(config, { theme: 'dark' })).toThrow(/10000 rows, and 205\d fit into one: .*html, csv, json/);
  });

  test('is the same bytes in another process, from compiled code', { timeout: 60_000 }, () => {
    if (!existsSync(join(root, 'dist'))) throw new Error('dist is not there: run "npm run build" before these tests');
    const url = (file: string) => JSON.stringify(pathToFileURL(join(root, 'dist', file)).href);
    const script = `
      import { createHash } from 'node:crypto';
      import { text } from 'node:stream/consumers';
      import { renderPng } from ${url('reports/charts/png.js')};
      import { leaderboardCharts } from ${url('reports/leaderboard/charts.js')};
      for (const { config } of leaderboardCharts(JSON.parse(await text(process.stdin)), ${JSON.stringify(LOOK)}))
        console.log(createHash('sha256').update(renderPng(config, { theme: 'dark' })).digest('hex'));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      input: JSON.stringify(leaderboard),
      encoding: 'utf8',
    });
    expect(out.trim().split('\n')).toEqual(
      leaderboardCharts(leaderboard, LOOK).map(({ config }) => sha(renderPng(config, { theme: 'dark' }))),
    );
  });

  test('has two pixels for each one asked for', () => {
    const config = scoreBars(leaderboard, LOOK);
    const dimensions = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(dimensions(renderPng(config, { theme: 'dark', width: 400, height: 300 }))).toEqual([800, 600]);
    expect(dimensions(renderPng(config, { theme: 'dark' }))).toEqual([2 * frameOf(config).size.width, 2 * frameOf(config).size.height]);
  });

  test('has its fonts at hand: Latin and Chinese names leave ink', () => {
    expect(fontFiles().every(({ path }) => existsSync(path))).toBe(true);
    const picture = (name: string) => sha(renderPng(scoreBars(board([row(name, 50)]), LOOK), { theme: 'dark' }));
    expect(new Set(['甲', '乙', 'a', 'b'].map(picture)).size).toBe(4);
  });

  test('is what the script that pages get would draw', () => {
    const canvas = new ChartJSNodeCanvas({
      width: 960,
      height: 500,
      backgroundColour: '#14181d',
      // As in a page: text, with nothing in sight but Chart.
      chartCallback: (Chart) => new Function('Chart', installScript(PICTURE_FONTS))(Chart),
    });
    for (const { config } of leaderboardCharts(leaderboard, LOOK)) {
      const copy = structuredClone(config);
      const fromScript = canvas.renderToBufferSync({ ...copy, options: { ...copy.options, devicePixelRatio: 2 } });
      expect(sha(fromScript)).toBe(sha(renderPng(config, { theme: 'dark', width: 960, height: 500 })));
    }
  });
});
