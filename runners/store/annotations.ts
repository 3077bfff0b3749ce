/** Annotations: pairs that people can compare, what they have begun to say of them, and what they said. Drafts change in place; answers are comparisons. */

import type { Dimension } from '../../judge/pairwise/comparison.ts';
import type { Absolute, Said } from '../../judge/pairwise/outcome.ts';
import { IS_SHOWN } from './agents.ts';
import { storeComparison } from './comparisons.ts';
import { draftsIn } from './drafts.ts';
import { IS_PERSON, storePerson } from './judges.ts';
import { lastPlanned, NEWEST, PLANNED } from './runs.ts';
import type { Store } from './store.ts';

/** A report that can be compared with the others on its query. */
export interface ComparableReport {
  readonly queryId: number;
  readonly queryHash: string;
  /** The version that counts of the tasks that ask the query. */
  readonly taskId: number;
  readonly hasRubric: number;
  readonly brief: string;
  readonly reportId: number;
  readonly reportHash: string;
}

/** Of every query the different reports of the first repeat, by their hashes. One that several agents wrote is one; who failed has none. */
export function comparableReports(store: Store, sweep?: string): ComparableReport[] {
  return store
    .sql<unknown[], ComparableReport>(
      `WITH asked AS MATERIALIZED (${lastPlanned('query_id')})
       SELECT query.id AS queryId, query.hash AS queryHash, asked.task_id AS taskId, brief_hash AS brief, report.id AS reportId,
         report.hash AS reportHash, EXISTS (SELECT 1 FROM rubric WHERE rubric.task_id = asked.task_id) AS hasRubric
       FROM trial JOIN report ON report.id = trial.report_id JOIN query ON query.id = trial.query_id
         JOIN asked ON asked.query_id = query.id JOIN task ON task.id = asked.task_id
       WHERE repeat = 1 AND report.text IS NOT NULL AND ${NEWEST} AND ${IS_SHOWN('trial.agent_id')}
         AND (@sweep IS NULL OR (trial.agent_id, trial.query_id) IN (${PLANNED}))
       GROUP BY query.id, report.id ORDER BY query.hash, report.hash`,
    )
    .all({ sweep: sweep ?? null, benchmark: null });
}

/** Two reports on one query as a person saw them: the first one on the left. */
export type Shown = Readonly<Record<'query' | 'first' | 'second', number>>;

/** What people have begun to say of two reports. */
export const pairDrafts = draftsIn('draft', { query: 'query_id', first: 'first_report', second: 'second_report' });

/** What each person has answered, in order of name. */
export function answered(store: Store): ({ readonly name: string } & Shown)[] {
  return store
    .sql<[], { name: string } & Shown>(
      `SELECT DISTINCT name, query_id AS query, first_report AS first, second_report AS second
       FROM comparison JOIN judge ON judge.id = judge_id WHERE ${IS_PERSON} AND dimension = 'overall' ORDER BY name`,
    )
    .all();
}

/** On one dimension; `a` is the report that was shown on the left. */
export interface PersonSaid extends Said {
  readonly dimension: Dimension;
  readonly absolute: Absolute | null;
  readonly reason: string | null;
}

/** The newest answer of the person, as it was shown to them. */
export function newestAnswer(store: Store, annotator: string, shown: Shown): PersonSaid[] | undefined {
  const trial = newestTrial(store, annotator, shown);
  if (trial === undefined) return undefined;
  return store
    .sql<unknown[], PersonSaid>(
      `SELECT dimension, outcome, absolute, reason FROM comparison LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id IN (SELECT id FROM judge WHERE name = @annotator AND ${IS_PERSON})
         AND query_id = @query AND first_report = @first AND second_report = @second AND trial = @trial`,
    )
    .all({ annotator, ...shown, trial });
}

/** Appends a person's answer as comparisons: a changed one is a later trial. */
export function storeAnswered(store: Store, annotator: string, shown: Shown, said: readonly PersonSaid[], at: string): void {
  const { query: queryId, first: firstReport, second: secondReport } = shown;
  const judgeId = storePerson(store, annotator);
  const trial = 1 + (newestTrial(store, annotator, shown) ?? 0);
  for (const { dimension, outcome, absolute, reason } of said) {
    const key = { judgeId, queryId, firstReport, secondReport, dimension, briefHash: '', maskedHash: '', trial };
    storeComparison(store, key, { outcome, reason: reason ?? '', quotes: [], ...(absolute !== null && { absolute }) }, at);
  }
}

/** Of either order of the reports: the count goes on if a pair was once shown the other way round. */
function newestTrial(store: Store, annotator: string, shown: Shown): number | undefined {
  const row = store
    .sql<unknown[], { trial: number | null }>(
      `SELECT max(trial) AS trial FROM comparison
       WHERE judge_id IN (SELECT id FROM judge WHERE name = @annotator AND ${IS_PERSON}) AND query_id = @query
         AND ((first_report = @first AND second_report = @second) OR (first_report = @second AND second_report = @first))`,
    )
    .get({ annotator, ...shown });
  return row?.trial ?? undefined;
}
