/** Trials and reports: what agents attempted, and the text that came of it. Attempts are appended; the newest counts. */
import type { AgentError, Spent } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import type { AgentReply } from '../agents/agent.ts';
import { reportHash } from './identity.ts';
import { type Id, intern } from './intern.ts';
import { closeJournal } from './journal.ts';
import { COUNTED, COUNTED_ORDER, type CountedSelection, NEWEST } from './runs.ts';
import type { Store } from './store.ts';
import { queryText, type StoredTask } from './tasks.ts';
import { holdsTrace, storeTrace } from './traces.ts';

/** A text as an answer to one query: handed in for another one too, it is another report, since all that is said of it is another matter. */
export function storeReport(store: Store, query: string, text: string): number {
  return intern(store, 'report', reportHash(query, text), { text });
}

/** A report that only verdicts are known of. */
export function storeAbsentReport(store: Store, agent: string, task: StoredTask, repeat: number): number {
  return intern(store, 'report', sha256(`absent\0${agent}\0${task.queryId}\0${repeat}`), { text: null });
}

/** Undefined where only verdicts on the report were imported. */
export function reportText(store: Store, reportId: number): string | undefined {
  return store.sql<number[], { text: string | null }>('SELECT text FROM report WHERE id = ?').get(reportId)?.text ?? undefined;
}

/** In characters, of all reports on these queries whose text is stored. */
export function reportLengths(store: Store, queries: readonly number[]): number[] {
  return store
    .sql<[string], { characters: number }>(
      `SELECT length(text) AS characters FROM report WHERE text IS NOT NULL AND id IN (
         SELECT report_id FROM trial JOIN agent ON agent.id = agent_id WHERE query_id IN (SELECT value FROM json_each(?)))`,
    )
    .all(JSON.stringify(queries))
    .map(({ characters }) => characters);
}

/** False where only verdicts on the report were imported. */
export function hasText(store: Store, reportId: number): boolean {
  return store.sql<number[], { id: number }>('SELECT id FROM report WHERE id = ? AND text IS NOT NULL').get(reportId) !== undefined;
}

export interface Attempted {
  readonly agentId: number;
  readonly queryId: number;
  readonly repeat: number;
  readonly at: string;
}

/** Appends a trial that gave a report; returns the report's id. */
export function storeTrial(store: Store, attempted: Attempted, reply: AgentReply, seconds: number | undefined): number {
  const columns = replyColumns(store, attempted.queryId, reply, seconds);
  const id = insertTrial(store, attempted, columns);
  closeJournal(store, attempted, id, attempted.at);
  storeTrace(store, id, reply.trace ?? [], attempted.at);
  return columns.report_id;
}

/** Whether the newest trial of this attempt holds just this reply: its report, and what is said beside it. */
export function holdsReply(store: Store, { agentId, queryId, repeat }: Attempted, reply: AgentReply): boolean {
  const columns = replyColumns(store, queryId, reply, undefined);
  const same = Object.keys(columns).map((name) => `${name} IS @${name}`);
  const row = store
    .sql<unknown[], Id & { same: number }>(
      `SELECT id, ${same.join(' AND ')} AS same FROM trial WHERE agent_id = @agentId AND query_id = @queryId AND repeat = @repeat
       ORDER BY id DESC LIMIT 1`,
    )
    .get({ ...columns, agentId, queryId, repeat });
  return row?.same === 1 && holdsTrace(store, row.id, reply.trace ?? []);
}

function replyColumns(store: Store, queryId: number, reply: AgentReply, seconds: number | undefined) {
  return {
    report_id: storeReport(store, queryText(store, queryId), reply.report),
    seconds: reply.seconds ?? seconds ?? null,
    ...spentColumns(reply),
    at_limit: reply.atLimit === true ? 1 : null,
    notes: json(reply.notes),
  };
}

/** Appends a trial without a report, which may have been paid for all the same. */
export function storeFailure(store: Store, attempted: Attempted, { fault, message, spent, stderr }: AgentError, seconds?: number): void {
  const id = insertTrial(store, attempted, {
    fault,
    error: message,
    stderr: stderr ?? null,
    seconds: seconds ?? null,
    ...spentColumns(spent),
  });
  // What broke off through nobody's fault goes on from there the next time.
  if (fault === 'agent') closeJournal(store, attempted, id, attempted.at);
}

function spentColumns({ usage, cost, model, searches }: Spent) {
  return { model: model ?? null, usage: json(usage), cost: json(cost), searches: json(searches) };
}

/** A report known by its row only, for imported verdicts. */
export function storeBareTrial(store: Store, attempted: Attempted, reportId: number): void {
  insertTrial(store, attempted, { report_id: reportId });
}

function insertTrial(store: Store, { agentId, queryId, repeat, at }: Attempted, columns: Readonly<Record<string, unknown>>): number {
  const names = Object.keys(columns);
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO trial (agent_id, query_id, repeat, at${names.map((name) => `, ${name}`).join('')}) VALUES (?, ?, ?, ?${', ?'.repeat(names.length)})`,
    )
    .run(agentId, queryId, repeat, at, ...Object.values(columns));
  return Number(lastInsertRowid);
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Gives a report that only verdicts were known of its text: what was said of it was said of that text. Returns its row id. */
export function fillReport(store: Store, reportId: number, query: string, text: string): number {
  const hash = reportHash(query, text);
  const known = store.sql<[string], Id>('SELECT id FROM report WHERE hash = ?').get(hash);
  if (known === undefined) {
    store.sql('UPDATE report SET hash = ?, text = ? WHERE id = ?').run(hash, text, reportId);
    return reportId;
  }
  for (const table of ['verdict', 'unscored', 'call'])
    store
      .sql(`UPDATE OR IGNORE ${table} SET report_id = ? WHERE judge_id IN (SELECT id FROM judge) AND report_id = ?`)
      .run(known.id, reportId);
  return known.id;
}

/** A trial that counts: the newest attempt at a task, in the version that was planned last for the agent. */
export interface CountedTrial {
  readonly id: number;
  readonly agentId: number;
  readonly agent: string;
  readonly benchmark: string;
  readonly taskId: number;
  readonly repeat: number;
  readonly reportId: number | null;
  readonly fault: 'agent' | 'harness' | null;
  readonly error: string | null;
  /** The end of what a program that failed wrote there. */
  readonly stderr: string | null;
  readonly atLimit: boolean;
  readonly notes: readonly string[] | undefined;
  readonly seconds: number | null;
  readonly spent: Spent;
}

interface CountedRow extends Omit<CountedTrial, 'atLimit' | 'notes' | 'spent'>, SpentRow {
  readonly atLimit: number | null;
  readonly notes: string | null;
}

/** By agent, benchmark, task and repeat. @param selection of one agent, or on the task of one id, where it names them */
export function* countedTrials(
  store: Store,
  { benchmark, sweep, agent, task }: CountedSelection & { readonly agent?: string; readonly task?: string },
): Generator<CountedTrial> {
  const rows = store.sql<unknown[], CountedRow>(`
    SELECT trial.id, agent.id AS agentId, agent.name AS agent, version.benchmark, task_id AS taskId, trial.repeat, trial.report_id AS reportId,
      fault, error, stderr, at_limit AS atLimit, trial.notes, seconds, usage, cost, searches, trial.model
    FROM ${COUNTED} WHERE (@agent IS NULL OR agent.name = @agent) AND (@task IS NULL OR version.name = @task) ORDER BY ${COUNTED_ORDER}`);
  const asked = { benchmark: benchmark ?? null, sweep: sweep ?? null, agent: agent ?? null, task: task ?? null };
  for (const { atLimit, notes, usage, cost, model, searches, ...row } of rows.iterate(asked))
    yield {
      ...row,
      atLimit: atLimit === 1,
      notes: notes === null ? undefined : (JSON.parse(notes) as string[]),
      spent: spentOf({ usage, cost, model, searches }),
    };
}

/** Reports whose text is stored of the trials that count, by the row id of the query that they answer; each once. */
export function reportsByQuery(store: Store, { benchmark, sweep }: CountedSelection): Map<number, number[]> {
  const rows = store
    .sql<unknown[], { query: number; report: number }>(
      `SELECT DISTINCT trial.query_id AS query, report.id AS report FROM ${COUNTED} JOIN report ON report.id = trial.report_id
       WHERE report.text IS NOT NULL`,
    )
    .all({ benchmark: benchmark ?? null, sweep: sweep ?? null });
  const reports = new Map<number, number[]>();
  for (const { query, report } of rows) reports.set(query, [...(reports.get(query) ?? []), report]);
  return reports;
}

/** The newest attempt of an agent at a query. */
export interface StoredAttempt {
  readonly reportId: number | null;
  readonly fault: 'agent' | 'harness' | null;
  readonly error: string | null;
  readonly at: string;
}

export function latestAttempt(store: Store, agentId: number, queryId: number, repeat: number): StoredAttempt | undefined {
  return store
    .sql<number[], StoredAttempt>(
      'SELECT report_id AS reportId, fault, error, at FROM trial WHERE agent_id = ? AND query_id = ? AND repeat = ? ORDER BY id DESC LIMIT 1',
    )
    .get(agentId, queryId, repeat);
}

/**
 * What a sweep has paid for attempts, failed ones too: those made since it was first planned. Reports that were collected elsewhere are
 * not among them.
 */
export function* agentsSpent(store: Store, sweep: string): Generator<Spent> {
  const rows = store.sql<unknown[], SpentRow>(
    `SELECT usage, cost, searches, model FROM trial JOIN any_agent ON any_agent.id = agent_id
     WHERE coalesce(json_extract(any_agent.identity, '$.kind'), '') <> 'reports'
       AND at >= (SELECT min(run.at) FROM run WHERE sweep = @sweep)
       AND EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
         WHERE sweep = @sweep AND run.agent_id = trial.agent_id AND task.query_id = trial.query_id)`,
  );
  for (const row of rows.iterate({ sweep })) yield spentOf(row);
}

interface SpentRow {
  readonly usage: string | null;
  readonly cost: string | null;
  readonly model: string | null;
  readonly searches: string | null;
}

function spentOf({ usage, cost, model, searches }: SpentRow): Spent {
  return {
    ...(usage !== null && { usage: JSON.parse(usage) as NonNullable<Spent['usage']> }),
    ...(cost !== null && { cost: JSON.parse(cost) as NonNullable<Spent['cost']> }),
    ...(model !== null && { model }),
    ...(searches !== null && { searches: JSON.parse(searches) as NonNullable<Spent['searches']> }),
  };
}

/** Of costs that agents gave themselves. */
export function costCurrencies(store: Store): string[] {
  const rows = store.sql<[], { currency: string }>(
    "SELECT DISTINCT json_extract(cost, '$.currency') AS currency FROM trial WHERE cost IS NOT NULL",
  );
  return rows.all().map(({ currency }) => currency);
}

export interface AgentRow {
  readonly agent: string;
  /** As in a sweep file; `reports` where they were collected elsewhere. */
  readonly kind: string;
  /** Attempts that count: the newest of each repeat at a task. */
  readonly trials: number;
  readonly failed: number;
}

/** In order of name; of a sweep those that it planned. */
export function agentRows(store: Store, sweep?: string): AgentRow[] {
  return store
    .sql<unknown[], AgentRow>(
      `SELECT agent.name AS agent, coalesce(json_extract(agent.identity, '$.kind'), '') AS kind,
         count(trial.id) AS trials, coalesce(sum(fault IS NOT NULL), 0) AS failed
       FROM agent LEFT JOIN trial ON trial.agent_id = agent.id AND ${NEWEST}
       WHERE @sweep IS NULL OR agent.id IN (SELECT agent_id FROM run WHERE sweep = @sweep)
       GROUP BY agent.id ORDER BY agent.name`,
    )
    .all({ sweep: sweep ?? null });
}
