/** WINNERS: the words for an outcome, as the files of the field spell them. */
import type { Absolute, Outcome } from './outcome.ts';

export interface Winner {
  readonly outcome: Outcome;
  /** How good both are, where the word says it. */
  readonly absolute?: Absolute;
}

/** The judge failed: no outcome, and no tie. */
export const FAILED = 'failed';

/** A judge whose mind changed with the order has not decided, which is a tie; anything else is refused. */
export const WINNERS: ReadonlyMap<string, Winner | typeof FAILED> = new Map<string, Winner | typeof FAILED>([
  ['a', { outcome: 'a' }],
  ['b', { outcome: 'b' }],
  ['model_a', { outcome: 'a' }],
  ['model_b', { outcome: 'b' }],
  ['model_1', { outcome: 'a' }],
  ['model_2', { outcome: 'b' }],
  ['tie', { outcome: 'tie' }],
  ['tie (bothbad)', { outcome: 'tie', absolute: 'poor' }],
  ['tie (inconsistent)', { outcome: 'tie' }],
  ['both_bad', { outcome: 'tie', absolute: 'poor' }],
  ['both_good', { outcome: 'tie', absolute: 'good' }],
  ['error', FAILED],
]);
