/** A mean of judge scores corrected for the judge's error, where people labelled some of the cases. */
import { InputError } from '../../judge/errors.ts';
import { type Interval, type MeanEstimate, meanInterval, twoSidedZ } from './intervals.ts';

export interface LabelledScore {
  readonly judged: number;
  /** What people gave. */
  readonly truth: number;
  readonly cluster?: string;
}

export interface CorrectedMean {
  /** The judge's word on all cases that nobody labelled. */
  readonly raw: MeanEstimate;
  /** `raw` minus the judge's mean error on the labelled cases (Angelopoulos et al. 2023). */
  readonly corrected: { readonly mean: number; readonly se: number; readonly ci: Interval };
  /** Mean of judged - truth on the labelled cases. */
  readonly bias: MeanEstimate;
}

/** Throws InputError with fewer than two (clusters of) cases on either side: no error could be given. */
export function correctedMean(
  judged: readonly { readonly judged: number; readonly cluster?: string }[],
  labelled: readonly LabelledScore[],
  confidence = 0.95,
): CorrectedMean {
  const clusters = (cases: readonly { readonly cluster?: string }[]) => cases.map(({ cluster }, i) => cluster ?? `case ${i}`);
  const raw = meanInterval(
    judged.map((each) => each.judged),
    { clusters: clusters(judged), confidence },
  );
  const bias = meanInterval(
    labelled.map((each) => each.judged - each.truth),
    { clusters: clusters(labelled), confidence },
  );
  if (raw.se === null || bias.se === null)
    throw new InputError('expected at least two independent cases with and two without human labels');
  const mean = raw.mean - bias.mean;
  const se = Math.hypot(raw.se, bias.se);
  const reach = twoSidedZ(confidence) * se;
  return { raw, corrected: { mean, se, ci: [mean - reach, mean + reach] }, bias };
}
