/** Comparisons in the store: appending what a judge says of two reports and finding both orders of it. */

import { sha256 } from '../../judge/hash.ts';
import type { CompareRuling, Comparer, Comparison, Dimension } from '../../judge/pairwise/compare.ts';
import type { Said } from '../../judge/pairwise/outcome.ts';
import { storeGathered } from './gathered.ts';
import { canonicalJson } from './identity.ts';
import type { Store } from './store.ts';
import { storeCall, storeEvidence } from './verdicts.ts';

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
export function storeCompareRuling(store: Store, key: ComparisonKey, ruling: CompareRuling, at: string): void {
  if (ruling.call !== undefined) storeCall(store, key.judgeId, key.firstReport, ruling.call.usage);
  if (ruling.gathered !== undefined) storeGathered(store, key.judgeId, ruling.gathered);
  if (ruling.comparison !== undefined) storeComparison(store, key, ruling.comparison, at);
}

export function storeComparison(store: Store, key: ComparisonKey, comparison: Comparison, at: string): void {
  const { judgeId, queryId, firstReport, secondReport, dimension, briefHash, maskedHash, trial } = key;
  const { outcome, absolute = null, scores, confidence = null, verified = null, parts = null } = comparison;
  const evidence = storeEvidence(store, comparison);
  store
    .sql(
      `INSERT INTO comparison (judge_id, query_id, first_report, second_report, dimension, brief_hash, masked_hash, trial, outcome,
         absolute, first_score, second_score, confidence, verified, parts, evidence_id, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
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
      verified,
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

/** The row of a comparer that has compared something, without making one. */
export function storedComparer(store: Store, { identity }: Pick<Comparer, 'identity'>): number | undefined {
  return store.sql<[string], { id: number }>('SELECT id FROM judge WHERE hash = ?').get(sha256(canonicalJson(identity)))?.id;
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
