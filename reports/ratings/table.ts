/** Ratings as a table for a terminal. */
import CliTable from 'cli-table3';
import stringWidth from 'string-width';
import { WIDEST_NAME } from '../leaderboard/fit-columns.ts';
import { translate, type Word } from '../words/i18n.ts';
import { cleanName, intervalText, rankText, scoreText } from '../words/text.ts';
import type { StyleAdjusted } from './covariates.ts';
import type { RatingRow, Ratings } from './ratings.ts';
import { certaintyNotes, methodText, playedText, ratingText } from './text.ts';

interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (row: RatingRow) => string;
}

/** Under the table, lines say how the ratings, their intervals and ranks were made. Without a newline at its end. */
export function ratingsTable(ratings: Ratings, colour: boolean): string {
  const columns = columnsOf(ratings);
  const widest = Math.max(...ratings.rows.map(({ agent }) => stringWidth(cleanName(agent))));
  const table = new CliTable({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ align }) => (align === 'left' && widest > WIDEST_NAME ? WIDEST_NAME + 2 : null)),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  table.push(...ratings.rows.map((row) => columns.map(({ text }) => text(row))));
  return [table.toString(), methodText(ratings, 'en'), ...certaintyNotes(ratings, 'en')].join('\n');
}

/** Elo has a mean over shuffles and how far they lie apart, and no interval of its own. */
function columnsOf({ method, rows }: Ratings): Column[] {
  const number = (word: Word, text: Column['text']): Column => ({ head: translate(word, 'en'), align: 'right', text });
  const elo = [
    number('shuffledMean', ({ shuffled }) => (shuffled === undefined ? '–' : scoreText(shuffled))),
    number('shuffledSpread', ({ spread }) => intervalText(spread ?? null)),
  ];
  return [
    number('rankRange', (row) => rankText(row.rank)),
    { head: translate('agent', 'en'), align: 'left', text: (row) => cleanName(row.agent) },
    number(method === 'elo' ? 'inOrder' : 'rating', (row) => ratingText(row, 'en')),
    ...(method === 'elo' ? elo : []),
    ...(method !== 'elo' || rows.some(({ ci }) => ci !== null) ? [number('interval', (row) => intervalText(row.ci))] : []),
    number('battles', (row) => String(row.battles)),
    number('battled', (row) => playedText(row)),
  ];
}

/** What style is worth, and ratings with it held equal beside the plain ones (Bradley-Terry, ties as halves). */
export function styleText({ coefficients, rows, battles }: StyleAdjusted): string {
  return [
    `With style held equal, over ${battles} battles of stored reports (Bradley-Terry, ties as halves):`,
    ...rows.map(
      ({ agent, rating, adjusted, rank }) => `  ${agent.padEnd(32)} ${rating.toFixed(1)} -> ${adjusted.toFixed(1)}, rank ${rankText(rank)}`,
    ),
    'Rating points that one standard difference is worth:',
    ...coefficients.map(
      ({ name, value, ci }) =>
        `  ${name.padEnd(32)} ${value.toFixed(1)}${ci === null ? '' : `, 95% [${ci[0].toFixed(1)}, ${ci[1].toFixed(1)}]`}`,
    ),
  ].join('\n');
}
