/** Comparison: what a judge says of two reports on one dimension, in one order. */
import type { Quote } from '../reading/quotes.ts';
import type { Absolute, Outcome } from './outcome.ts';

export const DIMENSIONS = ['overall', 'completeness', 'depth', 'fitness', 'readability'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface PairQuote extends Quote {
  /** The report that it is ascribed to. */
  readonly of: 'a' | 'b';
}

export interface Comparison {
  /** a is the report shown first. */
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  /** From 1 to 10, on this dimension. */
  readonly scores?: readonly [a: number, b: number];
  readonly confidence?: number;
  readonly reason: string;
  readonly quotes: readonly PairQuote[];
  /** Parts of the longer report, where one was too long to be shown whole. */
  readonly parts?: number;
}
