/** Comparisons: what a judge or a person says of two reports, shown in one order, and both orders of it. */
import type { CallResult } from '../../judge/judge.ts';
import type { Comparison, Dimension, PairQuote } from '../../judge/pairwise/comparison.ts';
import type { Said } from '../../judge/pairwise/outcome.ts';
import type { BattleWords, BothOrders } from './battle-row.ts';
import { storeCall } from './calls.ts';
import { storeEvidence, storeGathered } from './evidence.ts';
import { IS_PERSON } from './judges.ts';
import type { Store } from './store.ts';

/** Two reports on one query, in the order in which they are shown. */
export interface ComparisonKey {
  readonly judgeId: number;
  readonly queryId: number;
  readonly firstReport: number;
  readonly secondReport: number;
  readonly dimension: Dimension;
  /** Of what else a model is shown, which makes another question: see identity.ts. Both empty for people, whose work is not done twice. */
  readonly briefHash: string;
  readonly maskedHash: string;
  readonly trial: number;
}

/** Appends what one call brought. A comparison that is there already stays as it is. */
export function storeCompareResult(store: Store, key: ComparisonKey, result: CallResult<Dimension, Comparison>, at: string): void {
  if (result.call !== undefined) storeCall(store, key.judgeId, key.firstReport, result.call);
  if (result.gathered !== undefined) storeGathered(store, key.judgeId, result.gathered);
  for (const { answer } of result.answers) storeComparison(store, key, answer, at);
}

export function storeComparison(store: Store, key: ComparisonKey, comparison: Comparison, at: string): void {
  const { judgeId, queryId, firstReport, secondReport, dimension, briefHash, maskedHash, trial } = key;
  const { outcome, absolute = null, scores, confidence = null, parts = null } = comparison;
  const evidence = storeEvidence(store, comparison);
  store
    .sql(
      `INSERT INTO comparison (judge_id, query_id, first_report, second_report, dimension, brief_hash, masked_hash, trial, outcome,
         absolute, first_score, second_score, confidence, parts, evidence_id, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(
      judgeId,
      queryId,
      firstReport,
      secondReport,
      dimension,
      briefHash,
      maskedHash,
      trial,
      outcome,
      absolute,
      scores?.[0] ?? null,
      scores?.[1] ?? null,
      confidence,
      parts,
      evidence,
      at,
    );
}

export function storedComparison(store: Store, key: ComparisonKey): Said | undefined {
  return store
    .sql<unknown[], Said>(
      `SELECT outcome, absolute FROM comparison WHERE judge_id = ? AND query_id = ? AND first_report = ? AND second_report = ?
       AND dimension = ? AND brief_hash = ? AND masked_hash = ? AND trial = ?`,
    )
    .get(key.judgeId, key.queryId, key.firstReport, key.secondReport, key.dimension, key.briefHash, key.maskedHash, key.trial);
}

/** One comparison as it is stored. */
export interface ComparisonRow extends Said, SaidRow {
  readonly judgeId: number;
  readonly judge: string;
  readonly hash: string;
  /** 1: the judge is a person. */
  readonly person: number;
  /** The report that was shown first, which `outcome` calls a. */
  readonly firstReport: number;
  readonly secondReport: number;
  readonly brief: string;
  readonly masked: string;
  readonly dimension: Dimension;
  readonly trial: number;
}

const comparisonsText = (columns: string, join: string) => `
  SELECT judge.id AS judgeId, judge.name AS judge, judge.hash, ${IS_PERSON} AS person, first_report AS firstReport,
    second_report AS secondReport, brief_hash AS brief, masked_hash AS masked, dimension, trial, outcome, absolute${columns}
  FROM comparison JOIN judge ON judge.id = judge_id ${join}
  WHERE query_id = @query AND (@dimension IS NULL OR dimension = @dimension)
  ORDER BY judge.name, judge.hash, dimension, trial, at DESC, masked, first_report, second_report`;
const COMPARED = comparisonsText('', '');
const SAID = comparisonsText(
  ', reason, quotes, first_score AS firstScore, second_score AS secondScore, confidence',
  'LEFT JOIN evidence ON evidence.id = evidence_id',
);

/**
 * All that was ever said of reports on one query, by judge, dimension and trial, the newest first.
 *
 * @param asked the dimension, if not all of them, and whether to read also what was said beside the outcome
 */
export function comparisonsOn(
  store: Store,
  query: number,
  asked: { readonly dimension?: Dimension | undefined; readonly words?: boolean | undefined } = {},
): ComparisonRow[] {
  const text = asked.words === true ? SAID : COMPARED;
  return store.sql<unknown[], ComparisonRow>(text).all({ query, dimension: asked.dimension ?? null });
}

/** How many comparisons of two reports, in both orders, are stored. */
export function storedComparisons(
  store: Store,
  pair: {
    readonly judge: number;
    readonly query: number;
    readonly brief: string;
    readonly masked: string;
    readonly a: number;
    readonly b: number;
  },
  dimensions: readonly Dimension[],
  trials: number,
): number {
  const row = store
    .sql<unknown[], { n: number }>(
      `SELECT count(*) AS n FROM comparison WHERE judge_id = @judge AND query_id = @query AND brief_hash = @brief AND masked_hash = @masked
       AND (first_report, second_report) IN (VALUES (@a, @b), (@b, @a))
       AND trial <= @trials AND dimension IN (SELECT value FROM json_each(@dimensions))`,
    )
    .get({ ...pair, trials, dimensions: JSON.stringify(dimensions) });
  return row?.n ?? 0;
}

/** One order of a stored comparison, among others. */
interface StoredOrder {
  readonly firstReport: number;
  readonly secondReport: number;
  readonly masked: string;
}

/** The newest two of `rows`, which come newest first, that show the same reports, masked alike, one way and the other. */
export function bothOrders<T extends StoredOrder>(rows: readonly T[], showsA: (row: T) => boolean): readonly [ab: T, ba: T] | undefined {
  for (const ab of rows.filter(showsA)) {
    const ba = rows.find((row) => row.firstReport === ab.secondReport && row.secondReport === ab.firstReport && row.masked === ab.masked);
    if (ba !== undefined) return [ab, ba];
  }
  return undefined;
}

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

/** @param swapped b was shown first */
export function wordsOfOne(row: SaidRow, swapped: boolean): BattleWords {
  const [reason, quotes, scores, confidence] = [reasonOf(row), quotesOf(row, swapped), scoresOf(row, swapped), row.confidence ?? null];
  return {
    ...(reason !== null && { reason }),
    ...(quotes !== null && { quotes }),
    ...(scores !== null && { scores }),
    ...(confidence !== null && { confidence }),
  };
}

export function wordsOfBoth(ab: SaidRow, ba: SaidRow): BattleWords {
  const reasons = [reasonOf(ab), reasonOf(ba)] as const;
  const quotes = [quotesOf(ab, false), quotesOf(ba, true)] as const;
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

function quotesOf({ quotes }: SaidRow, swapped: boolean): PairQuote[] | null {
  if (quotes === undefined || quotes === null) return null;
  const list = JSON.parse(quotes) as PairQuote[];
  return swapped ? list.map((quote) => ({ ...quote, of: quote.of === 'a' ? 'b' : 'a' })) : list;
}

function scoresOf({ firstScore = null, secondScore = null }: SaidRow, swapped: boolean): [number, number] | null {
  if (firstScore === null || secondScore === null) return null;
  return swapped ? [secondScore, firstScore] : [firstScore, secondScore];
}
