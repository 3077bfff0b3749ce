/** All charts that head-to-head results and ratings have data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import type { HeadToHead } from '../head-to-head.ts';
import type { Ratings } from '../ratings/ratings.ts';
import { dimensionNames, dimensionRadar } from './dimension-radar.ts';
import type { ChartLook } from './frame.ts';
import { pairHeat } from './pair-heat.ts';
import { ratingIntervals } from './rating-intervals.ts';
import { dimensionsAgainst, pairsOf, pooledDimensions, recordsOf, subjectOf } from './records.ts';
import { winTieLose } from './win-tie-lose.ts';

export interface HeadToHeadChart {
  /** Fit for a file name. */
  readonly name: 'win-tie-lose' | 'dimensions' | 'ratings' | 'pairs';
  readonly config: ChartConfiguration;
}

/**
 * Wins, ties and losses where one agent is in every comparison, pairs where none is; dimensions where there is more than the
 * whole; ratings where they are given. Throws InputError on no comparisons and on a pair that is there twice.
 */
export function headToHeadCharts(list: readonly HeadToHead[], look: ChartLook, ratings?: Ratings): HeadToHeadChart[] {
  if (list.length === 0) throw new InputError('head-to-head charts: expected at least one comparison, got none');
  const subject = subjectOf(list);
  const records = subject === undefined ? pooledDimensions(list) : dimensionsAgainst(list, subject);
  return [
    ...(subject === undefined ? [] : [{ name: 'win-tie-lose' as const, config: winTieLose(recordsOf(list, subject), look) }]),
    ...(dimensionNames(records).length > 1
      ? [{ name: 'dimensions' as const, config: dimensionRadar({ ...(subject !== undefined && { against: subject }), records }, look) }]
      : []),
    ...(ratings === undefined ? [] : [{ name: 'ratings' as const, config: ratingIntervals(ratings, look) }]),
    ...(subject === undefined ? [{ name: 'pairs' as const, config: pairHeat(pairsOf(list), look) }] : []),
  ];
}
