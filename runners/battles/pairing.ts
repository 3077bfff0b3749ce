/** Pairing: which battles are to be fought, batch by batch, so that what came of one batch can decide the next. */
import type { Outcome } from '../../judge/pairwise/outcome.ts';
import type { Contestants } from './contestants.ts';

/** Two agents on one query, in the order of the list of agents. Showing both orders to the judge doubles the calls. */
export interface PlannedBattle {
  /** A key of the contestants' queries. */
  readonly query: string;
  readonly a: string;
  readonly b: string;
}

export interface FoughtBattle extends PlannedBattle {
  readonly outcome: Outcome;
}

export interface Batches {
  /** All battles that may be asked for: both agents have a report, or have failed to give one. */
  readonly candidates: readonly PlannedBattle[];
  /** Those among the pairing's that cannot be fought yet, as a report is owed; none where it takes only what can. */
  readonly owed: readonly PlannedBattle[];
  /** How many of them are asked for. */
  readonly count: number;
  /**
   * The next ones; none once all were planned.
   *
   * @param fought reads what came of those planned before, and of nothing else, so that the same command goes the same way again
   */
  next(fought: () => readonly FoughtBattle[]): readonly PlannedBattle[];
}

export type PairUp = (contestants: Contestants) => Batches;
