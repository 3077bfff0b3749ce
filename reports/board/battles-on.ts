/** BattlesOn, battleOn: the battles on one task, with what was said in them. */
import type { Quote } from '../../judge/reading/quotes.ts';
import type { BattleQuote, BattleRow } from '../../runners/store/battle-row.ts';
import type { Language } from '../words/translate.ts';

export interface BattlesOn {
  readonly rows: readonly BattleOn[];
  /** Of dimensions. */
  readonly names: Readonly<Record<string, Readonly<Record<Language, string>>>>;
}

export interface BattleOn extends Pick<BattleRow, 'a' | 'b' | 'outcome' | 'absolute' | 'dimension' | 'judge' | 'by' | 'trial' | 'flipped'> {
  /** Once of a person; of a model for each order in which it saw the two. Nothing where nobody gave a reason. */
  readonly said: readonly SaidInOrder[];
}

export interface SaidInOrder {
  /** The one that was shown first; undefined where that is not known. */
  readonly first?: 'a' | 'b';
  readonly reason?: string;
  readonly quotes?: readonly (Quote & { readonly of?: 'a' | 'b' })[];
  readonly scores?: readonly [a: number, b: number];
  readonly confidence?: number;
}

export function battleOn(row: BattleRow): BattleOn {
  const { a, b, outcome, absolute, dimension, judge, by, trial, flipped } = row;
  return {
    ...{ a, b, outcome, dimension, judge, by, trial },
    ...(absolute !== undefined && { absolute }),
    ...(flipped !== undefined && { flipped }),
    said: saidIn(row).filter((said) => Object.keys(said).length > (said.first === undefined ? 0 : 1)),
  };
}

function saidIn({ reason, reasons, quotes, scores, confidence, confidences }: BattleRow): SaidInOrder[] {
  const [quotesInBoth, scoresInBoth] = [inBoth<readonly BattleQuote[]>(quotes), inBoth<readonly [number, number]>(scores)];
  if (reasons === undefined && quotesInBoth === undefined && scoresInBoth === undefined && confidences === undefined)
    return [
      withoutNulls({ reason, quotes: quotes as readonly BattleQuote[] | undefined, scores: scores as SaidInOrder['scores'], confidence }),
    ];
  return ([0, 1] as const).map((i) => ({
    first: i === 0 ? 'a' : 'b',
    ...withoutNulls({ reason: reasons?.[i], quotes: quotesInBoth?.[i], scores: scoresInBoth?.[i], confidence: confidences?.[i] }),
  }));
}

/** Whether it is one value for each order, and not one value that is a list itself. */
function inBoth<T extends readonly unknown[]>(value: unknown): readonly [T | null, T | null] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  return value.every((each) => each === null || Array.isArray(each)) ? (value as unknown as [T | null, T | null]) : undefined;
}

type Nullish<T> = { readonly [K in keyof T]: T[K] | null | undefined };

function withoutNulls(said: Nullish<Required<Omit<SaidInOrder, 'first'>>>): Omit<SaidInOrder, 'first'> {
  const { reason, quotes, scores, confidence } = said;
  return {
    ...(reason != null && reason !== '' && { reason }),
    ...(quotes != null && quotes.length > 0 && { quotes }),
    ...(scores != null && { scores }),
    ...(confidence != null && { confidence }),
  };
}

/** Those in which all of these agents met: one, or two. */
export function battlesBetween({ rows, names }: BattlesOn, agents: readonly string[]): BattlesOn {
  return { rows: rows.filter(({ a, b }) => agents.every((agent) => agent === a || agent === b)), names };
}
