/** Leaderboards as text and as files, in each format. */

import { renderPng } from '../reports/charts/png.ts';
import { leaderboardCharts } from '../reports/leaderboard/charts.ts';
import type { Leaderboard } from '../reports/leaderboard/leaderboard.ts';
import { leaderboardPage } from '../reports/leaderboard/page.ts';
import { leaderboardCsv, leaderboardMarkdown, leaderboardTable, type TableOptions } from '../reports/leaderboard/table.ts';
import type { Language } from '../reports/words/i18n.ts';
import { writeInto } from './write-files.ts';

export const FORMATS = ['table', 'json', 'csv', 'md', 'html', 'png'] as const;
export type Format = (typeof FORMATS)[number];

export function leaderboardText(board: Leaderboard, format: 'table' | 'md', look: TableOptions): string {
  if (format === 'md') return leaderboardMarkdown(board, look);
  return leaderboardTable(board, look);
}

/** Writes each format into the folder; returns the paths. Same rows, same bytes. */
export function writeLeaderboards(dir: string, boards: readonly Leaderboard[], formats: readonly Format[], language: Language): string[] {
  // Where nothing is judged yet there is nothing to draw.
  const judged = boards.filter(({ rows }) => rows.length > 0);
  const drawn = judged.length > 0 ? judged : boards;
  const files = formats.flatMap((format): [string, string | Buffer][] => {
    if (format === 'html') return [['leaderboard.html', leaderboardPage(drawn, { language })]];
    if (format === 'png') return drawn.flatMap((board) => charts(board, language));
    if (format === 'json') return [['leaderboard.json', `${JSON.stringify(boards.length === 1 ? boards[0] : boards, null, 2)}\n`]];
    const named = (board: Leaderboard, ending: string) => `leaderboard-${fileName(board.benchmark)}.${ending}`;
    if (format === 'csv') return boards.map((board) => [named(board, 'csv'), leaderboardCsv([board])]);
    const ending = format === 'table' ? 'txt' : format;
    return boards.map((board) => [named(board, ending), `${leaderboardText(board, format, { language, colour: false })}\n`]);
  });
  return writeInto(dir, files);
}

function charts(board: Leaderboard, language: Language): [string, Buffer][] {
  const look = { language, theme: 'light' } as const;
  return leaderboardCharts(board, look).map(({ name, config }) => [
    `${fileName(board.benchmark)}-${name}.png`,
    renderPng(config, { theme: look.theme }),
  ]);
}

/** Benchmark names come from a person; files stay in their folder. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'benchmark';
}
