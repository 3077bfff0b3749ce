import { expect, it } from 'vitest';
import { renderPng } from '../../../reports/charts/png.ts';
import type { TaskReward } from '../../../reports/leaderboard/rewards.ts';
import { stressCharts } from '../../../reports/stress/charts.ts';
import { stressPage } from '../../../reports/stress/page.ts';
import { type Cell, type CellTrial, stressOf } from '../../../reports/stress/stress.ts';
import { stressTable } from '../../../reports/stress/table.ts';

const task = (id: string, reward: number): TaskReward => ({
  task: { id, domain: 'd', family: id, rubric: [], axes: new Map(), flaws: new Map() },
  reward,
  lowest: 0,
});
const trial = (id: string, more: Partial<CellTrial> = {}): CellTrial => ({
  task: id,
  repeat: 1,
  failed: false,
  seconds: 2,
  tokens: 100,
  met: [],
  claims: null,
  ...more,
});
const IDS = ['a', 'b', 'c', 'd', 'e'];
const cell = (
  rate: number,
  kind: Cell['kind'],
  rewards: readonly number[],
  trials: readonly CellTrial[] = IDS.map((id) => trial(id)),
): Cell => ({
  rate,
  kind,
  tasks: rewards.map((reward, i) => task(IDS[i] ?? '', reward)),
  trials,
});

const CELLS = [
  cell(0, null, [0.5, 0.6, 0.7, 0.8, 0.9]),
  cell(0.1, 'error', [0.5, 0.6, 0.7, 0.8, 0.9]),
  cell(0.1, 'empty', [0.3, 0.4, 0.5, 0.6, 0.9]),
  cell(0.5, 'error', [0.1, 0.1, 0.1, 0.1, 0.1]),
  cell(0.5, 'empty', [0.1, 0.1, 0.1, 0.1, 0.1]),
];

it('pairs the loss by task, as the mean over kinds, in points', () => {
  const { loss, points } = stressOf('x', CELLS);
  // At 10%: differences 10, 10, 10, 10, 0.
  expect(loss[0]).toMatchObject({ rate: 0.1, value: expect.closeTo(8, 9), tasks: 5 });
  // t(4) = 2.776, s = 4.472, over the root of 5: 2.
  expect(loss[0]?.ci?.map((end) => Math.round(end * 100) / 100)).toEqual([2.45, 13.55]);
  expect(loss[1]).toMatchObject({ rate: 0.5, value: expect.closeTo(60, 9) });
  expect(points.map(({ rate, kind, score }) => [rate, kind, Math.round(score)])).toEqual([
    [0, 'none', 70],
    [0.1, 'error', 70],
    [0.1, 'empty', 54],
    [0.5, 'error', 10],
    [0.5, 'empty', 10],
  ]);
});

it('has the area under the line through the points, as a mean score', () => {
  // (70 + 62) / 2 x 0.1 + (62 + 10) / 2 x 0.4 = 21, over 0.5.
  expect(stressOf('x', CELLS).area).toBeCloseTo(42, 9);
  expect(stressOf('x', CELLS.slice(0, 1)).area).toBeNull();
});

it('leaves out of a loss the tasks that a kind has no score of', () => {
  const short = cell(0.1, 'empty', [0.3, 0.4, 0.5, 0.6]);
  expect(stressOf('x', [...CELLS.slice(0, 2), short]).loss[0]?.tasks).toBe(4);
});

it('counts what was met and recovered, who died, and what is claimed unread', () => {
  const trials = [
    trial('a', { met: [{ kind: 'error', recovered: true }], claims: { found: 3, unsupported: 1 } }),
    trial('b', { met: [{ kind: 'error', recovered: false }], claims: { found: 1, unsupported: 0 } }),
    trial('c', { failed: true }),
    trial('d', { seconds: 8, tokens: null }),
  ];
  const own = IDS.map((id) => trial(id, id === 'c' ? {} : { failed: id === 'd' }));
  const { recovery, died, unsupported, took } = stressOf('x', [
    cell(0, null, [0.5, 0.6, 0.7, 0, 0.9], own),
    cell(0.1, 'error', [0.5, 0.6, 0, 0.8], trials),
  ]);
  expect(recovery).toMatchObject({ error: { met: 2, recovered: 1 } });
  // d failed without faults, too: it is not among those that a fault can have ended.
  expect(died).toMatchObject([{ rate: 0.1, died: 1, n: 3 }]);
  expect(unsupported).toMatchObject([{ rate: 0.1, value: 0.25, n: 4 }]);
  expect(took).toEqual([
    { rate: 0, seconds: 2, tokens: 100 },
    { rate: 0.1, seconds: 2, tokens: 100 },
  ]);
});

it('shows what is not known as such', () => {
  const text = stressTable({ sweep: 's', scale: 'strict', judge: 'j', agents: [stressOf('x', [cell(0.1, 'error', [0.5])])] }, false);
  expect(text).toContain('│ 10%          │  50.0 │    – │');
  expect(text).toContain('Area under the curve: needs two rates');
});

it('is drawn: a line an agent over the rates, and what was got over by kind; the page has both in both languages', () => {
  const met = (recovered: boolean) => [{ kind: 'error' as const, recovered }];
  const hit = IDS.map((id, i) => trial(id, { met: met(i < 2) }));
  const agents = [stressOf('<b>x</b>', [...CELLS, cell(0.2, 'error', [0.5, 0.5, 0.5, 0.5, 0.5], hit)]), stressOf('y', CELLS)];
  const shown = { sweep: 's', scale: 'ternary', judge: 'j', agents };
  for (const language of ['en', 'zh'] as const) {
    const charts = stressCharts(shown, { language, theme: 'dark' });
    expect(charts.map(({ name }) => name)).toEqual(['curve', 'recovery']);
    // In per cent; at 10% the mean of 70 and 54.
    expect(charts[0]?.config.data.datasets[1]?.data).toEqual([
      { x: 0, y: expect.closeTo(70, 9) },
      { x: 10, y: expect.closeTo(62, 9) },
      { x: 50, y: expect.closeTo(10, 9) },
    ]);
    expect(charts[1]?.config.options?.plugins?.heat).toMatchObject({ texts: ['40%', '–'] });
    for (const { config } of charts) expect(renderPng(config, { theme: 'dark' }).subarray(1, 4).toString()).toBe('PNG');
  }
  const page = stressPage(shown, { language: 'zh' });
  expect(page).toContain('故障的代价');
  expect(page).toContain('What faults cost');
  expect(page).toContain('&lt;b&gt;x&lt;/b&gt;');
  expect(page).not.toContain('<b>x</b>');
});

it('without a fault that was met there is no picture of what was got over, and without a score none at all', () => {
  const of = (cells: Cell[]) => ({ sweep: 's', scale: 'ternary', judge: 'j', agents: [stressOf('x', cells)] });
  const look = { language: 'en', theme: 'light' } as const;
  expect(stressCharts(of(CELLS), look).map(({ name }) => name)).toEqual(['curve']);
  expect(() => stressCharts(of([]), look)).toThrow('expected an agent with a score');
});
