/** Which columns of a leaderboard a terminal has room for. */
import stringWidth from 'string-width';
import { type Language, translate, type Word } from '../words/i18n.ts';
import { type Column, leaderboardColumns } from './columns.ts';
import type { Leaderboard } from './leaderboard.ts';

/** In terminal cells; longer names are cut. */
export const WIDEST_NAME = 40;
const NARROWEST_NAME = 10;
/** Blanks beside a cell's text. */
const PADDING = 2;

export interface FittedColumn extends Column {
  readonly heading: string;
  /** Terminal cells, with the blanks on either side. */
  readonly width: number;
}

export interface Fitted {
  readonly columns: readonly FittedColumn[];
  /** Headings of what found no room. */
  readonly leftOut: readonly string[];
}

/** Headings become shorter first, then columns that say least go, then names are cut. @param width undefined: all of it */
export function fitColumns(leaderboard: Leaderboard, language: Language, width = Number.POSITIVE_INFINITY): Fitted {
  const all = leaderboardColumns(leaderboard, language);
  const sized = (columns: readonly Column[], short: boolean) => columns.map((column) => size(column, leaderboard, language, short));
  let columns = sized(all, false);
  if (tableWidth(columns) <= width) return { columns, leftOut: [] };
  columns = sized(all, true);
  const leftOut: string[] = [];
  for (const words of dispensable(leaderboard)) {
    if (tableWidth(columns) <= width) break;
    leftOut.push(...columns.filter(({ word }) => words.includes(word)).map(({ heading }) => heading));
    columns = columns.filter(({ word }) => !words.includes(word));
  }
  const over = Math.max(0, tableWidth(columns) - width);
  return { columns: columns.map((column) => (column.word === 'agent' ? narrower(column, over) : column)), leftOut };
}

function size(column: Column, { rows }: Leaderboard, language: Language, short: boolean): FittedColumn {
  const heading = translate(short ? (column.short ?? column.word) : column.word, language);
  const widest = Math.max(stringWidth(heading), ...rows.map((row) => stringWidth(column.text(row))));
  return { ...column, heading, width: PADDING + (column.word === 'agent' ? Math.min(widest, WIDEST_NAME) : widest) };
}

/** In the order in which they go; counts that are the same for everybody say nothing. */
function dispensable({ rows }: Leaderboard): Word[][] {
  return [
    ['judgeCost'],
    ['trials'],
    ['failureRate'],
    ...(rows.every(({ coverage }) => coverage === 1) ? [['coverage'] satisfies Word[]] : []),
    ...(rows.every(({ failed, unscored }) => failed === 0 && unscored === 0) ? [['failed', 'unscored'] satisfies Word[]] : []),
    ['ratingInterval'],
    ['tasks'],
  ];
}

function narrower(column: FittedColumn, over: number): FittedColumn {
  return { ...column, width: Math.max(Math.min(column.width, NARROWEST_NAME + PADDING), column.width - over) };
}

/** With a line before, between and after the columns. */
function tableWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, columns.length + 1);
}
