/** Chart: a table of win rates in two hues that part at even, names down and across. */
import type { ChartConfiguration } from 'chart.js';
import { baseOptions, nameAxis, type Palette, type Rgb } from './frame.ts';

/** Null where there is no rate, as where the two never met. */
export interface RateCell {
  readonly rate: number | null;
  readonly text: string;
  readonly small: string;
  readonly tips: readonly string[];
}

export interface RateTable {
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly string[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly RateCell[])[];
}

export function rateHeat({ title, subtitle, notes, rows, columns, cells }: RateTable, palette: Palette): ChartConfiguration {
  const minWidth = 150 + columns.length * 64;
  // A few columns stay cells and do not become bands.
  const width = Math.max(minWidth, Math.min(960, 300 + columns.length * 150));
  const size = { width, height: 220 + rows.length * 40, minWidth };
  const base = baseOptions({ title, subtitle, notes, size }, palette);
  const flat = cells.flatMap((row, y) => row.map((cell, x) => ({ ...cell, x, y })));
  const axis = nameAxis(palette);
  return {
    type: 'scatter',
    data: {
      xLabels: [...columns],
      yLabels: [...rows],
      datasets: [
        {
          data: flat.map(({ x, y }) => ({ x, y })),
          pointRadius: 0,
          pointHoverRadius: 0,
          pointHitRadius: 18,
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
        names: { x: columns, y: rows, lines: 2 },
        heat: {
          texts: flat.map((cell) => cell.text),
          small: flat.map((cell) => cell.small),
          fills: flat.map((cell) => (cell.rate === null ? palette.background : rateColour(cell.rate, palette.diverging))),
          ink: palette.ink,
        },
      },
    },
  };
}

/** The same rate has the same colour in every chart. */
export function rateColour(rate: number, [low, even, high]: readonly [Rgb, Rgb, Rgb]): string {
  const end = rate < 0.5 ? low : high;
  const share = Math.abs(rate - 0.5) * 2;
  const mix = (from: number, to: number) => Math.round(from * (1 - share) + to * share);
  return `rgb(${mix(even[0], end[0])}, ${mix(even[1], end[1])}, ${mix(even[2], end[2])})`;
}
