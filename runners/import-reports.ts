/** Importing reports: other people's, or those of another store, with what became of each attempt and what judging it took. */
import { check } from '../benchmarks/files/check.ts';
import { AgentError, InputError } from '../judge/errors.ts';
import { NO_USAGE } from '../judge/model/usage.ts';
import type { AgentReply } from './agents/agent.ts';
import { ImportedRuns } from './exchange/imported-runs.ts';
import { type BenchmarkSource, type ImportedTask, ImportedTasks } from './exchange/imported-tasks.ts';
import { columnsOfAny, lineBatches } from './exchange/line-batches.ts';
import { once } from './exchange/once.ts';
import { type ReportLine, reportLine } from './exchange/report-line.ts';
import { importedAgent } from './store/agents.ts';
import { hasCalls, storeCall } from './store/calls.ts';
import { judgeOfLine } from './store/judges.ts';
import type { Store } from './store/store.ts';
import { fillReport, latestAttempt, reportText, storeAbsentReport, storeBareTrial, storeFailure, storeTrial } from './store/trials.ts';
import { hasUnscored, storeUnscored } from './store/verdicts.ts';

const COLUMNS = columnsOfAny(reportLine);

export interface ReportImport {
  readonly file: string;
  readonly benchmarks: BenchmarkSource;
  /** For rows that name no agent. */
  readonly agent: string | undefined;
  readonly sweep: string;
  readonly at: string;
  /** Lines in place of those of the file, with their places for messages. */
  readonly batches?: AsyncIterable<PlacedBatch>;
}

export interface PlacedBatch {
  readonly rows: readonly unknown[];
  readonly placeOf: (row: number) => string;
}

export interface ReportCount {
  readonly reports: number;
  /** Attempts without a report. */
  readonly failed: number;
  /** Attempts that were stored before, with the same report. */
  readonly known: number;
  readonly agents: number;
}

/**
 * Appends the attempts of a file, all or none.
 *
 * @throws InputError naming file, line and field
 */
export async function importReports(store: Store, options: ReportImport): Promise<ReportCount> {
  const { file, benchmarks, sweep, at } = options;
  const tasks = new ImportedTasks(store, benchmarks);
  const agents = new Map<string, number>();
  const runs = new ImportedRuns();
  const count = { reports: 0, failed: 0, known: 0 };
  await store.longTransaction(async () => {
    for await (const { rows, placeOf } of options.batches ?? fileBatches(file)) {
      const lines = rows.map((row, i) => readLine(row, placeOf(i)));
      await tasks.open(lines);
      lines.forEach((line, i) => {
        const where = placeOf(i);
        // What a file of results calls its writer is a model's name at best.
        const agent = options.batches === undefined ? (line.agent ?? options.agent) : (options.agent ?? line.agent);
        if (agent === undefined) throw new InputError(`${where}: agent: missing; give --agent NAME for rows without one`);
        const task = tasks.find(line, where);
        const agentId = once(agents, agent, () => importedAgent(store, agent));
        const { became, reportId } = storeAttempt(store, line, { agent, agentId, task, at });
        count[became]++;
        storeJudging(store, line, { agentId, task, reportId, at }, runs, where);
      });
    }
    if (agents.size === 0) throw new InputError(`${file}: no reports in it`);
    runs.store(store, { sweep, at });
  });
  return { ...count, agents: agents.size };
}

async function* fileBatches(file: string): AsyncGenerator<PlacedBatch> {
  for await (const { rows, lineOf } of lineBatches(file, COLUMNS)) yield { rows, placeOf: (i) => `${file}:${lineOf(i)}` };
}

/** @throws InputError that begins with `where` */
function readLine(row: unknown, where: string): ReportLine {
  const result = reportLine.safeParse(row);
  const line = result.success ? result.data : check(reportLine, row, where);
  if (line.report === undefined && line.status === undefined) throw new InputError(`${where}: report: missing, expected text`);
  return line;
}

interface Attempt {
  readonly agent: string;
  readonly agentId: number;
  readonly task: ImportedTask;
  readonly at: string;
}

interface Stored {
  readonly became: 'reports' | 'failed' | 'known';
  readonly reportId: number | null;
}

function storeAttempt(store: Store, line: ReportLine, { agent, agentId, task, at }: Attempt): Stored {
  const { queryId } = task.stored;
  const { repeat, status, report, seconds } = line;
  const attempted = { agentId, queryId, repeat, at };
  const before = latestAttempt(store, agentId, queryId, repeat);
  if (status === 'failed' || status === 'interrupted' || report?.trim() === '') {
    const fault = status === 'interrupted' ? 'harness' : 'agent';
    const message = line.error ?? (report === undefined ? 'no report' : 'empty report');
    if (before?.fault === fault && before.error === message) return { became: 'known', reportId: null };
    storeFailure(
      store,
      attempted,
      new AgentError(fault, message, { spent: spentOf(line), ...(line.stderr !== undefined && { stderr: line.stderr }) }),
      seconds,
    );
    return { became: 'failed', reportId: null };
  }
  const text = before?.reportId == null ? undefined : reportText(store, before.reportId);
  if (before?.reportId != null && (report === undefined || text === report)) return { became: 'known', reportId: before.reportId };
  if (report === undefined) {
    const reportId = storeAbsentReport(store, agent, task.stored, repeat);
    storeBareTrial(store, attempted, reportId);
    return { became: 'reports', reportId };
  }
  // Verdicts may have come before the report that they are on.
  if (before?.reportId != null && text === undefined) fillReport(store, before.reportId, task.stored.task.query, report);
  return { became: 'reports', reportId: storeTrial(store, attempted, replyOf(line, report), seconds) };
}

function spentOf({ usage, cost, model, searches }: ReportLine): Pick<AgentReply, 'usage' | 'cost' | 'model' | 'searches'> {
  return {
    ...(usage !== undefined && { usage }),
    ...(cost !== undefined && { cost }),
    ...(model !== undefined && { model }),
    ...(searches !== undefined && { searches }),
  };
}

function replyOf(line: ReportLine, report: string): AgentReply {
  const { status, notes } = line;
  return { report, ...spentOf(line), ...(status === 'limit' && { atLimit: true }), ...(notes !== undefined && { notes }) };
}

interface JudgedAttempt {
  readonly agentId: number;
  readonly task: ImportedTask;
  readonly reportId: number | null;
  readonly at: string;
}

/** @throws InputError that begins with `where`, for a criterion that the task has not */
function storeJudging(
  store: Store,
  { judging = [], repeat }: ReportLine,
  { agentId, task, reportId, at }: JudgedAttempt,
  runs: ImportedRuns,
  where: string,
): void {
  if (judging.length === 0) runs.of(task.benchmark, agentId, undefined, String(repeat)).tasks.add(task.stored);
  for (const [place, { trials, calls, usage, unscored = [], ...judge }] of judging.entries()) {
    const judgeId = judgeOfLine(store, judge);
    runs.place(judgeId, place);
    const run = runs.of(task.benchmark, agentId, judgeId, `${trials} ${repeat}`);
    run.tasks.add(task.stored);
    Object.assign(run, { trials, repeats: repeat });
    if (reportId === null) continue;
    if (!hasCalls(store, judgeId, reportId))
      for (let call = 0; call < calls; call++)
        // Together they are known: all of it stands at the first.
        storeCall(store, judgeId, reportId, { usage: usage && (call === 0 ? { ...NO_USAGE, ...usage } : NO_USAGE) });
    for (const { criterionId, trial, error, split } of unscored) {
      if (!task.stored.criteria.has(criterionId))
        throw new InputError(`${where}: judging: task ${task.stored.task.id} has no criterion "${criterionId}"`);
      const item = { criterion: criterionId, trial };
      const judged = { judgeId, reportId, criteria: task.stored.criteria };
      if (!hasUnscored(store, judged, item))
        storeUnscored(store, judged, { question: item, error, ...(split !== undefined && { split }) }, at);
    }
  }
}
