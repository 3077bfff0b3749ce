/** Which reports can be compared head to head: two agents' newest ones on the same query. */
import { groupBy } from '../../judge/group-by.ts';
import { lastPlanned, PLANNED } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { NEWEST } from '../store/trials.ts';

export interface PairedReport {
  readonly id: number;
  readonly hash: string;
}

export interface Pair {
  readonly queryId: number;
  readonly queryHash: string;
  /** The version that counts of the tasks that ask the query. */
  readonly taskId: number;
  readonly hasRubric: boolean;
  /** Of what a model is told of the query. */
  readonly brief: string;
  /** In order of their hashes, which says nothing about who wrote them. */
  readonly reports: readonly [PairedReport, PairedReport];
}

/** The same for both orders of the reports. */
export function pairKey(queryId: number, one: number, other: number): string {
  return `${queryId} ${Math.min(one, other)} ${Math.max(one, other)}`;
}

interface ReportRow {
  readonly queryId: number;
  readonly queryHash: string;
  readonly taskId: number;
  readonly hasRubric: number;
  readonly brief: string;
  readonly reportId: number;
  readonly reportHash: string;
}

/** Every pair of different reports on one query, of the first repeat, in a stable order. */
export function readPairs(store: Store, sweep?: string): Pair[] {
  const rows = store.sql<unknown[], ReportRow>(REPORTS).all({ sweep: sweep ?? null, benchmark: null });
  return [...groupBy(rows, ({ queryId }) => queryId).values()].flatMap((reports) =>
    reports.flatMap((one, i) => reports.slice(i + 1).map((other) => pairOf(one, other))),
  );
}

/** A report that several agents wrote is one report; a trial whose newest attempt failed has none. */
const REPORTS = `
  WITH asked AS MATERIALIZED (${lastPlanned('query_id')})
  SELECT query.id AS queryId, query.hash AS queryHash, asked.task_id AS taskId, brief_hash AS brief, report.id AS reportId, report.hash AS reportHash,
    EXISTS (SELECT 1 FROM rubric WHERE rubric.task_id = asked.task_id) AS hasRubric
  FROM trial JOIN report ON report.id = trial.report_id JOIN query ON query.id = trial.query_id JOIN asked ON asked.query_id = query.id
    JOIN task ON task.id = asked.task_id
  WHERE repeat = 1 AND report.text IS NOT NULL
    AND ${NEWEST}
    AND (@sweep IS NULL OR (trial.agent_id, trial.query_id) IN (${PLANNED}))
  GROUP BY query.id, report.id ORDER BY query.hash, report.hash`;

function pairOf(one: ReportRow, other: ReportRow): Pair {
  const { queryId, queryHash, taskId, hasRubric, brief } = one;
  const report = ({ reportId, reportHash }: ReportRow): PairedReport => ({ id: reportId, hash: reportHash });
  return { queryId, queryHash, taskId, hasRubric: hasRubric === 1, brief, reports: [report(one), report(other)] };
}
