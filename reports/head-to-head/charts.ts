/** The charts that head-to-head results and ratings have data for, in the order in which they are shown. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { type ChartLook, type FrameOptions, withFrame } from '../charts/frame.ts';
import { ratingIntervals } from '../ratings/rating-intervals.ts';
import type { Ratings } from '../ratings/ratings.ts';
import { type Language, onDimension } from '../words/i18n.ts';
import { type BattleSource, madeFrom, sourceLines } from './battle-source.ts';
import { dimensionNames, dimensionRadar } from './dimension-radar.ts';
import { dimensionOf, type HeadToHead } from './head-to-head.ts';
import { pairHeat } from './pair-heat.ts';
import { fitsSquare } from './rate-heat.ts';
import { dimensionsAgainst, namesOf, pairsOf, pooledDimensions, recordsOf, subjectOf } from './records.ts';
import { winTieLose } from './win-tie-lose.ts';

export interface HeadToHeadChart {
  /** Fit for a file name. */
  readonly name: 'win-tie-lose' | 'dimensions' | 'ratings' | 'pairs';
  readonly config: ChartConfiguration;
}

export interface HeadToHeadExtras {
  readonly ratings?: Ratings | undefined;
  /** Said under the title of each chart. */
  readonly source?: BattleSource | undefined;
}

/**
 * Wins, ties and losses where one agent is in every comparison, pairs where none is; dimensions where there is more than the
 * whole; ratings where they are given; pairs of no more agents than a picture has room for. Throws InputError on no comparisons and on a pair that is there twice.
 */
export function headToHeadCharts(
  list: readonly HeadToHead[],
  look: ChartLook,
  { ratings, source }: HeadToHeadExtras = {},
): HeadToHeadChart[] {
  if (list.length === 0) throw new InputError('head-to-head charts: expected at least one comparison, got none');
  const subject = subjectOf(list);
  const titled = (config: ChartConfiguration) => withDimension(config, dimensionOf(list), look.language);
  const records = subject === undefined ? pooledDimensions(list) : dimensionsAgainst(list, subject);
  const charts: HeadToHeadChart[] = [
    ...(subject === undefined ? [] : [{ name: 'win-tie-lose' as const, config: titled(winTieLose(recordsOf(list, subject), look)) }]),
    ...(dimensionNames(records).length > 1
      ? [{ name: 'dimensions' as const, config: dimensionRadar({ ...(subject !== undefined && { against: subject }), records }, look) }]
      : []),
    ...(ratings === undefined ? [] : [{ name: 'ratings' as const, config: titled(ratingIntervals(ratings, look)) }]),
    // Every agent with every other: of very many there is no picture, and their ratings say more.
    ...(subject === undefined && fitsSquare(namesOf(pairsOf(list)).length)
      ? [{ name: 'pairs' as const, config: titled(pairHeat(pairsOf(list), look)) }]
      : []),
  ];
  return source === undefined
    ? charts
    : charts.map(({ name, config }) => ({ name, config: withFrame(config, (frame) => about(frame, source, look.language)) }));
}

/** Says in the title which dimension the chart is of. */
function withDimension(config: ChartConfiguration, dimension: string, language: Language): ChartConfiguration {
  return withFrame(config, (frame) => ({ ...frame, title: onDimension(frame.title, dimension, language) }));
}

/** The picture grows by what stands above the plot, which keeps its room. */
function about(frame: FrameOptions, source: BattleSource, language: Language): FrameOptions {
  const texts = sourceLines(source, language);
  const foot = [madeFrom(source, language)].filter((line) => line !== '');
  const height = frame.size.height + 17 * (texts.length + foot.length);
  return { ...frame, about: texts, notes: [...frame.notes, ...foot], size: { ...frame.size, height } };
}
