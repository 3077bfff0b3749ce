/** Label and verdict: what a judge says about one criterion. */

import type { Quote } from '../reading/quotes.ts';

/** In falling order. For a criterion of negative weight `satisfied` means that the flaw is fully there. */
export const LABELS = ['satisfied', 'partial', 'unsatisfied'] as const;
export type Label = (typeof LABELS)[number];

/** In [0, 1], of the three labels. */
export type Probabilities = Readonly<Record<Label, number>>;

export interface Verdict {
  readonly label: Label;
  /** The judge's own, in [0, 1]; absent when it gave none. */
  readonly confidence?: number;
  /** Of each label, adding up to 1; absent where the judge tells no more than one. */
  readonly probabilities?: Probabilities;
  readonly reason: string;
  /** Passages of the report that the judge gives as evidence. */
  readonly quotes: readonly Quote[];
  /** Parts in which a report too long to be shown whole was read; absent when the judge saw all of it at once. */
  readonly parts?: number;
  /** Of a panel or a cascade: what each of its judges said. */
  readonly votes?: readonly Vote[];
  /** Of a cascade: which of its judges decided, from 1. */
  readonly stage?: number;
}

/** What one judge of several said. */
export interface Vote {
  readonly judge: string;
  readonly label: Label;
  readonly confidence?: number;
  readonly reason: string;
}

/** Which criterion, in which of the judge's independent trials (from 1). */
export interface Question {
  readonly criterion: string;
  readonly trial: number;
}
