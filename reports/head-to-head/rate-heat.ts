/** Chart: a table of win rates in two hues that part at even, names down and across. */
import type { ChartConfiguration } from 'chart.js';
import { type ChartSize, type Palette, type Rgb, tallest } from '../charts/frame.ts';
import { between, heat } from '../charts/heat.ts';

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

/** Of a chart with so many rows and columns. In CSS pixels. */
function sizeOf(rows: number, columns: number): ChartSize {
  const minWidth = 150 + columns * 64;
  // A few columns stay cells and do not become bands.
  return { width: Math.max(minWidth, Math.min(960, 300 + columns * 150)), height: 220 + rows * 40, minWidth };
}

/** Whether a table of so many names with each other fits into a picture. */
export function fitsSquare(names: number): boolean {
  const { width, height } = sizeOf(names, names);
  return height <= tallest(width);
}

export function rateHeat({ title, subtitle, notes, rows, columns, cells }: RateTable, palette: Palette): ChartConfiguration {
  const size = sizeOf(rows.length, columns.length);
  const fill = (rate: number | null) => (rate === null ? palette.background : rateColour(rate, palette.diverging));
  return heat(
    {
      frame: { title, subtitle, notes, size },
      rows,
      columns,
      cells: cells.map((row) => row.map(({ rate, text, small, tips }) => ({ text, small, fill: fill(rate), tips }))),
    },
    palette,
  );
}

/** The same rate has the same colour in every chart. */
export function rateColour(rate: number, [low, even, high]: readonly [Rgb, Rgb, Rgb]): string {
  return between(even, rate < 0.5 ? low : high, Math.abs(rate - 0.5) * 2);
}
