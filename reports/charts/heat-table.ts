/** Chart: a table of numbers on a coloured ground, agents down and groups across. */
import type { ChartConfiguration } from 'chart.js';
import { baseOptions, nameAxis, type Palette } from './frame.ts';
import type { ScoreTable } from './score-table.ts';

export function heatTable({ title, subtitle, notes, agents, groups, cells }: ScoreTable, palette: Palette): ChartConfiguration {
  const minWidth = 190 + groups.length * 46;
  const size = { width: Math.max(960, minWidth), height: 210 + agents.length * 30, minWidth };
  const base = baseOptions({ title, subtitle, notes, size }, palette);
  const flat = cells.flatMap((row, y) => row.map((cell, x) => ({ ...cell, x, y })));
  const scores = flat.flatMap((cell) => cell.score ?? []);
  const fills = flat.map((cell) => (cell.score === null ? palette.background : heatColour(cell.score, scores, palette)));
  const axis = nameAxis(palette);
  return {
    type: 'scatter',
    data: {
      xLabels: [...groups],
      yLabels: [...agents],
      datasets: [
        {
          data: flat.map(({ x, y }) => ({ x, y })),
          pointRadius: 0,
          pointHoverRadius: 0,
          pointHitRadius: 16,
          tips: flat.map((cell) => cell.tips),
        },
      ],
    },
    options: {
      ...base,
      parsing: false,
      scales: {
        x: { ...axis, offset: true, position: 'top', ticks: { ...axis.ticks, font: { size: 12 }, minRotation: 0, maxRotation: 50 } },
        y: { ...axis, offset: true },
      },
      plugins: {
        ...base.plugins,
        names: { x: groups, y: agents, lines: 2 },
        heat: {
          texts: flat.map((cell) => cell.text),
          fills,
          ink: palette.ink,
        },
      },
    },
  };
}

/** Between the two ends of the palette's heat, by the score's place between the lowest and the highest score. */
function heatColour(score: number, scores: readonly number[], { heat: [cold, hot] }: Palette): string {
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  const share = high > low ? (score - low) / (high - low) : 0.5;
  const mix = (from: number, to: number) => Math.round(from * (1 - share) + to * share);
  return `rgb(${mix(cold[0], hot[0])}, ${mix(cold[1], hot[1])}, ${mix(cold[2], hot[2])})`;
}
