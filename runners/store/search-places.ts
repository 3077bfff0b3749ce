/** Where what a search has found belongs: tasks, criteria and reports of row ids, as far as they count. */
import { IS_SHOWN } from './agents.ts';
import { NEWEST, PLANNED } from './runs.ts';
import type { Store } from './store.ts';

/** Undefined: all that was ever planned. */
interface Within {
  readonly sweep: string | undefined;
}

/** Of a task that was planned, in the version that was planned last. */
const LAST = `task.id = (SELECT run_task.task_id FROM run_task JOIN run ON run.id = run_id JOIN task version ON version.id = run_task.task_id
  WHERE version.benchmark = task.benchmark AND version.name = task.name AND (@sweep IS NULL OR sweep = @sweep) ORDER BY run_id DESC LIMIT 1)`;

export interface FoundAgent {
  readonly id: number;
  readonly agent: string;
  readonly benchmark: string;
}

/** An agent once for each benchmark that it was planned on. */
export function foundAgents(store: Store, ids: readonly number[], { sweep }: Within): FoundAgent[] {
  return store
    .sql<unknown[], FoundAgent>(
      `SELECT DISTINCT agent.id, agent.name AS agent, benchmark FROM json_each(@ids) asked JOIN agent ON agent.id = asked.value
       JOIN run ON run.agent_id = agent.id WHERE @sweep IS NULL OR sweep = @sweep ORDER BY asked.key, benchmark`,
    )
    .all({ ids: JSON.stringify(ids), sweep: sweep ?? null });
}

export interface FoundTask {
  readonly id: number;
  readonly benchmark: string;
  readonly task: string;
  readonly domain: string;
  readonly text: string;
}

export function foundTasks(store: Store, ids: readonly number[], { sweep }: Within): FoundTask[] {
  return store
    .sql<unknown[], FoundTask>(
      `SELECT task.id, benchmark, task.name AS task, domain, query.text FROM json_each(@ids) asked JOIN task ON task.id = asked.value
       JOIN query ON query.id = query_id WHERE ${LAST} ORDER BY asked.key`,
    )
    .all({ ids: JSON.stringify(ids), sweep: sweep ?? null });
}

export interface FoundCriterion {
  readonly id: number;
  readonly benchmark: string;
  readonly task: string;
  /** Its id in the rubric. */
  readonly name: string;
  readonly text: string;
  readonly weight: number;
  readonly axis: string | null;
}

export function foundCriteria(store: Store, ids: readonly number[], { sweep }: Within): FoundCriterion[] {
  return store
    .sql<unknown[], FoundCriterion>(
      `SELECT criterion.id, benchmark, task.name AS task, rubric.name, criterion.text, weight, axis FROM json_each(@ids) asked
       JOIN criterion ON criterion.id = asked.value JOIN rubric ON criterion_id = criterion.id JOIN task ON task.id = task_id
       WHERE ${LAST} ORDER BY asked.key, benchmark`,
    )
    .all({ ids: JSON.stringify(ids), sweep: sweep ?? null });
}

export interface FoundReport {
  readonly id: number;
  readonly benchmark: string;
  readonly task: string;
  readonly agent: string;
  readonly repeat: number;
}

/** A report once for each agent whose newest attempt it is. */
export function foundReports(store: Store, ids: readonly number[], { sweep }: Within): FoundReport[] {
  return store
    .sql<unknown[], FoundReport>(
      `SELECT trial.report_id AS id, benchmark, task.name AS task, agent.name AS agent, trial.repeat FROM json_each(@ids) asked
       JOIN trial ON trial.report_id = asked.value JOIN agent ON agent.id = trial.agent_id JOIN task ON task.query_id = trial.query_id
       WHERE ${NEWEST} AND ${LAST} AND ${IS_SHOWN('trial.agent_id')} AND (@sweep IS NULL OR (trial.agent_id, trial.query_id) IN (${PLANNED}))
       ORDER BY asked.key, agent.name, benchmark`,
    )
    .all({ ids: JSON.stringify(ids), sweep: sweep ?? null });
}

export interface FoundVerdict {
  readonly judge: string;
  readonly label: number;
  readonly reason: string;
  readonly quotes: string | null;
}

/** Of the words of one verdict; undefined where the verdict is there no more. */
export function foundVerdict(
  store: Store,
  {
    evidence,
    judge,
    report,
    criterion,
  }: { readonly evidence: number; readonly judge: number; readonly report: number; readonly criterion: number },
): FoundVerdict | undefined {
  return store
    .sql<unknown[], FoundVerdict>(
      `SELECT judge.name AS judge, label, reason, quotes FROM verdict JOIN judge ON judge.id = judge_id JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id = @judge AND report_id = @report AND criterion_id = @criterion AND evidence_id = @evidence`,
    )
    .get({ evidence, judge, report, criterion });
}
