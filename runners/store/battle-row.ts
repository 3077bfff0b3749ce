/** Battle as reports read it, whoever judged and wherever it comes from, and which battles are asked for. */
import type { Dimension, PairQuote } from '../../judge/pairwise/comparison.ts';
import type { Absolute, Outcome } from '../../judge/pairwise/outcome.ts';
import type { Quote } from '../../judge/reading/quotes.ts';

export interface BattleSelection {
  readonly benchmark?: string | undefined;
  readonly sweep?: string | undefined;
  /** Its id; undefined: every task. */
  readonly task?: string | undefined;
  /** Undefined: every dimension. */
  readonly dimension?: Dimension | undefined;
  /** Whether to read also what was said beside the outcome. */
  readonly words?: boolean | undefined;
}

export interface BattleRow extends BattleWords {
  /** Null where the file it came from does not say: such a battle stands alone. */
  readonly task: string | null;
  readonly benchmark: string | null;
  readonly domain: string | null;
  /** Names in order, so that a pair is written in one way. */
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  readonly dimension: Dimension;
  readonly judge: string;
  /** Of the judge's settings; absent where an imported file does not say. */
  readonly judgeHash?: string;
  /** Imported: the file does not say which of the two. */
  readonly by: 'model' | 'person' | 'imported';
  readonly trial: number;
  /** Whether the judge's mind changed with the order, so that this is a tie. Absent where one order was shown, or a file does not say. */
  readonly flipped?: boolean;
}

/** In place of a judge, where an agent's attempt failed: it loses against any report, and ties with another that failed. */
export const NO_REPORT = 'no report';

export function isForfeit({ judge }: Pick<BattleRow, 'judge'>): boolean {
  return judge === NO_REPORT;
}

export type BothOrders<T> = readonly [ab: T | null, ba: T | null];

/** Of an imported battle it may not be known which report is quoted. */
export type BattleQuote = Quote & Partial<Pick<PairQuote, 'of'>>;

/** Of a person in one order; of a model in both, the one that showed a first before the other. What nobody said is left out. */
export interface BattleWords {
  readonly reason?: string;
  readonly reasons?: BothOrders<string>;
  readonly quotes?: readonly BattleQuote[] | BothOrders<readonly BattleQuote[]>;
  /** Of a and b, as the agents are named in the battle. */
  readonly scores?: readonly [a: number, b: number] | BothOrders<readonly [a: number, b: number]>;
  readonly confidence?: number;
  readonly confidences?: BothOrders<number>;
}

/** A selection as SQL takes it. */
export type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
