/** The config of a table of cells on coloured grounds, names down and across. */
import type { ChartConfiguration } from 'chart.js';
import { baseOptions, type FrameOptions, nameAxis, type Palette, type Rgb } from './frame.ts';

export interface HeatCell {
  readonly text: string;
  /** A second, smaller line. */
  readonly small: string;
  readonly fill: string;
  readonly tips: readonly string[];
}

export interface Heat {
  readonly frame: Omit<FrameOptions, 'ink' | 'muted'>;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** One list a row. */
  readonly cells: readonly (readonly HeatCell[])[];
}

export function heat({ frame, rows, columns, cells }: Heat, palette: Palette): ChartConfiguration {
  const base = baseOptions(frame, palette);
  const flat = cells.flat();
  const axis = nameAxis(palette);
  return {
    type: 'scatter',
    data: {
      xLabels: [...columns],
      yLabels: [...rows],
      datasets: [
        {
          data: cells.flatMap((row, y) => row.map((_, x) => ({ x, y }))),
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
          fills: flat.map((cell) => cell.fill),
          ink: palette.ink,
        },
      },
    },
  };
}

/** The colour at a share, from 0 to 1, of the way between two. */
export function between([r, g, b]: Rgb, [red, green, blue]: Rgb, share: number): string {
  const mix = (from: number, to: number) => Math.round(from * (1 - share) + to * share);
  return `rgb(${mix(r, red)}, ${mix(g, green)}, ${mix(b, blue)})`;
}
