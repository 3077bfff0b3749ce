/** Chart: a bar for each agent in each group, with intervals. */
import type { ChartConfiguration } from 'chart.js';
import { baseOptions, nameAxis, type Palette, topLegend, valueAxis } from '../charts/frame.ts';

/** Scores of agents (rows) in groups (columns), with everything a chart shows of them already in words. */
export interface ScoreTable {
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly string[];
  readonly agents: readonly string[];
  readonly groups: readonly string[];
  readonly cells: readonly (readonly ScoreCell[])[];
}

export interface ScoreCell {
  readonly score: number | null;
  readonly ci: readonly [number, number] | null;
  readonly text: string;
  readonly tips: readonly string[];
}

const BAR = 15;

export function groupBars({ title, subtitle, notes, agents, groups, cells }: ScoreTable, palette: Palette): ChartConfiguration {
  const size = { width: 960, height: 150 + groups.length * (agents.length * BAR + 18), minWidth: 300 };
  const base = baseOptions({ title, subtitle, notes, size }, palette);
  const values = cells.flat().flatMap(({ score, ci }) => [...(score === null ? [] : [score]), ...(ci ?? [])]);
  return {
    type: 'bar',
    data: {
      yLabels: [...groups],
      datasets: cells.map((row, i) => ({
        label: agents[i] ?? '',
        data: row.map((cell) => cell.score),
        backgroundColor: palette.series[i] ?? palette.muted,
        categoryPercentage: 0.84,
        barPercentage: 0.92,
        tips: row.map((cell) => cell.tips),
      })),
    },
    options: {
      ...base,
      indexAxis: 'y',
      // The last number stands beyond the longest bar.
      layout: { padding: { left: 12, right: 50, top: 12, bottom: 12 } },
      scales: { x: valueAxis(values, palette), y: nameAxis(palette) },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 13, { boxWidth: 14 }),
        names: { y: groups, legend: agents, lines: 3 },
        intervals: {
          ranges: cells.map((row) => row.map((cell) => cell.ci)),
          numbers: cells.map((row) => row.map((cell) => cell.text)),
          ink: palette.ink,
          halo: palette.background,
          muted: palette.muted,
          fontSize: 10.5,
        },
      },
    },
  };
}
