/** A mean over cases of which some are labelled by people and all are judged: prediction-powered inference, PPI++. */
import { InputError } from '../../judge/errors.ts';
import { type Interval, meanInterval, twoSidedZ } from './intervals.ts';
import { at, sum } from './vector.ts';

export interface LabelledCase {
  readonly label: number;
  readonly judged: number;
  /** Cases of one cluster are not independent; each is its own where absent. */
  readonly cluster?: string;
}

export type JudgedCase = Omit<LabelledCase, 'label'>;

export interface CorrectedMean {
  readonly mean: number;
  readonly se: number;
  /** 95%, normal. */
  readonly ci: Interval;
  /** In [0, 1]: how far the judge's values are used; 0 where they say nothing about the labels. */
  readonly lambda: number;
  readonly labelled: number;
  readonly unlabelled: number;
}

/**
 * mean(labels) + lambda (mean of the judge on the others - mean of the judge on the labelled), with the lambda of least variance
 * (Angelopoulos, Duchi and Zrnic 2023, PPI++). It needs labels on cases that are a random part of all.
 *
 * @param lambda fixed where given; 1 is the classic correction
 * @throws InputError with fewer than two labelled or two other cases
 */
export function correctedMean(labelled: readonly LabelledCase[], others: readonly JudgedCase[], lambda?: number): CorrectedMean {
  const [n, rest] = [labelled.length, others.length];
  if (n < 2 || rest < 2) throw new InputError(`expected two labelled cases and two others at least, got ${n} and ${rest}`);
  const judged = labelled.map((one) => one.judged);
  const unlabelled = others.map((one) => one.judged);
  const used = lambda ?? bestLambda(labelled, unlabelled);
  const mean = meanOf(labelled.map(({ label }) => label)) + used * (meanOf(unlabelled) - meanOf(judged));
  const own = errorOf(labelled.map((one) => ({ ...one, judged: one.label - used * one.judged })));
  const se = Math.sqrt(own ** 2 + used ** 2 * errorOf(others) ** 2);
  const reach = twoSidedZ(0.95) * se;
  return { mean, se, ci: [mean - reach, mean + reach], lambda: used, labelled: n, unlabelled: rest };
}

/** cov(labels, judge) / ((1 + n / N) var(judge on all)), within [0, 1]. */
function bestLambda(labelled: readonly LabelledCase[], others: readonly number[]): number {
  const labels = labelled.map(({ label }) => label);
  const judged = labelled.map((one) => one.judged);
  const spread = covariance([...judged, ...others], [...judged, ...others]);
  if (!(spread > 0)) return 0;
  const best = covariance(labels, judged) / ((1 + labels.length / others.length) * spread);
  return Math.min(1, Math.max(0, best));
}

function covariance(x: readonly number[], y: readonly number[]): number {
  const [centre, middle] = [meanOf(x), meanOf(y)];
  return sum(x.map((value, i) => (value - centre) * (at(y, i) - middle))) / (x.length - 1);
}

function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** 0 with a single cluster, which says nothing about spread. */
function errorOf(cases: readonly JudgedCase[]): number {
  const clusters = cases.map(({ cluster }, i) => cluster ?? `\0${i}`);
  return (
    meanInterval(
      cases.map(({ judged }) => judged),
      { clusters },
    ).se ?? 0
  );
}
