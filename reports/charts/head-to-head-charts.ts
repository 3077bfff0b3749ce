/** All charts that head-to-head results and ratings have data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { dimensionOf, type HeadToHead } from '../head-to-head.ts';
import { type Language, onDimension } from '../i18n.ts';
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
  const titled = (config: ChartConfiguration) => withDimension(config, dimensionOf(list), look.language);
  const records = subject === undefined ? pooledDimensions(list) : dimensionsAgainst(list, subject);
  return [
    ...(subject === undefined ? [] : [{ name: 'win-tie-lose' as const, config: titled(winTieLose(recordsOf(list, subject), look)) }]),
    ...(dimensionNames(records).length > 1
      ? [{ name: 'dimensions' as const, config: dimensionRadar({ ...(subject !== undefined && { against: subject }), records }, look) }]
      : []),
    ...(ratings === undefined ? [] : [{ name: 'ratings' as const, config: titled(ratingIntervals(ratings, look)) }]),
    ...(subject === undefined ? [{ name: 'pairs' as const, config: titled(pairHeat(pairsOf(list), look)) }] : []),
  ];
}

/** Says in the title which dimension the chart is of. */
function withDimension(config: ChartConfiguration, dimension: string, language: Language): ChartConfiguration {
  const plugins = config.options?.plugins;
  const frame = (plugins?.frame || undefined) ?? {};
  const title = onDimension(frame.title ?? '', dimension, language);
  return { ...config, options: { ...config.options, plugins: { ...plugins, frame: { ...frame, title } } } };
}
