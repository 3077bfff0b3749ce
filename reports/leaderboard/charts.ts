/** The charts that a leaderboard has data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import type { ChartLook } from '../charts/frame.ts';
import { costScore, hasCosts } from './cost-score.ts';
import { axisScores, domainScores, groupNames } from './group-scores.ts';
import type { Leaderboard } from './leaderboard.ts';
import { scoreBars } from './score-bars.ts';

export interface NamedChart {
  /** Fit for a file name. */
  readonly name: 'score' | 'cost' | 'domains' | 'axes';
  readonly config: ChartConfiguration;
}

/** The cost chart needs one known cost, the others two groups: one group alone repeats the score. */
export function leaderboardCharts(leaderboard: Leaderboard, look: ChartLook): NamedChart[] {
  const charts: NamedChart[] = [{ name: 'score', config: scoreBars(leaderboard, look) }];
  if (hasCosts(leaderboard)) charts.push({ name: 'cost', config: costScore(leaderboard, look) });
  if (groupNames(leaderboard, 'byDomain').length > 1) charts.push({ name: 'domains', config: domainScores(leaderboard, look) });
  if (groupNames(leaderboard, 'byAxis').length > 1) charts.push({ name: 'axes', config: axisScores(leaderboard, look) });
  return charts;
}
