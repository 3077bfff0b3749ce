/** Reading from the store what running needs to know: what is there already, so that the rest is owed. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import { type Task, taskSchema } from '../../benchmarks/task.ts';
import type { Item } from '../../judge/checklist/verdict.ts';
import { InputError, type Spent } from '../../judge/errors.ts';
import { NO_USAGE, type Usage } from '../../judge/model/usage.ts';
import type { StoredTask } from './facts.ts';
import type { Store } from './store.ts';
import { lastPlanned, PLANNED } from './versions.ts';

/** The newest attempt of an agent at a query. */
export interface StoredAttempt {
  readonly reportId: number | null;
  readonly fault: 'agent' | 'harness' | null;
}

export function latestAttempt(store: Store, agentId: number, queryId: number, repeat: number): StoredAttempt | undefined {
  return store
    .sql<number[], StoredAttempt>(
      'SELECT report_id AS reportId, fault FROM trial WHERE agent_id = ? AND query_id = ? AND repeat = ? ORDER BY id DESC LIMIT 1',
    )
    .get(agentId, queryId, repeat);
}

/** Undefined where only verdicts on the report were imported. */
export function reportText(store: Store, reportId: number): string | undefined {
  return store.sql<number[], { text: string | null }>('SELECT text FROM report WHERE id = ?').get(reportId)?.text ?? undefined;
}

/** Criteria x trials of this judge on this report that have no verdict yet, in rubric order. */
export function owedItems(store: Store, task: StoredTask, reportId: number, judgeId: number, judgeTrials: number): Item[] {
  const rows = store
    .sql<number[], [number, number]>('SELECT trial, criterion_id FROM verdict WHERE judge_id = ? AND report_id = ?')
    .raw()
    .all(judgeId, reportId) as [number, number][];
  const stored = new Set(rows.map(([trial, criterion]) => `${trial} ${criterion}`));
  return Array.from({ length: judgeTrials }, (_, i) => i + 1).flatMap((trial) =>
    [...task.criteria].filter(([, id]) => !stored.has(`${trial} ${id}`)).map(([criterion]) => ({ criterion, trial })),
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

/** An agent's reports outlive edits of a rubric, so it takes part in the newest version of every query that was planned for it. */
function runTasks(store: Store, sweep: string, benchmark: string, agent: number): StoredTask[] {
  const ids = store
    .sql<unknown[], { id: number }>(
      `SELECT task_id AS id FROM (${lastPlanned('task.benchmark, name')}) WHERE (@agent, query_id) IN (${PLANNED}) ORDER BY name`,
    )
    .all({ sweep, benchmark, agent });
  return ids.map(({ id }) => storedTask(store, id));
}

interface TaskRow {
  readonly name: string;
  readonly query_id: number;
  readonly text: string;
  readonly language: string;
  readonly domain: string;
  readonly track: string | null;
  readonly notes: string | null;
  readonly tags: string | null;
}

interface CriterionRow {
  readonly criterion_id: number;
  readonly name: string;
  readonly text: string;
  readonly weight: number;
  readonly axis: string | null;
  readonly fatal: number;
}

/** A task as it was stored. */
export function storedTask(store: Store, id: number): StoredTask {
  const row = store
    .sql<number[], TaskRow>('SELECT task.*, query.text FROM task JOIN query ON query.id = query_id WHERE task.id = ?')
    .get(id);
  if (row === undefined) throw new Error(`no task ${id} in the store`);
  const criteria = store
    .sql<number[], CriterionRow>(
      'SELECT rubric.*, criterion.text FROM rubric JOIN criterion ON criterion.id = criterion_id WHERE task_id = ? ORDER BY position',
    )
    .all(id);
  const task: Task = {
    id: row.name,
    query: row.text,
    language: row.language,
    domain: row.domain,
    ...(row.track !== null && { track: row.track }),
    ...(row.notes !== null && { notes: row.notes }),
    ...(row.tags !== null && { tags: taskSchema.shape.tags.parse(JSON.parse(row.tags)) }),
    ...(criteria.length > 0 && {
      rubric: criteria.map((c) => ({
        id: c.name,
        criterion: c.text,
        weight: c.weight,
        ...(c.axis !== null && { axis: c.axis }),
        ...(c.fatal === 1 && { fatal: true }),
      })),
    }),
  };
  return { id, queryId: row.query_id, task, criteria: new Map(criteria.map((c) => [c.name, c.criterion_id])) };
}

/** What a judge's calls in a sweep took so far, for a budget that outlives one command. */
export interface JudgeSpent {
  readonly model: string | null;
  readonly calls: number;
  /** Undefined where the endpoint did not say it of every call. */
  readonly usage: Usage | undefined;
}

export function judgeSpent(store: Store, sweep: string, judgeId: number): JudgeSpent {
  const row = store
    .sql<unknown[], Omit<JudgeSpent, 'usage'> & { counted: number; usage: string }>(
      `SELECT (SELECT model FROM judge WHERE id = @judge) AS model, count(*) AS calls, count(input) AS counted,
         json_object('inputTokens', total(input), 'cachedInputTokens', total(cached_input), 'cacheWriteTokens', total(cache_write),
           'outputTokens', total(output), 'reasoningTokens', total(reasoning)) AS usage
       FROM call WHERE judge_id = @judge AND report_id IN (
         SELECT trial.report_id FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
         JOIN trial ON trial.agent_id = run.agent_id AND trial.query_id = task.query_id WHERE sweep = @sweep)`,
    )
    .get({ judge: judgeId, sweep });
  if (row === undefined) throw new Error('an aggregate has a row');
  const { model, calls, counted, usage } = row;
  return { model, calls, usage: counted < calls ? undefined : { ...NO_USAGE, ...(JSON.parse(usage) as Partial<Usage>) } };
}

/** All judges that a sweep was planned with. */
export function sweepJudges(store: Store, sweep: string): number[] {
  const rows = store.sql<string[], { id: number }>('SELECT DISTINCT judge_id AS id FROM run WHERE sweep = ? AND judge_id IS NOT NULL');
  return rows.all(sweep).map(({ id }) => id);
}

/** Independent judgments that a sweep was planned with, the most of its runs; undefined where there is no such sweep. */
export function sweepTrials(store: Store, sweep: string): number | undefined {
  const row = store.sql<string[], { trials: number | null }>('SELECT max(judge_trials) AS trials FROM run WHERE sweep = ?').get(sweep);
  return row?.trials ?? undefined;
}

/**
 * What a sweep has paid for attempts, failed ones too: those made since it was first planned. Reports that were collected elsewhere are
 * not among them.
 */
export function* agentsSpent(store: Store, sweep: string): Generator<Spent> {
  const rows = store.sql<unknown[], { usage: string | null; cost: string | null; model: string | null }>(
    `SELECT usage, cost, model FROM trial JOIN agent ON agent.id = agent_id
     WHERE coalesce(json_extract(agent.identity, '$.kind'), '') <> 'reports'
       AND at >= (SELECT min(run.at) FROM run WHERE sweep = @sweep)
       AND EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
         WHERE sweep = @sweep AND run.agent_id = trial.agent_id AND task.query_id = trial.query_id)`,
  );
  for (const { usage, cost, model } of rows.iterate({ sweep })) {
    yield {
      ...(usage !== null && { usage: JSON.parse(usage) as NonNullable<Spent['usage']> }),
      ...(cost !== null && { cost: JSON.parse(cost) as NonNullable<Spent['cost']> }),
      ...(model !== null && { model }),
    };
  }
}
