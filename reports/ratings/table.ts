/** Ratings as a table for a terminal. */
import CliTable from 'cli-table3';
import stringWidth from 'string-width';
import { WIDEST_NAME } from '../leaderboard/fit-columns.ts';
import { cleanName, intervalText, scoreText } from '../words/text.ts';
import type { StyleAdjusted } from './covariates.ts';
import { BOOTSTRAP_ROUNDS, type RatingRow, type Ratings } from './ratings.ts';
import { methodText, rankText, ratingText } from './text.ts';

interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (row: RatingRow) => string;
}

/**
 * Under the table, a line says how the ratings were made, and one why an interval is missing. Without a newline at its end.
 *
 * @param bootstrap rounds that were asked for
 */
export function ratingsTable(ratings: Ratings, colour: boolean, bootstrap = BOOTSTRAP_ROUNDS): string {
  const columns = columnsOf(ratings);
  const widest = Math.max(...ratings.rows.map(({ agent }) => stringWidth(cleanName(agent))));
  const table = new CliTable({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ head }) => (head === 'Agent' && widest > WIDEST_NAME ? WIDEST_NAME + 2 : null)),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  table.push(...ratings.rows.map((row) => columns.map(({ text }) => text(row))));
  const open = bootstrap > 0 && ratings.rows.some(({ rating, ci }) => rating !== null && ci === null);
  const why = open ? ['–: in too many of the resamples this agent won or lost everything; --prior 1 bounds it'] : [];
  return [table.toString(), methodText(ratings, 'en'), ...why].join('\n');
}

/** The mean over shuffles has a column only for Elo, which alone has one. */
function columnsOf({ rows }: Ratings): Column[] {
  const shuffled: Column = {
    head: 'Mean over shuffles',
    align: 'right',
    text: (row) => (row.shuffled === undefined ? '–' : scoreText(row.shuffled)),
  };
  return [
    { head: 'Rank', align: 'right', text: (row) => rankText(row.rank) },
    { head: 'Agent', align: 'left', text: (row) => cleanName(row.agent) },
    { head: 'Rating', align: 'right', text: (row) => ratingText(row, 'en') },
    { head: '95% interval', align: 'right', text: (row) => intervalText(row.ci) },
    ...(rows.some((row) => row.shuffled !== undefined) ? [shuffled] : []),
    { head: 'Battles', align: 'right', text: (row) => String(row.battles) },
  ];
}

/** What style is worth, and ratings with it held equal beside the plain ones (Bradley-Terry, ties as halves). */
export function styleText({ coefficients, rows, battles }: StyleAdjusted): string {
  return [
    `With style held equal, over ${battles} battles of stored reports (Bradley-Terry, ties as halves):`,
    ...rows.map(({ agent, rating, adjusted }) => `  ${agent.padEnd(32)} ${rating.toFixed(1)} -> ${adjusted.toFixed(1)}`),
    'Rating points that one standard difference is worth:',
    ...coefficients.map(
      ({ name, value, ci }) =>
        `  ${name.padEnd(32)} ${value.toFixed(1)}${ci === null ? '' : `, 95% [${ci[0].toFixed(1)}, ${ci[1].toFixed(1)}]`}`,
    ),
  ].join('\n');
}
