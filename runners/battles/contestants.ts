/** Contestants: the agents of a sweep, and the queries on which at least two of them have a report. */
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
  }[];
  /** Reports that the sweep planned and the store does not hold: failed, owed, or known by their verdicts only. */
  readonly missing: number;
}

/** Unique over benchmarks. */
export function queryKey(benchmark: string, task: string): string {
  return `${benchmark}\0${task}`;
}

/** Agents and queries in order of name; queries on which fewer than two agents have a report are left out. @throws InputError */
export function contestantsOf(store: Store, sweep: string, benchmark?: string): Contestants {
  const runs = sweepRuns(store, sweep).filter((run) => benchmark === undefined || run.benchmark === benchmark);
  if (runs.length === 0) {
    checkSweep(store, sweep);
    throw new InputError(`${store.path}: sweep "${sweep}" has nothing on benchmark "${benchmark}"`);
  }
  let missing = 0;
  const queries = new Map<string, { task: StoredTask; reports: Map<string, number> }>();
  for (const run of runs) {
    for (const task of run.tasks) {
      const reportId = battlingReport(store, run.agentId, task.queryId);
      if (reportId === undefined || !hasText(store, reportId)) {
        missing++;
        continue;
      }
      const key = queryKey(run.benchmark, task.task.id);
      const query = queries.get(key) ?? { task, reports: new Map<string, number>() };
      queries.set(key, query);
      query.reports.set(run.agent, reportId);
    }
  }
  const met = [...queries].filter(([, { reports }]) => reports.size > 1).map(([key, query]) => ({ key, ...query }));
  if (met.length === 0) throw new InputError(`${store.path}: no query of sweep "${sweep}" has reports of two agents`);
  const agents = [...new Set(met.flatMap(({ reports }) => [...reports.keys()]))].sort();
  return { agents, queries: met.sort((x, y) => (x.key < y.key ? -1 : 1)), missing };
}

/** Of an agent's repeats at a query the first one battles. */
function battlingReport(store: Store, agentId: number, queryId: number): number | undefined {
  return latestAttempt(store, agentId, queryId, 1)?.reportId ?? undefined;
}

/** The text of the report with which an agent battles on a task, if the store holds one. */
export function battlingText(store: Store, agent: string, benchmark: string, task: string): string | undefined {
  const ids = agentOnTask(store, agent, benchmark, task);
  const reportId = ids && battlingReport(store, ids.agentId, ids.queryId);
  return reportId === undefined ? undefined : reportText(store, reportId);
}
