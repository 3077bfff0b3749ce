/** All charts that a leaderboard has data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import { translate, type Word } from '../i18n.ts';
import type { Leaderboard } from '../leaderboard.ts';
import { costScore, hasCosts } from './cost-score.ts';
import type { ChartLook } from './frame.ts';
import { axisScores, domainScores, groupNames } from './group-scores.ts';
import { scoreBars } from './score-bars.ts';

export interface NamedChart {
  /** Fit for a file name. */
  readonly name: 'score' | 'cost' | 'domains' | 'axes';
  readonly title: string;
  readonly config: ChartConfiguration;
}

/** The cost chart needs one known cost, the others two groups: one group alone repeats the score. */
export function leaderboardCharts(leaderboard: Leaderboard, look: ChartLook): NamedChart[] {
  const chart = (name: NamedChart['name'], word: Word, config: ChartConfiguration) => ({
    name,
    title: translate(word, look.language),
    config,
  });
  const charts = [chart('score', 'scoreChart', scoreBars(leaderboard, look))];
  if (hasCosts(leaderboard)) charts.push(chart('cost', 'costChart', costScore(leaderboard, look)));
  if (groupNames(leaderboard, 'byDomain').length > 1) charts.push(chart('domains', 'domainChart', domainScores(leaderboard, look)));
  if (groupNames(leaderboard, 'byAxis').length > 1) charts.push(chart('axes', 'axisChart', axisScores(leaderboard, look)));
  return charts;
}
