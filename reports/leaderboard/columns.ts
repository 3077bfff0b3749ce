/** The columns of a leaderboard, as tables, Markdown and pages show them. */

import type { RatingRow, Ratings } from '../ratings/ratings.ts';
import { playedText, ratingText } from '../ratings/text.ts';
import type { Language, Word } from '../words/i18n.ts';
import { cleanName, estimateText, intervalText, rankText, scoreText, shareText } from '../words/text.ts';
import { costText } from './cost.ts';
import type { CostPerReport, Leaderboard, LeaderboardRow } from './leaderboard.ts';

export interface Column {
  readonly word: Word;
  /** A shorter heading, for narrow terminals. */
  readonly short?: Word;
  /** What the column means. */
  readonly help?: Word;
  readonly align: 'left' | 'right';
  readonly text: (row: LeaderboardRow) => string;
  /** What to sort by; null, which sorts last either way, where nothing is known. Only equal units compare by value. */
  readonly sort: (row: LeaderboardRow) => { readonly value: number | string | null; readonly unit?: string };
}

/** Ratings, failures, owed verdicts and fatal criteria have columns only where there are any. */
export function leaderboardColumns(leaderboard: Leaderboard, language: Language): Column[] {
  const { rows } = leaderboard;
  const rated = rows.some((row) => row.rating !== undefined);
  const fatal = rows.some((row) => row.fatal > 0);
  const failures = rows.some(({ failed }) => failed > 0);
  const owed = rows.some((row) => row.owed > 0);
  // Where nothing is scored, agents stand as they are rated.
  const scored = leaderboard.ratings === undefined;
  const attempts = scored || rows.some(({ trials }) => trials > 0);
  const correction = rows.some((row) => row.corrected !== undefined);
  return [
    {
      word: 'rank',
      help: 'rankHelp',
      align: 'right',
      text: ({ rankSet }) => (rankSet === null ? '–' : rankText(rankSet)),
      sort: ({ rankSet }) => ({ value: rankSet === null ? null : rankSet[0] + rankSet[1] / 1e4 }),
    },
    { word: 'agent', align: 'left', text: (row) => cleanName(row.agent), sort: (row) => ({ value: cleanName(row.agent) }) },
    ...(scored ? scores(language) : []),
    ...(correction ? [corrected()] : []),
    ...(leaderboard.ratings === undefined ? (rated ? ratings() : []) : ratingsOnly(leaderboard.ratings, language)),
    // Of imported battles nobody knows how often an agent tried.
    ...(attempts ? [count('tasks'), count('trials'), count('failed', 'failedHelp')] : []),
    ...(failures ? [failureRate()] : []),
    ...(scored ? [count('unscored', 'unscoredHelp')] : []),
    ...(owed ? [count('owed', 'owedHelp')] : []),
    ...(scored ? [coverage()] : []),
    ...(fatal ? [count('fatal', 'fatalHelp')] : []),
    cost('costPerReport', 'costHelp', language),
    ...(scored ? [cost('judgeCost', 'judgeCostHelp', language)] : []),
  ];
}

function scores(language: Language): Column[] {
  return [
    { word: 'score', help: 'scoreHelp', align: 'right', text: (row) => scoreText(row.score), sort: (row) => ({ value: row.score }) },
    {
      word: 'interval',
      help: 'intervalHelp',
      align: 'right',
      text: (row) => estimateText(row, language),
      sort: (row) => ({ value: row.ci?.[0] ?? null }),
    },
  ];
}

function coverage(): Column {
  return {
    word: 'coverage',
    help: 'coverageHelp',
    align: 'right',
    text: (row) => shareText(row.coverage),
    sort: (row) => ({ value: row.coverage }),
  };
}

/** Also of agents without a finite rating. */
function ratingsOnly({ rows }: Ratings, language: Language): Column[] {
  const of = new Map(rows.map((row) => [row.agent, row]));
  const column = (word: Word, text: (row: RatingRow) => string, value: (row: RatingRow) => number | null): Column => ({
    word,
    align: 'right',
    text: ({ agent }) => {
      const row = of.get(agent);
      return row === undefined ? '–' : text(row);
    },
    sort: ({ agent }) => {
      const row = of.get(agent);
      return { value: row === undefined ? null : value(row) };
    },
  });
  return [
    column(
      'rating',
      (row) => ratingText(row, language),
      ({ rating }) => rating,
    ),
    column(
      'interval',
      ({ ci }) => intervalText(ci),
      ({ ci }) => ci?.[0] ?? null,
    ),
    column('battled', playedText, ({ battled }) => battled),
  ];
}

function corrected(): Column {
  return {
    word: 'correctedScore',
    help: 'correctedHelp',
    align: 'right',
    text: ({ corrected: found }) => (found ? `${scoreText(found.score)} ${intervalText(found.ci)}` : '–'),
    sort: ({ corrected: found }) => ({ value: found?.score ?? null }),
  };
}

function count(word: 'owed' | 'tasks' | 'trials' | 'failed' | 'unscored' | 'fatal', help?: Word): Column {
  return { word, ...(help && { help }), align: 'right', text: (row) => String(row[word]), sort: (row) => ({ value: row[word] }) };
}

function failureRate(): Column {
  return {
    word: 'failureRate',
    help: 'failureRateHelp',
    align: 'right',
    text: ({ failureRate: { value, ci } }) => `${shareText(value)} [${ci.map(shareText).join(', ')}]`,
    sort: ({ failureRate }) => ({ value: failureRate.value }),
  };
}

function ratings(): Column[] {
  return [
    {
      word: 'rating',
      help: 'ratingHelp',
      align: 'right',
      text: ({ rating }) => (rating === undefined ? '–' : rating.toFixed(0)),
      sort: ({ rating }) => ({ value: rating ?? null }),
    },
    {
      word: 'ratingInterval',
      short: 'ratingIntervalShort',
      align: 'right',
      text: ({ ratingCi }) => (ratingCi === undefined ? '–' : `[${ratingCi.map((end) => end.toFixed(0)).join(', ')}]`),
      sort: ({ ratingCi }) => ({ value: ratingCi?.[0] ?? null }),
    },
  ];
}

function cost(word: 'costPerReport' | 'judgeCost', help: Word, language: Language): Column {
  const known = ({ amount, basis }: CostPerReport) => (basis === 'unknown' ? null : amount);
  return {
    word,
    short: `${word}Short`,
    help,
    align: 'right',
    text: (row) => cleanName(costText(row[word], language)),
    sort: (row) => ({ value: known(row[word]), unit: row[word].currency }),
  };
}
