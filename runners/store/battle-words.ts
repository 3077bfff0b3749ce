/** What judges and people said for a battle, beside its outcome: read for exports only, since ratings need none of it. */

/** As it is stored, of one order. */
export interface SaidRow {
  /** Absent where the words were not asked for. */
  readonly reason?: string | null;
  /** JSON. */
  readonly quotes?: string | null;
  readonly firstScore?: number | null;
  readonly secondScore?: number | null;
  readonly confidence?: number | null;
}

type BothOrders<T> = readonly [ab: T | null, ba: T | null];

/** Of a person in one order; of a model in both, the one that showed a first before the other. What nobody said is left out. */
export interface BattleWords {
  readonly reason?: string;
  readonly reasons?: BothOrders<string>;
  readonly quotes?: readonly string[] | BothOrders<readonly string[]>;
  /** Of a and b, as the agents are named in the battle. */
  readonly scores?: readonly [a: number, b: number] | BothOrders<readonly [a: number, b: number]>;
  readonly confidence?: number;
  readonly confidences?: BothOrders<number>;
}

/** To be selected from `comparison`, and joined to it. */
export const SAID_COLUMNS = ', reason, quotes, first_score AS firstScore, second_score AS secondScore, confidence';
export const SAID_JOIN = 'LEFT JOIN evidence ON evidence.id = evidence_id';

/** @param swapped b was shown first */
export function wordsOfOne(row: SaidRow, swapped: boolean): BattleWords {
  const [reason, quotes, scores, confidence] = [reasonOf(row), quotesOf(row), scoresOf(row, swapped), row.confidence ?? null];
  return {
    ...(reason !== null && { reason }),
    ...(quotes !== null && { quotes }),
    ...(scores !== null && { scores }),
    ...(confidence !== null && { confidence }),
  };
}

export function wordsOfBoth(ab: SaidRow, ba: SaidRow): BattleWords {
  const reasons = [reasonOf(ab), reasonOf(ba)] as const;
  const quotes = [quotesOf(ab), quotesOf(ba)] as const;
  const scores = [scoresOf(ab, false), scoresOf(ba, true)] as const;
  const confidences = [ab.confidence ?? null, ba.confidence ?? null] as const;
  return {
    ...(said(reasons) && { reasons }),
    ...(said(quotes) && { quotes }),
    ...(said(scores) && { scores }),
    ...(said(confidences) && { confidences }),
  };
}

function said(orders: BothOrders<unknown>): boolean {
  return orders.some((one) => one !== null);
}

function reasonOf({ reason }: SaidRow): string | null {
  return reason === undefined || reason === '' ? null : reason;
}

function quotesOf({ quotes }: SaidRow): string[] | null {
  return quotes === undefined || quotes === null ? null : (JSON.parse(quotes) as string[]);
}

function scoresOf({ firstScore = null, secondScore = null }: SaidRow, swapped: boolean): [number, number] | null {
  if (firstScore === null || secondScore === null) return null;
  return swapped ? [secondScore, firstScore] : [firstScore, secondScore];
}
