/** JudgesCompared: two judges, or a judge and people, over a benchmark: how often each pair of labels was given, and on which criteria. */
import type { Label } from '../../judge/checklist/verdict.ts';
import type { AgreementEstimate } from '../stats/agreement.ts';

export interface JudgesCompared {
  readonly benchmark: string;
  readonly judge: string;
  /** Undefined where there is nobody to compare it with. */
  readonly against: string | undefined;
  /** All that have labelled, and `people` where people have. */
  readonly judges: readonly string[];
  readonly agreement: { readonly n: number; readonly accuracy: AgreementEstimate; readonly kappa: AgreementEstimate } | null;
  /** By the label of the other, how often the judge gave each. */
  readonly confusion: Readonly<Record<Label, Readonly<Record<Label, number>>>> | null;
  readonly cases: readonly LabelledCase[];
}

/** One criterion on one report, as both labelled it. */
export interface LabelledCase {
  readonly task: string;
  readonly agent: string;
  readonly repeat: number;
  readonly id: string;
  readonly criterion: string;
  readonly weight: number;
  readonly judged: Label;
  readonly truth: Label;
}

/** The name of a cell of the confusion table in an address. */
export function cellName(truth: Label, judged: Label): string {
  return `${truth}-${judged}`;
}
