/** Chart: a table of win rates in two hues that part at even, names down and across. */
import type { ChartConfiguration } from 'chart.js';
import type { Palette, Rgb } from '../charts/frame.ts';
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

export function rateHeat({ title, subtitle, notes, rows, columns, cells }: RateTable, palette: Palette): ChartConfiguration {
  const minWidth = 150 + columns.length * 64;
  // A few columns stay cells and do not become bands.
  const width = Math.max(minWidth, Math.min(960, 300 + columns.length * 150));
  const size = { width, height: 220 + rows.length * 40, minWidth };
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
