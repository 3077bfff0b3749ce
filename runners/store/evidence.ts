/** Evidence: the words behind labels and outcomes, and what judges gathered from reports too long to be shown whole. */
import type { Verdict } from '../../judge/checklist/verdict.ts';
import type { Gathered, Recall } from '../../judge/reading/gather.ts';
import type { Quote } from '../../judge/reading/quotes.ts';
import type { Store } from './store.ts';

/** The words behind a label or an outcome; null where there are none. */
export function storeEvidence(
  store: Store,
  {
    reason,
    quotes,
    votes,
    probabilities,
    stage,
  }: Pick<Verdict, 'reason' | 'votes' | 'probabilities' | 'stage'> & { readonly quotes: readonly Quote[] },
): number | bigint | null {
  if (reason === '' && quotes.length === 0 && votes === undefined && probabilities === undefined && stage === undefined) return null;
  const written = quotes.length === 0 ? null : JSON.stringify(quotes);
  const given = votes === undefined ? null : JSON.stringify(votes);
  const likely = probabilities === undefined ? null : JSON.stringify(probabilities);
  return store
    .sql('INSERT INTO evidence (reason, quotes, probabilities, votes, stage) VALUES (?, ?, ?, ?, ?)')
    .run(reason, written, likely, given, stage ?? null).lastInsertRowid;
}

export function storeGathered(store: Store, judgeId: number, { key, evidence }: Gathered): void {
  store
    .sql('INSERT INTO gathered (judge_id, hash, evidence) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(judgeId, key, JSON.stringify(evidence));
}

export function recallFrom(store: Store, judgeId: number): Recall {
  return (key) => {
    const row = store
      .sql<unknown[], { evidence: string }>('SELECT evidence FROM gathered WHERE judge_id = ? AND hash = ?')
      .get(judgeId, key);
    return row === undefined ? undefined : (JSON.parse(row.evidence) as Gathered['evidence']);
  };
}
