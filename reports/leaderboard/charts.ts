/** The charts that a leaderboard has data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import type { ChartLook } from '../charts/frame.ts';
import { costScore, hasCosts } from './cost-score.ts';
import { axisScores, domainScores, groupNames } from './group-scores.ts';
import type { Leaderboard } from './leaderboard.ts';
import { scoreBars } from './score-bars.ts';

export interface NamedChart {
  /** Fit for a file name. */
  readonly name: (typeof CHARTS)[number]['name'];
  readonly config: ChartConfiguration;
}

/** Pictures and page show those that `shown` says there is data for: one group alone repeats the score. */
const CHARTS = [
  { name: 'score', shown: () => true, draw: scoreBars },
  { name: 'cost', shown: hasCosts, draw: costScore },
  { name: 'domains', shown: (board: Leaderboard) => groupNames(board, 'byDomain').length > 1, draw: domainScores },
  { name: 'axes', shown: (board: Leaderboard) => groupNames(board, 'byAxis').length > 1, draw: axisScores },
] as const;

export function leaderboardCharts(leaderboard: Leaderboard, look: ChartLook): NamedChart[] {
  return CHARTS.filter(({ shown }) => shown(leaderboard)).map(({ name, draw }) => ({ name, config: draw(leaderboard, look) }));
}
