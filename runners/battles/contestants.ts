/** Contestants: the agents of a sweep that attempted anything, and the queries that were planned for at least two of them. */
import { InputError } from '../../judge/errors.ts';
import { agentOnTask, checkSweep, sweepRuns } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { hasText, latestAttempt, reportText } from '../store/trials.ts';

export interface Contestants {
  readonly agents: readonly string[];
  readonly queries: readonly {
    readonly key: string;
    readonly task: StoredTask;
    /** Row id of the report with which each agent battles, by agent. */
    readonly reports: ReadonlyMap<string, number>;
    /** Agents whose attempt failed: they lose without a judge. */
    readonly failed: ReadonlySet<string>;
  }[];
  /** Reports that the sweep planned and the store does not hold: owed, or known by their verdicts only. */
  readonly missing: number;
}

/** Unique over benchmarks. */
export function queryKey(benchmark: string, task: string): string {
  return `${benchmark}\0${task}`;
}

/** Agents and queries in order of name. @throws InputError where nothing can be compared */
export function contestantsOf(store: Store, sweep: string, benchmark?: string): Contestants {
  const runs = sweepRuns(store, sweep).filter((run) => benchmark === undefined || run.benchmark === benchmark);
  if (runs.length === 0) {
    checkSweep(store, sweep);
    throw new InputError(`${store.path}: sweep "${sweep}" has nothing on benchmark "${benchmark}"`);
  }
  let missing = 0;
  const queries = new Map<string, { task: StoredTask; planned: number; reports: Map<string, number>; failed: Set<string> }>();
  for (const run of runs) {
    for (const task of run.tasks) {
      const key = queryKey(run.benchmark, task.task.id);
      const query = queries.get(key) ?? { task, planned: 0, reports: new Map<string, number>(), failed: new Set<string>() };
      queries.set(key, query);
      query.planned++;
      const attempt = latestAttempt(store, run.agentId, task.queryId, BATTLING);
      const reportId = attempt?.reportId ?? undefined;
      if (attempt?.fault === 'agent') query.failed.add(run.agent);
      else if (reportId !== undefined && hasText(store, reportId)) query.reports.set(run.agent, reportId);
      else missing++;
    }
  }
  const all = [...queries].filter(([, { planned }]) => planned > 1).map(([key, { planned: _, ...query }]) => ({ key, ...query }));
  if (!all.some(({ reports, failed }) => reports.size > 0 && reports.size + failed.size > 1))
    throw new InputError(`${store.path}: no query of sweep "${sweep}" has reports of two agents`);
  const agents = [...new Set(all.flatMap(({ reports, failed }) => [...reports.keys(), ...failed]))].sort();
  return { agents, queries: all.sort((x, y) => (x.key < y.key ? -1 : 1)), missing };
}

/** Of an agent's repeats at a query the first one battles. */
const BATTLING = 1;

/** The text of the report with which an agent battles on a task, if the store holds one. */
export function battlingText(store: Store, agent: string, benchmark: string, task: string): string | undefined {
  const ids = agentOnTask(store, agent, benchmark, task);
  const reportId = ids && latestAttempt(store, ids.agentId, ids.queryId, BATTLING)?.reportId;
  return reportId === undefined || reportId === null ? undefined : reportText(store, reportId);
}
