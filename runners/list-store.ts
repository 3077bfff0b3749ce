/** Listing what a store holds: sweeps, runs, agents, judges or tasks, a row each. */
import { groupBy } from '../judge/group-by.ts';
import { judgeRows, type ListedJudge } from './store/judges.ts';
import { benchmarkNames, checkSweep, type RunRow, runRows, tasksOf } from './store/runs.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';
import { type AgentRow, agentRows } from './store/trials.ts';

export interface SweepRow {
  readonly sweep: string;
  readonly benchmarks: readonly string[];
  readonly agents: number;
  readonly judges: readonly string[];
  /** When it was planned first and last. */
  readonly from: string;
  readonly to: string;
}

export interface TaskRow {
  readonly benchmark: string;
  readonly task: string;
  readonly language: string;
  readonly domain: string;
  /** 0: its reports are compared, not scored. */
  readonly criteria: number;
  readonly query: string;
}

type Row = SweepRow | RunRow | AgentRow | ListedJudge | TaskRow;

const LISTS: Readonly<Record<string, (store: Store, sweep: string | undefined) => readonly Row[]>> = {
  sweeps: sweepRows,
  runs: runRows,
  agents: agentRows,
  judges: judgeRows,
  tasks: taskRows,
};

/** What can be listed. */
export const LISTED = Object.keys(LISTS);

/** @param what one of LISTED. @throws InputError where there is no such sweep */
export function listStore(at: StoreAt, what: string, sweep: string | undefined): Promise<readonly Row[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    if (sweep !== undefined) checkSweep(store, sweep);
    return LISTS[what]?.(store, sweep) ?? [];
  });
}

function sweepRows(store: Store, sweep: string | undefined): SweepRow[] {
  return [...groupBy(runRows(store, sweep), (run) => run.sweep)].map(([name, runs]) => {
    const times = runs.map(({ at }) => at).sort();
    return {
      sweep: name,
      benchmarks: [...new Set(runs.map(({ benchmark }) => benchmark))],
      agents: new Set(runs.map(({ agent }) => agent)).size,
      judges: [...new Set(runs.flatMap(({ judge }) => (judge === null ? [] : [judge])))],
      from: times[0] ?? '',
      to: times.at(-1) ?? '',
    };
  });
}

function taskRows(store: Store, sweep: string | undefined): TaskRow[] {
  return benchmarkNames(store, sweep).flatMap((benchmark) =>
    [...tasksOf(store, { benchmark, sweep }).values()].map(({ task: { id, language, domain, query }, criteria }) => ({
      benchmark,
      task: id,
      language,
      domain,
      criteria: criteria.size,
      query,
    })),
  );
}
