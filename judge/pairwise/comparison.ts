/** Comparison: what a judge says of two reports on one dimension, in one order. */
import type { Absolute, Outcome } from './outcome.ts';

export const DIMENSIONS = ['overall', 'completeness', 'depth', 'fitness', 'readability'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Comparison {
  /** a is the report shown first. */
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  /** From 1 to 10, on this dimension. */
  readonly scores?: readonly [a: number, b: number];
  readonly confidence?: number;
  readonly reason: string;
  readonly quotes: readonly string[];
  /** Share of the quotes that stand in the report that they are ascribed to. */
  readonly verified?: number;
  /** Parts of the longer report, where one was too long to be shown whole. */
  readonly parts?: number;
}
