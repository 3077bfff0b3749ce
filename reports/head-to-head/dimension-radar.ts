/** Chart: win rates by dimension, as a radar while its shapes can be told apart, else as a heat table. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { baseOptions, type ChartLook, PALETTES, type Palette, topLegend, WHOLE_PERCENT } from '../charts/frame.ts';
import { type Language, translate, translateName } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import type { Record3 } from './head-to-head.ts';
import { type RateCell, type RateTable, rateHeat } from './rate-heat.ts';
import { recordText, winShare } from './record-text.ts';
import type { DimensionRecords } from './records.ts';

const MOST_SHAPES = 6;
/** Two axes span no area. */
const FEWEST_AXES = 3;

const SHAPES = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot'] as const;
const DASHES = [[], [], [7, 4], [7, 4], [2, 3], [2, 3]];

export interface DimensionChart {
  /** Each record is that of this agent against the name beside it; absent where the names are agents over all they met. */
  readonly against?: string;
  readonly records: readonly DimensionRecords[];
}

/** Overall first, the others in the order in which the records name them. */
export function dimensionNames(records: readonly DimensionRecords[]): string[] {
  const names = [...new Set(records.flatMap(({ byDimension }) => Object.keys(byDimension)))];
  return [...names.filter((name) => name === 'overall'), ...names.filter((name) => name !== 'overall')];
}

/** Throws InputError on no records and no dimensions. */
export function dimensionRadar({ against, records: given }: DimensionChart, look: ChartLook): ChartConfiguration {
  const { language, theme } = look;
  const dimensions = dimensionNames(given);
  if (dimensions.length === 0) throw new InputError('chart of dimensions: expected at least one record on a dimension, got none');
  const records = strongestFirst(given, dimensions[0] ?? '');
  const table = {
    title:
      against === undefined
        ? translate('dimensionChart', language)
        : translate('dimensionChartOf', language, { agent: cleanName(against) }),
    subtitle: translate('dimensionDetails', language),
    notes: against === undefined && records.length > 2 ? [translate('pooledOpponents', language)] : [],
    rows: records.map(({ name }) => (against === undefined ? cleanName(name) : translate('against', language, { agent: cleanName(name) }))),
    columns: dimensions.map((name) => cleanName(translateName(name, language))),
    cells: records.map((record) => dimensions.map((dimension) => cellOf(record, dimension, language))),
  };
  const palette = PALETTES[theme];
  if (records.length > MOST_SHAPES || dimensions.length < FEWEST_AXES) return rateHeat(table, palette);
  return radar(table, palette, language);
}

/** By falling win rate on one dimension; those without one last. */
function strongestFirst(records: readonly DimensionRecords[], dimension: string): DimensionRecords[] {
  const rate = ({ byDimension }: DimensionRecords) => {
    const record = Object.hasOwn(byDimension, dimension) ? byDimension[dimension] : undefined;
    return record === undefined ? -1 : winShare(record);
  };
  return [...records].sort((x, y) => rate(y) - rate(x));
}

function radar(table: RateTable, palette: Palette, language: Language): ChartConfiguration {
  const { title, subtitle, notes, rows, columns, cells } = table;
  const size = { width: 760, height: 600 + rows.length * 8, minWidth: 300 };
  const base = baseOptions({ title, subtitle, notes, size }, palette);
  return {
    type: 'radar',
    data: { labels: [...columns], datasets: [...cells.map((row, i) => shape(row, i, palette)), even(columns.length, palette)] },
    options: {
      ...base,
      scales: {
        r: {
          min: 0,
          // Half of the area is otherwise empty where all are close to even.
          max: cells.flat().every(({ rate }) => rate === null || rate <= 0.7) ? 0.75 : 1,
          grid: { color: palette.grid },
          angleLines: { color: palette.grid },
          pointLabels: { color: palette.ink, font: { size: 13 } },
          ticks: {
            stepSize: 0.25,
            color: palette.muted,
            backdropColor: palette.background,
            font: { size: 11 },
            format: WHOLE_PERCENT,
          },
        },
      },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 12.5, { usePointStyle: true, boxHeight: 8 }),
        names: { legend: [...rows, translate('even', language)], lines: 1 },
      },
    },
  };
}

function even(axes: number, palette: Palette) {
  return {
    data: Array.from({ length: axes }, () => 0.5),
    pointRadius: 0,
    pointHitRadius: 0,
    pointStyle: 'line' as const,
    borderColor: palette.ink,
    borderWidth: 1.25,
    borderDash: [3, 3],
    fill: false,
  };
}

/** Told apart by colour, by the shape of its points and by its dashes. */
function shape(cells: readonly RateCell[], i: number, palette: Palette) {
  const colour = palette.series[i] ?? palette.muted;
  return {
    data: cells.map(({ rate }) => rate),
    pointStyle: SHAPES[i] ?? 'circle',
    pointRadius: 5,
    pointHoverRadius: 7,
    pointBackgroundColor: colour,
    borderColor: colour,
    borderWidth: 2,
    borderDash: DASHES[i] ?? [],
    fill: false,
    tips: cells.map(({ tips }) => tips),
  };
}

function cellOf({ name, byDimension }: DimensionRecords, dimension: string, language: Language): RateCell {
  const record: Record3 | undefined = Object.hasOwn(byDimension, dimension) ? byDimension[dimension] : undefined;
  const what = cleanName(translateName(dimension, language));
  if (record === undefined) return { rate: null, text: '–', small: '', tips: [cleanName(name), `${what} –`] };
  const rate = winShare(record);
  return {
    rate,
    text: `${Math.round(rate * 100)}%`,
    small: recordText(record),
    tips: [cleanName(name), `${what} ${shareText(rate)}`, `${translate('record', language)} ${recordText(record)}`],
  };
}
