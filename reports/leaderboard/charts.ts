/** The charts that a leaderboard has data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { type ChartLook, type FrameOptions, withFrame } from '../charts/frame.ts';
import { ratingIntervals } from '../ratings/rating-intervals.ts';
import { cleanName } from '../words/text.ts';
import { costScore, hasCosts } from './cost-score.ts';
import { axisScores, domainScores, groupNames } from './group-scores.ts';
import type { Leaderboard } from './leaderboard.ts';
import { details, missingNote } from './notes.ts';
import { provenanceText } from './provenance.ts';
import { scoreBars } from './score-bars.ts';

export interface NamedChart {
  /** Fit for a file name. */
  readonly name: (typeof CHARTS)[number]['name'];
  readonly config: ChartConfiguration;
}

/** Pictures and page show those that `shown` says there is data for: one group alone repeats the score. */
const CHARTS = [
  { name: 'score', shown: ({ ratings }: Leaderboard) => ratings === undefined, draw: scoreBars },
  { name: 'ratings', shown: ({ ratings }: Leaderboard) => ratings !== undefined, draw: ratingsOf },
  { name: 'cost', shown: hasCosts, draw: costScore },
  { name: 'domains', shown: (board: Leaderboard) => groupNames(board, 'byDomain').length > 1, draw: domainScores },
  { name: 'axes', shown: (board: Leaderboard) => groupNames(board, 'byAxis').length > 1, draw: axisScores },
] as const;

/** Each says at its foot what is missing and what it was made from. */
export function leaderboardCharts(leaderboard: Leaderboard, look: ChartLook): NamedChart[] {
  return CHARTS.filter(({ shown }) => shown(leaderboard)).map(({ name, draw }) => ({
    name,
    config: withFrame(draw(leaderboard, look), (frame) => footed(frame, leaderboard, look)),
  }));
}

/** The last line may need two. */
function footed(frame: FrameOptions, leaderboard: Leaderboard, { language }: ChartLook): FrameOptions {
  const { provenance } = leaderboard;
  const foot = [missingNote(leaderboard, language), provenance && provenanceText(provenance, language)].filter(
    (note) => note !== undefined,
  );
  return { ...frame, notes: [...frame.notes, ...foot], size: { ...frame.size, height: frame.size.height + 17 * (foot.length + 1) } };
}

/** Throws InputError where there are no ratings. */
function ratingsOf(leaderboard: Leaderboard, look: ChartLook): ChartConfiguration {
  const { ratings, benchmark } = leaderboard;
  if (ratings === undefined) throw new InputError(`ratings of ${cleanName(benchmark)}: expected some, got none`);
  return withFrame(ratingIntervals(ratings, look), (frame) => ({ ...frame, about: [details(leaderboard, look.language)] }));
}
