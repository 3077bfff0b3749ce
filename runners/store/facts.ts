/** Writing to the store what is planned and attempted: tasks, agents, judges, reports, trials and runs. Nothing here changes or removes a row. */
import type { Task } from '../../benchmarks/task.ts';
import type { Judge } from '../../judge/checklist/judge.ts';
import { type AgentError, InputError, type Spent } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import type { Agent, AgentReply } from '../agents/agent.ts';
import { briefHash, canonicalJson, criterionHashes, queryHash, taskHash } from './identity.ts';
import type { Store } from './store.ts';

/** A task with the row ids of what it is made of. */
export interface StoredTask {
  readonly id: number;
  readonly queryId: number;
  readonly task: Task;
  /** Row id by criterion id, in rubric order. */
  readonly criteria: ReadonlyMap<string, number>;
}

interface Id {
  readonly id: number;
}

/** The row of this content, made if it is new. */
function intern(store: Store, table: string, hash: string, columns: Readonly<Record<string, unknown>>): number {
  const found = store.sql<[string], Id>(`SELECT id FROM ${table} WHERE hash = ?`).get(hash);
  if (found !== undefined) return found.id;
  const names = Object.keys(columns);
  const insert = store.sql(`INSERT INTO ${table} (hash, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})`);
  return Number(insert.run(hash, ...Object.values(columns)).lastInsertRowid);
}

export function storeTask(store: Store, benchmark: string, task: Task): StoredTask {
  const queryId = intern(store, 'query', queryHash(task), { task: task.id, text: task.query });
  const hash = taskHash(benchmark, task);
  const known = store.sql<[string], Id>('SELECT id FROM task WHERE hash = ?').get(hash);
  const rubric = task.rubric ?? [];
  const hashes = criterionHashes(task, rubric);
  const criteria = rubric.map((criterion, i) => intern(store, 'criterion', hashes[i] as string, { text: criterion.criterion }));
  const id =
    known?.id ??
    intern(store, 'task', hash, {
      benchmark,
      name: task.id,
      query_id: queryId,
      language: task.language,
      domain: task.domain,
      track: task.track ?? null,
      notes: task.notes ?? null,
      brief_hash: briefHash(task),
      tags: task.tags === undefined ? null : JSON.stringify(task.tags),
    });
  if (known === undefined) {
    const insert = store.sql(
      'INSERT INTO rubric (task_id, position, criterion_id, name, weight, axis, fatal) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    rubric.forEach((c, i) => {
      insert.run(id, i, criteria[i], c.id, c.weight, c.axis ?? null, c.fatal === true ? 1 : 0);
    });
  }
  return { id, queryId, task, criteria: new Map(rubric.map((criterion, i) => [criterion.id, criteria[i] as number])) };
}

/** @throws InputError when the name belongs to an agent of another configuration: their trials may not be mixed */
export function storeAgent(store: Store, agent: Pick<Agent, 'name' | 'identity'>): number {
  const identity = canonicalJson(agent.identity);
  const found = store.sql<[string], Id & { identity: string }>('SELECT id, identity FROM agent WHERE name = ?').get(agent.name);
  if (found === undefined) {
    return Number(store.sql('INSERT INTO agent (name, identity) VALUES (?, ?)').run(agent.name, identity).lastInsertRowid);
  }
  if (found.identity !== identity) {
    throw new InputError(
      `agent "${agent.name}" is in ${store.path} with another configuration (${found.identity}, now ${identity}): give it another name, or use another --store`,
    );
  }
  return found.id;
}

export function storeJudge(store: Store, judge: Pick<Judge, 'name' | 'identity' | 'model'>): number {
  const identity = canonicalJson(judge.identity);
  return intern(store, 'judge', sha256(identity), { name: judge.name, model: judge.model ?? null, identity });
}

export function storeReport(store: Store, text: string): number {
  return intern(store, 'report', sha256(text), { text });
}

/** A report that only verdicts are known of. */
export function storeAbsentReport(store: Store, agent: string, task: StoredTask, repeat: number): number {
  return intern(store, 'report', sha256(`absent\0${agent}\0${task.queryId}\0${repeat}`), { text: null });
}

export interface Attempted {
  readonly agentId: number;
  readonly queryId: number;
  readonly repeat: number;
  readonly at: string;
}

/** Appends a trial that gave a report; returns the report's id. */
export function storeTrial(store: Store, attempted: Attempted, reply: AgentReply, seconds: number | undefined): number {
  const columns = replyColumns(store, reply, seconds);
  insertTrial(store, attempted, columns);
  return columns.report_id;
}

/** Whether the newest trial of this attempt holds just this reply: its report, and what is said beside it. */
export function holdsReply(store: Store, { agentId, queryId, repeat }: Attempted, reply: AgentReply): boolean {
  const columns = replyColumns(store, reply, undefined);
  const same = Object.keys(columns).map((name) => `${name} IS @${name}`);
  const row = store
    .sql<unknown[], { same: number }>(
      `SELECT ${same.join(' AND ')} AS same FROM trial WHERE agent_id = @agentId AND query_id = @queryId AND repeat = @repeat
       ORDER BY id DESC LIMIT 1`,
    )
    .get({ ...columns, agentId, queryId, repeat });
  return row?.same === 1;
}

function replyColumns(store: Store, reply: AgentReply, seconds: number | undefined) {
  return {
    report_id: storeReport(store, reply.report),
    seconds: reply.seconds ?? seconds ?? null,
    ...spentColumns(reply),
    trace: json(reply.trace),
  };
}

/** Appends a trial without a report, which may have been paid for all the same. */
export function storeFailure(store: Store, attempted: Attempted, { fault, message, spent }: AgentError, seconds: number): void {
  insertTrial(store, attempted, { fault, error: message, seconds, ...spentColumns(spent) });
}

function spentColumns({ usage, cost, model }: Spent) {
  return { model: model ?? null, usage: json(usage), cost: json(cost) };
}

/** A report known by its row only, for imported verdicts. */
export function storeBareTrial(store: Store, attempted: Attempted, reportId: number): void {
  insertTrial(store, attempted, { report_id: reportId });
}

function insertTrial(store: Store, { agentId, queryId, repeat, at }: Attempted, columns: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(columns);
  store
    .sql(
      `INSERT INTO trial (agent_id, query_id, repeat, at${names.map((name) => `, ${name}`).join('')}) VALUES (?, ?, ?, ?${', ?'.repeat(names.length)})`,
    )
    .run(agentId, queryId, repeat, at, ...Object.values(columns));
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

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
