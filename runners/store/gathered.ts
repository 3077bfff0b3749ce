/** What judges gathered from reports too long to be shown whole: stored call by call, so that a stop or another pair costs nothing again. */
import type { Gathered, Recall } from '../../judge/reading/gather.ts';
import type { Store } from './store.ts';

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
