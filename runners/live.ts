/** What is under way in a store, and what a person asks of it: another process runs the sweep, and looks here between its steps. */
import { InputError } from '../judge/errors.ts';
import { checkAgent } from './store/agents.ts';
import { type LiveTrial, liveTrials } from './store/journal.ts';
import { agentOnTask, benchmarkNames, checkSweep, sweepRuns } from './store/runs.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';
import { storeWish, type Wish } from './store/wishes.ts';

export type { LiveTrial };

export interface LiveRequest {
  readonly sweep: string;
  readonly kind: Wish['kind'];
  /** Undefined: every agent, every task. */
  readonly agent?: string | undefined;
  readonly task?: string | undefined;
  readonly limits?: Readonly<Record<string, number>>;
}

/** Attempts that have begun and not ended. @throws InputError where the store has no such sweep */
export function underWay(at: StoreAt, sweep: string): Promise<LiveTrial[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    checkSweep(store, sweep);
    return liveTrials(store);
  });
}

/** @throws InputError where there is no such sweep, agent or task */
export function askOfSweep(at: StoreAt, { sweep, kind, agent, task, limits }: LiveRequest): Promise<void> {
  return withStore(at, { mode: 'write' }, (store) => {
    checkSweep(store, sweep);
    if (agent !== undefined) checkAgent(store, agent);
    const place = agent === undefined || task === undefined ? undefined : placeOf(store, sweep, agent, task);
    const agentId = place?.agentId ?? (agent === undefined ? undefined : agentIdOf(store, sweep, agent));
    store.transaction(() =>
      storeWish(store, {
        sweep,
        agentId,
        queryId: place?.queryId,
        kind,
        ...(limits !== undefined && { limits }),
        at: new Date().toISOString(),
      }),
    );
  });
}

function placeOf(store: Store, sweep: string, agent: string, task: string) {
  const place = benchmarkNames(store, sweep)
    .map((benchmark) => agentOnTask(store, agent, benchmark, task))
    .find((found) => found !== undefined);
  if (place === undefined)
    throw new InputError(`sweep "${sweep}" has no task "${task}" for agent "${agent}": see gavel list tasks ${sweep}`);
  return place;
}

function agentIdOf(store: Store, sweep: string, agent: string): number {
  const run = sweepRuns(store, sweep).find((planned) => planned.agent === agent);
  if (run === undefined) throw new InputError(`sweep "${sweep}" has no agent "${agent}": see gavel list agents ${sweep}`);
  return run.agentId;
}
