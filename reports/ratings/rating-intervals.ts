/** Chart: ratings as dots with their intervals; agents without a finite rating stand at the edge. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { axisLook, baseOptions, type ChartLook, nameAxis, PALETTES, type Palette, topLegend } from '../charts/frame.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, intervalText, rankText, scoreText } from '../words/text.ts';
import type { RatingRow, Ratings } from './ratings.ts';
import { certaintyNotes, methodText, playedText, ratingText } from './text.ts';

/** Throws InputError when there are no agents. */
export function ratingIntervals(ratings: Ratings, { language, theme }: ChartLook): ChartConfiguration {
  const { rows } = ratings;
  if (rows.length === 0) throw new InputError('chart of ratings: expected at least one agent, got none');
  const palette = PALETTES[theme];
  const names = rows.map(({ agent }) => cleanName(agent));
  const notes = [...notesOf(rows, language), ...certaintyNotes(ratings, language)];
  const bare = rows.every(({ ci }) => ci === null);
  const base = baseOptions(
    {
      title: translate(bare ? 'ratingChartBare' : 'ratingChart', language),
      subtitle: methodText(ratings, language),
      notes,
      size: { width: 960, height: 150 + rows.length * 34 + notes.length * 17, minWidth: 560 },
    },
    palette,
  );
  const { min, max, known } = rangeOf(rows);
  const look = axisLook(palette);
  const drawn = rows.flatMap((row, y) => {
    const x = row.unbounded === 'above' ? max : row.unbounded === 'below' ? min : row.rating;
    return x === null ? [] : [{ row, x, y }];
  });
  const shuffled = rows.flatMap((row, y) => (row.shuffled === undefined ? [] : [{ row, x: row.shuffled, y }]));
  return {
    type: 'scatter',
    data: {
      yLabels: names,
      datasets: [dots(drawn, language, palette), ...(shuffled.length === 0 ? [] : [diamonds(shuffled, language, palette)])],
    },
    options: {
      ...base,
      parsing: false,
      scales: {
        x: {
          type: 'linear',
          ...look,
          min,
          max,
          ticks: { ...look.ticks, includeBounds: false, display: known, format: { useGrouping: false } },
        },
        y: { ...nameAxis(palette), offset: true, grid: { display: true, color: palette.grid } },
      },
      plugins: {
        ...base.plugins,
        legend: { ...topLegend(palette, 12, { usePointStyle: true, boxHeight: 8 }), display: shuffled.length > 0 },
        names: { y: names, lines: 2 },
        intervals: {
          ranges: [drawn.map(({ row }) => row.ci), ...(shuffled.length === 0 ? [] : [shuffled.map(({ row }) => row.spread ?? null)])],
          numbers: [],
          ink: palette.ink,
          halo: palette.background,
          muted: palette.muted,
          fontSize: 12,
          under: true,
        },
        endColumns: { columns: columnsOf(rows, language), ink: palette.ink, muted: palette.muted },
      },
    },
  };
}

interface Dot {
  readonly row: RatingRow;
  readonly x: number;
  readonly y: number;
}

/** Arrows at the edge for agents without a finite rating. */
function dots(drawn: readonly Dot[], language: Language, palette: Palette) {
  const finite = drawn.map(({ row }) => row.unbounded === undefined);
  return {
    label: translate('rating', language),
    data: drawn.map(({ x, y }) => ({ x, y })),
    clip: false as const,
    pointStyle: finite.map((is) => (is ? ('circle' as const) : ('triangle' as const))),
    pointRotation: drawn.map(({ row }) => (row.unbounded === undefined ? 0 : row.unbounded === 'above' ? 90 : -90)),
    pointRadius: finite.map((is) => (is ? 5 : 9)),
    pointHoverRadius: 9,
    borderColor: palette.background,
    backgroundColor: finite.map((is) => palette.series[is ? 0 : 1]),
    tips: drawn.map(({ row }) => tipsOf(row, language)),
  };
}

function diamonds(drawn: readonly Dot[], language: Language, palette: Palette) {
  return {
    label: translate('shuffledMean', language),
    data: drawn.map(({ x, y }) => ({ x, y })),
    pointStyle: 'rectRot' as const,
    pointRadius: 6,
    pointHoverRadius: 8,
    borderColor: palette.series[1],
    borderWidth: 2,
    backgroundColor: palette.background,
    tips: drawn.map(({ row }) => tipsOf(row, language)),
  };
}

/** Of the axis: all ratings and interval ends with room around them; any range where nobody has a rating. */
function rangeOf(rows: readonly RatingRow[]): { min: number; max: number; known: boolean } {
  const values = rows.flatMap(({ rating, ci, shuffled, spread }) => [
    ...(rating === null ? [] : [rating]),
    ...(shuffled === undefined ? [] : [shuffled]),
    ...(ci ?? []),
    ...(spread ?? []),
  ]);
  if (values.length === 0) return { min: 0, max: 1, known: false };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(5, (high - low) * 0.08);
  return { min: Math.floor(low - room), max: Math.ceil(high + room), known: true };
}

function columnsOf(rows: readonly RatingRow[], language: Language) {
  return [
    { heading: translate('rating', language), texts: rows.map((row) => ratingText(row, language)) },
    { heading: translate('rankRange', language), texts: rows.map(({ rank }) => rankText(rank)) },
    { heading: translate('battles', language), texts: rows.map(({ battles }) => String(battles)) },
    { heading: translate('battled', language), texts: rows.map((row) => playedText(row)) },
  ];
}

function notesOf(rows: readonly RatingRow[], language: Language): string[] {
  const has = (...kinds: RatingRow['unbounded'][]) => rows.some(({ unbounded }) => unbounded !== undefined && kinds.includes(unbounded));
  return [
    ...(has('above', 'below') ? [translate('unboundedNote', language)] : []),
    ...(has('even') ? [translate('evenNote', language)] : []),
    ...(has('unconnected') ? [translate('unconnectedNote', language)] : []),
  ];
}

function tipsOf(row: RatingRow, language: Language): string[] {
  const interval = row.ci === null ? '' : ` · ${translate('interval', language)} ${intervalText(row.ci)}`;
  return [
    cleanName(row.agent),
    `${translate('rating', language)} ${ratingText(row, language)}${interval}`,
    ...(row.shuffled === undefined
      ? []
      : [`${translate('shuffledMean', language)} ${scoreText(row.shuffled)} ${intervalText(row.spread ?? null)}`]),
    `${translate('rankRange', language)} ${rankText(row.rank)} · ${translate('battles', language)} ${row.battles}`,
  ];
}
