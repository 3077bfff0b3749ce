/** MeasuredAgreement: a judge's agreement with whom it was held against, and what its verdicts took. */

import type { AlphaEstimate } from '../stats/krippendorff.ts';
import type { JudgeEffort } from './effort.ts';
import type { LabelAgreement } from './labels.ts';

export interface MeasuredAgreement extends LabelAgreement, Partial<JudgeEffort> {
  readonly judge?: string;
  /** A hash of the judge's settings; absent where the store knows several judges of that name, or a table says none. */
  readonly identity?: string;
  readonly against?: string;
  /** Criteria that one of the two was of several minds about: in none of the figures. */
  readonly undecided: number;
  /** How far people agree with each other where several labelled a criterion: no judge can be held to more. Only against people. */
  readonly people?: AlphaEstimate & { readonly raters: number };
  /** Rows whose label judges gave, which nobody's can be held against; only of files of rows. */
  readonly byJudges?: number;
}
