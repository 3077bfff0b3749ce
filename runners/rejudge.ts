/** Judging a sweep's stored reports again with another judge or other settings. No agent is run. */
import type { JudgeConfig } from './judges/open.ts';
import { carryOut, type RunAround, type RunOutcome } from './judging/carry-out.ts';
import type { Terms } from './judging/paid-work.ts';
import { checkSweep, sweepRuns, sweepTrials } from './store/runs.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';

export interface RejudgeRequest extends Terms {
  readonly sweep: string;
  readonly judge: JudgeConfig;
  /** Judgments of every criterion; undefined: as many as the sweep was planned with, so that its judges can be compared. */
  readonly trials?: number | undefined;
}

/** @throws InputError where the store has no such sweep; otherwise as carryOut does */
export function rejudge(at: StoreAt, request: RejudgeRequest, around: RunAround): Promise<RunOutcome> {
  return withStore(at, { mode: 'change' }, (store) => again(store, request, around));
}

async function again(store: Store, request: RejudgeRequest, around: RunAround): Promise<RunOutcome> {
  const { sweep } = request;
  checkSweep(store, sweep);
  const trials = request.trials ?? sweepTrials(store, sweep) ?? 1;
  if (request.trials === undefined && trials > 1)
    around.onNotice(`${trials} judgments of every criterion, as the sweep was planned; --trials N for another number`);
  const plan = () =>
    sweepRuns(store, sweep).map(({ benchmark, agentId, agent, repeats, tasks }) => ({ benchmark, agentId, name: agent, repeats, tasks }));
  return carryOut(store, { ...request, judge: { ...request.judge, trials }, plan }, around);
}
