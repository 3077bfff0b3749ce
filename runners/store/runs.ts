/** Runs: what was planned, and which version of a task counts where it was edited. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import { InputError } from '../../judge/errors.ts';
import { IS_SHOWN } from './agents.ts';
import type { Id } from './intern.ts';
import type { Store } from './store.ts';
import { type StoredTask, storedTask } from './tasks.ts';

/**
 * Of each group of tasks the version that was planned last: by the sweep @sweep, or by any where that is NULL; on @benchmark, or on
 * all. Its columns are task_id, query_id, agent_id, benchmark and name.
 */
export function lastPlanned(group: 'task.benchmark, name' | 'agent_id, task.benchmark, name' | 'query_id'): string {
  // SQLite takes the columns beside max() from the row that holds it.
  return `SELECT task_id, query_id, agent_id, task.benchmark AS benchmark, name, max(run_id)
    FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
    WHERE (@sweep IS NULL OR sweep = @sweep) AND (@benchmark IS NULL OR run.benchmark = @benchmark) GROUP BY ${group}`;
}

/** Who was to answer which query in the sweep @sweep: an agent's reports outlive edits of a rubric, so the version does not matter. */
export const PLANNED = `SELECT agent_id, query_id FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id WHERE sweep = @sweep`;

/** Of a row of `trial`: no later attempt has replaced it. */
export const NEWEST = `NOT EXISTS (SELECT 1 FROM trial later WHERE later.agent_id = trial.agent_id AND later.query_id = trial.query_id
  AND later.repeat = trial.repeat AND later.id > trial.id)`;

/** Which trials that count; undefined: all of them. */
export interface CountedSelection {
  readonly benchmark?: string | undefined;
  readonly sweep?: string | undefined;
}

/**
 * The trials that count: of each agent the newest attempt at each task, in the version that was planned last for it; of the sweep
 * @sweep those that it planned. Tables are `trial`, `agent` and `version`, whose columns are those of lastPlanned.
 */
export const COUNTED = `(${lastPlanned('agent_id, task.benchmark, name')}) version JOIN agent ON agent.id = version.agent_id
  JOIN trial ON trial.agent_id = version.agent_id AND trial.query_id = version.query_id AND ${NEWEST}
    AND (@sweep IS NULL OR EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id
      WHERE sweep = @sweep AND run.agent_id = version.agent_id AND run_task.task_id = version.task_id AND trial.repeat <= repeats))`;
export const COUNTED_ORDER = 'agent.name, version.benchmark, version.name, trial.repeat';

export interface RunPlan {
  readonly sweep: string;
  readonly benchmark: string;
  readonly agentId: number;
  readonly judgeId: number | undefined;
  readonly repeats: number;
  readonly judgeTrials: number;
  readonly at: string;
  readonly tasks: readonly StoredTask[];
}

/** Appends what was planned. The same command again plans nothing new; one that goes back to an earlier version of a task does. */
export function storeRun(store: Store, plan: RunPlan): void {
  const { sweep, benchmark, agentId, judgeId = null, repeats, judgeTrials, at, tasks } = plan;
  const found = store
    .sql<unknown[], Id>(
      'SELECT id FROM run WHERE sweep = ? AND benchmark = ? AND agent_id = ? AND judge_id IS ? AND repeats = ? AND judge_trials = ? ORDER BY id DESC LIMIT 1',
    )
    .get(sweep, benchmark, agentId, judgeId, repeats, judgeTrials);
  if (found !== undefined && holdsJust(store, found.id, tasks) && !isOutdated(store, found.id)) return;
  const { lastInsertRowid } = store
    .sql('INSERT INTO run (sweep, benchmark, agent_id, judge_id, repeats, judge_trials, at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(sweep, benchmark, agentId, judgeId, repeats, judgeTrials, at);
  const insert = store.sql('INSERT INTO run_task (run_id, task_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const task of tasks) insert.run(lastInsertRowid, task.id);
}

function holdsJust(store: Store, run: number, tasks: readonly StoredTask[]): boolean {
  const ids = new Set(tasks.map(({ id }) => id));
  const held = store.sql<number[], Id>('SELECT task_id AS id FROM run_task WHERE run_id = ?').all(run);
  return held.length === ids.size && held.every(({ id }) => ids.has(id));
}

/** Whether a sweep planned this task for an agent and a judge, and no other version of it was planned since. */
export function isPlanned(
  store: Store,
  { sweep, agentId, judgeId }: Pick<RunPlan, 'sweep' | 'agentId' | 'judgeId'>,
  task: StoredTask,
): boolean {
  const row = store
    .sql<unknown[], Id>(
      `SELECT max(run_id) AS id FROM run JOIN run_task ON run_id = run.id
       WHERE sweep = ? AND agent_id = ? AND judge_id IS ? AND task_id = ? HAVING count(*) > 0`,
    )
    .get(sweep, agentId, judgeId ?? null, task.id);
  return row !== undefined && !isOutdated(store, row.id);
}

/** Whether another version of one of its tasks was planned since. */
function isOutdated(store: Store, run: number): boolean {
  return (
    store
      .sql<number[], Id>(
        `SELECT task.id FROM run_task JOIN task ON task.id = run_task.task_id
         JOIN task other ON other.benchmark = task.benchmark AND other.name = task.name AND other.id <> task.id
         JOIN run_task later ON later.task_id = other.id AND later.run_id > run_task.run_id WHERE run_task.run_id = ? LIMIT 1`,
      )
      .get(run) !== undefined
  );
}

export interface StoredRun {
  readonly benchmark: string;
  readonly agentId: number;
  readonly agent: string;
  readonly repeats: number;
  readonly tasks: readonly StoredTask[];
}

/** The runs of a sweep, one for each agent and benchmark, with the version that counts of their tasks. */
export function sweepRuns(store: Store, sweep: string): StoredRun[] {
  const runs = store
    .sql<string[], { benchmark: string; agentId: number; agent: string; repeats: number }>(
      `SELECT run.benchmark, agent_id AS agentId, agent.name AS agent, max(repeats) AS repeats
       FROM run JOIN agent ON agent.id = agent_id WHERE sweep = ? GROUP BY run.benchmark, agent_id ORDER BY run.benchmark, agent.name`,
    )
    .all(sweep);
  return runs.map((run) => ({ ...run, tasks: runTasks(store, sweep, run.benchmark, run.agentId) })).filter(({ tasks }) => tasks.length > 0);
}

/** An agent's reports outlive edits of a rubric, so it takes part in the newest version of every query that was planned for it. */
function runTasks(store: Store, sweep: string, benchmark: string, agent: number): StoredTask[] {
  const ids = store
    .sql<unknown[], { id: number }>(
      `SELECT task_id AS id FROM (${lastPlanned('task.benchmark, name')}) WHERE (@agent, query_id) IN (${PLANNED}) ORDER BY name`,
    )
    .all({ sweep, benchmark, agent });
  return ids.map(({ id }) => storedTask(store, id));
}

function sweepNames(store: Store): string[] {
  const rows = store.sql<[], { sweep: string }>('SELECT DISTINCT sweep FROM run ORDER BY sweep').all();
  return rows.map(({ sweep }) => sweep);
}

/** @throws InputError where the store knows no such sweep */
export function checkSweep(store: Store, sweep: string): void {
  const names = sweepNames(store);
  if (names.includes(sweep)) return;
  const other = store.sql<string[], { id: number }>('SELECT id FROM run WHERE benchmark = ? LIMIT 1').get(sweep);
  const hint = other === undefined ? didYouMean(sweep, names) : ' (that is a benchmark)';
  throw new InputError(`${store.path}: no sweep "${sweep}"${hint}; there are: ${names.join(', ') || 'none'}`);
}

/** Independent judgments that a sweep was planned with, the most of its runs; undefined where there is no such sweep. */
export function sweepTrials(store: Store, sweep: string): number | undefined {
  const row = store.sql<string[], { trials: number | null }>('SELECT max(judge_trials) AS trials FROM run WHERE sweep = ?').get(sweep);
  return row?.trials ?? undefined;
}

/** Which results: all of a benchmark, or those that one sweep planned. */
export interface Selection {
  readonly benchmark: string;
  readonly sweep?: string | undefined;
}

/** Agents that have a run among these. */
export function agentCount(store: Store, { benchmark, sweep }: Selection): number {
  const row = store
    .sql<unknown[], { agents: number }>(
      `SELECT count(DISTINCT agent_id) AS agents FROM run WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) AND ${IS_SHOWN('agent_id')}`,
    )
    .get({ benchmark, sweep: sweep ?? null });
  return row?.agents ?? 0;
}

/** The row ids of an agent and of the query of a task, in the version that was planned last. */
export function agentOnTask(
  store: Store,
  agent: string,
  benchmark: string,
  task: string,
): { readonly agentId: number; readonly queryId: number } | undefined {
  return store
    .sql<string[], { agentId: number; queryId: number }>(
      `SELECT agent.id AS agentId, query_id AS queryId FROM agent, task
       WHERE agent.name = ? AND benchmark = ? AND task.name = ? ORDER BY (SELECT max(run_id) FROM run_task WHERE task_id = task.id) DESC LIMIT 1`,
    )
    .get(agent, benchmark, task);
}

export function benchmarkNames(store: Store, sweep?: string): string[] {
  const rows =
    sweep === undefined
      ? store
          .sql<unknown[], { benchmark: string }>(`SELECT DISTINCT benchmark FROM run WHERE ${IS_SHOWN('agent_id')} ORDER BY benchmark`)
          .all()
      : store
          .sql<unknown[], { benchmark: string }>(
            `SELECT DISTINCT benchmark FROM run WHERE sweep = ? AND ${IS_SHOWN('agent_id')} ORDER BY benchmark`,
          )
          .all(sweep);
  return rows.map((row) => row.benchmark);
}

/** One task of the selection by its id, in the version that counts; undefined where there is none. */
export function plannedTask(store: Store, { benchmark, sweep }: Selection, name: string): StoredTask | undefined {
  const row = store
    .sql<unknown[], Id>(`SELECT task_id AS id FROM (${lastPlanned('task.benchmark, name')}) WHERE name = @name`)
    .get({ benchmark, sweep: sweep ?? null, name });
  return row && storedTask(store, row.id);
}

/** The version that counts of each task of the selection, by row id. */
export function tasksOf(store: Store, { benchmark, sweep }: Selection): Map<number, StoredTask> {
  const ids = store
    .sql<unknown[], { id: number }>(`SELECT task_id AS id FROM (${lastPlanned('task.benchmark, name')}) ORDER BY name`)
    .all({ benchmark, sweep: sweep ?? null });
  return new Map(ids.map(({ id }) => [id, storedTask(store, id)]));
}

/** Ids of the tasks of the selection that have a rubric, in order. */
export function judgedTaskIds(store: Store, { benchmark, sweep }: Selection): string[] {
  return store
    .sql<unknown[], { name: string }>(
      `SELECT name FROM (${lastPlanned('task.benchmark, name')}) version
       WHERE EXISTS (SELECT 1 FROM rubric WHERE rubric.task_id = version.task_id) ORDER BY name`,
    )
    .all({ benchmark, sweep: sweep ?? null })
    .map(({ name }) => name);
}

export interface RunRow {
  readonly sweep: string;
  readonly benchmark: string;
  readonly agent: string;
  readonly judge: string | null;
  readonly tasks: number;
  readonly repeats: number;
  readonly judgeTrials: number;
  /** When it was planned. */
  readonly at: string;
}

/** In the order in which they were planned. */
export function runRows(store: Store, sweep?: string): RunRow[] {
  return store
    .sql<unknown[], RunRow>(
      `SELECT sweep, run.benchmark, agent.name AS agent, judge.name AS judge, (SELECT count(*) FROM run_task WHERE run_id = run.id) AS tasks,
         repeats, judge_trials AS judgeTrials, at
       FROM run JOIN agent ON agent.id = agent_id LEFT JOIN judge ON judge.id = judge_id
       WHERE @sweep IS NULL OR sweep = @sweep ORDER BY run.id`,
    )
    .all({ sweep: sweep ?? null });
}
