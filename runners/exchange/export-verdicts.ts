/** Verdicts as rows for JSON lines, in an order that depends on their content only. */
import { lastPlanned, NEWEST } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { type StoredTask, storedTask } from '../store/tasks.ts';
import { labelOf } from '../store/verdicts.ts';

export interface VerdictLine {
  readonly agent: string;
  readonly benchmark: string;
  readonly task: string;
  readonly repeat: number;
  /** The criterion's words; `criterionId` is its id in the rubric. */
  readonly criterion: string;
  readonly criterionId: string;
  readonly weight: number;
  readonly label: string;
  readonly confidence?: number;
  readonly reason?: string;
  readonly quotes?: unknown;
  readonly verified?: number;
  readonly parts?: number;
  readonly judge: string;
  readonly trial: number;
}

interface ReportRow {
  readonly agent: string;
  readonly task_id: number;
  readonly benchmark: string;
  readonly repeat: number;
  readonly report_id: number;
}

interface VerdictRow {
  readonly judge: string;
  readonly trial: number;
  readonly criterion_id: number;
  readonly label: number;
  readonly confidence: number | null;
  readonly verified: number | null;
  readonly parts: number | null;
  readonly reason: string | null;
  readonly quotes: string | null;
}

/** Judges of one name and other settings are told apart by their hash, so that the file can be read in again. */
const JUDGE_NAME = `CASE WHEN EXISTS (SELECT 1 FROM judge other WHERE other.name = judge.name AND other.id <> judge.id)
  THEN judge.name || ' (' || substr(judge.hash, 1, 8) || ')' ELSE judge.name END`;

/** By agent, benchmark, task, repeat, judge, trial and place in the rubric. Nothing in a row tells when or how it was made. */
export function* verdictLines(store: Store, benchmark?: string): Generator<VerdictLine> {
  // Of each task the version that was planned last for the agent, and its newest attempt at it.
  const reports = store.sql<unknown[], ReportRow>(`
    SELECT agent.name AS agent, task_id, version.benchmark, trial.repeat, trial.report_id
    FROM (${lastPlanned('agent_id, task.benchmark, name')}) version JOIN agent ON agent.id = version.agent_id
    JOIN trial ON trial.agent_id = version.agent_id AND trial.query_id = version.query_id
    WHERE report_id IS NOT NULL
      AND ${NEWEST}
    ORDER BY agent.name, version.benchmark, version.name, trial.repeat`);
  const tasks = new Map<number, StoredTask>();
  for (const report of reports.iterate({ benchmark: benchmark ?? null, sweep: null })) {
    const task = tasks.get(report.task_id) ?? storedTask(store, report.task_id);
    tasks.set(report.task_id, task);
    yield* reportLines(store, report, task);
  }
}

function* reportLines(store: Store, report: ReportRow, task: StoredTask): Generator<VerdictLine> {
  const rows = store
    .sql<number[], VerdictRow>(
      `SELECT ${JUDGE_NAME} AS judge, trial, criterion_id, label, confidence, verified, parts, reason, quotes
       FROM verdict JOIN judge ON judge.id = judge_id LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id IN (SELECT id FROM judge) AND report_id = ? ORDER BY judge.name, judge.hash, trial`,
    )
    .all(report.report_id);
  const places = new Map([...task.criteria].map(([name, id], place) => [id, { name, place }]));
  const known = rows.flatMap((row) => {
    const at = places.get(row.criterion_id);
    return at === undefined ? [] : [{ row, ...at }];
  });
  // Rows come by judge and trial; within these, by place in the rubric. The sort is stable.
  const groups = new Map<string, number>();
  for (const { row } of known) groups.set(`${row.judge} ${row.trial}`, groups.get(`${row.judge} ${row.trial}`) ?? groups.size);
  known.sort(
    (a, b) => (groups.get(`${a.row.judge} ${a.row.trial}`) ?? 0) - (groups.get(`${b.row.judge} ${b.row.trial}`) ?? 0) || a.place - b.place,
  );
  for (const { row, name, place } of known) yield toLine(report, task, row, name, place);
}

function toLine(
  { agent, benchmark, repeat }: ReportRow,
  { task }: StoredTask,
  row: VerdictRow,
  criterionId: string,
  place: number,
): VerdictLine {
  const criterion = task.rubric?.[place];
  if (criterion === undefined) throw new Error(`task ${task.id} has no criterion at ${place}`);
  return {
    agent,
    benchmark,
    task: task.id,
    repeat,
    criterion: criterion.criterion,
    criterionId,
    weight: criterion.weight,
    label: labelOf(row.label),
    ...(row.confidence !== null && { confidence: row.confidence }),
    ...(row.reason !== null && row.reason !== '' && { reason: row.reason }),
    ...(row.quotes !== null && { quotes: JSON.parse(row.quotes) as unknown }),
    ...(row.verified !== null && { verified: row.verified }),
    ...(row.parts !== null && { parts: row.parts }),
    judge: row.judge,
    trial: row.trial,
  };
}
