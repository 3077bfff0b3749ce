/** What is under way in a store, and what a person asks of it: another process runs the sweep, and looks here between its steps. */
import { InputError } from '../judge/errors.ts';
import { totalTokens } from '../judge/model/usage.ts';
import { RunBudget } from './judging/budget.ts';
import { costOf, loadPrices, type Money, type Prices, priceOf } from './judging/prices.ts';
import { Stop } from './judging/stop.ts';
import { checkAgent } from './store/agents.ts';
import { judgeSpent } from './store/calls.ts';
import { type LiveTrial, liveTrials } from './store/journal.ts';
import { judgeName, sweepJudges } from './store/judges.ts';
import { type BattleStatus, battleStatus } from './store/planned-battles.ts';
import { agentOnTask, benchmarkNames, checkSweep, runRows, sweepRuns } from './store/runs.ts';
import { type KnownStanding, type SweepStanding, standings } from './store/standings.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';
import { storedTask } from './store/tasks.ts';
import { type CountedTrial, countedTrials } from './store/trials.ts';
import { unscoredErrors } from './store/verdicts.ts';
import { storeWish, sweepWishes, type Wish } from './store/wishes.ts';

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

/** Asks for another attempt at all that failed, of one agent or of all. @returns how many */
export function requeueFailed(at: StoreAt, { sweep, agent }: Pick<LiveRequest, 'sweep' | 'agent'>): Promise<number> {
  return withStore(at, { mode: 'write' }, (store) => {
    checkSweep(store, sweep);
    if (agent !== undefined) checkAgent(store, agent);
    const failed = [...countedTrials(store, { sweep, ...(agent !== undefined && { agent }) })].filter(({ fault }) => fault === 'agent');
    const now = new Date().toISOString();
    store.transaction(() => {
      for (const { agentId, taskId } of failed)
        storeWish(store, { sweep, agentId, queryId: storedTask(store, taskId).queryId, kind: 'requeue', at: now });
    });
    return failed.length;
  });
}

/** Silent for longer than this, a process that said nothing of its end is gone. */
const ALIVE_MS = 20_000;

/** Sweeps that were worked on, the last first. */
export interface SweepLine {
  readonly sweep: string;
  readonly began: string;
  /** When it last said anything. */
  readonly at: string;
  /** `gone`: it was broken off, and what it had is kept. */
  readonly how: 'running' | 'paused' | 'gone' | NonNullable<SweepStanding['ended']>;
}

/** @param now milliseconds */
export function liveSweeps(at: StoreAt, now: number): Promise<SweepLine[]> {
  return withStore(at, { mode: 'read' }, (store) => standings(store).map((standing) => lineOf(standing, now)));
}

function lineOf({ sweep, began, at, ended, paused }: KnownStanding, now: number): SweepLine {
  const isAlive = ended === undefined && now - Date.parse(at) < ALIVE_MS;
  return { sweep, began, at, how: ended ?? (isAlive ? (paused ? 'paused' : 'running') : 'gone') };
}

export interface AgentStatus {
  readonly agent: string;
  /** Attempts, as far as they were planned. */
  readonly planned: number;
  readonly written: number;
  readonly failed: number;
  /** Undefined where nobody counted any. */
  readonly tokens: number | undefined;
  /** Of attempts whose price is known; undefined where it is of none. */
  readonly cost: Money | undefined;
  /** Attempts whose cost nobody knows. */
  readonly unknown: number;
}

export interface JudgeStatus {
  readonly judge: string;
  readonly calls: number;
  /** Calls that nobody counted the tokens of. */
  readonly uncounted: number;
  readonly tokens: number;
  /** Undefined: unknown. */
  readonly cost: Money | undefined;
}

export interface FailedAttempt {
  readonly agent: string;
  readonly task: string;
  readonly repeat: number;
  /** `harness`: no fault of the agent's; it is owed again. */
  readonly fault: 'agent' | 'harness';
  readonly error: string;
}

/** How a sweep stands: what its process says, and what is in the store. */
export interface SweepStatus {
  readonly sweep: string;
  readonly line: SweepLine | undefined;
  readonly standing: SweepStanding | undefined;
  /** Somebody asked it to wait; that holds for the next run, too. */
  readonly paused: boolean;
  readonly battles: readonly BattleStatus[];
  readonly agents: readonly AgentStatus[];
  readonly judges: readonly JudgeStatus[];
  /** The first of them. */
  readonly failures: readonly FailedAttempt[];
  readonly failed: number;
  readonly unscored: readonly { readonly error: string; readonly criteria: number }[];
}

const MOST_SHOWN = 100;

/** @param now milliseconds. @throws InputError where the store has no such sweep */
export function sweepStatus(at: StoreAt, sweep: string, now: number): Promise<SweepStatus> {
  return withStore(at, { mode: 'read' }, (store) => {
    checkSweep(store, sweep);
    const standing = standings(store).find((known) => known.sweep === sweep);
    const trials = [...countedTrials(store, { sweep })];
    const failed = trials.filter((trial): trial is CountedTrial & { readonly fault: 'agent' | 'harness' } => trial.fault !== null);
    const judges = sweepJudges(store, sweep);
    const prices = loadPrices(undefined);
    const planned = plannedAttempts(store, sweep);
    return {
      sweep,
      line: standing && lineOf(standing, now),
      standing,
      paused: sweepWishes(store, sweep, '').paused,
      battles: battleStatus(store, sweep),
      agents: [...planned].map(([agent, attempts]) =>
        agentStatus(
          agent,
          attempts,
          trials.filter((trial) => trial.agent === agent),
          prices,
        ),
      ),
      judges: judges.map((id) => judgeStatus(store, sweep, id, prices)),
      failures: failed.slice(0, MOST_SHOWN).map(({ agent, taskId, repeat, fault, error }) => ({
        agent,
        task: storedTask(store, taskId).task.id,
        repeat,
        fault,
        error: error ?? '',
      })),
      failed: failed.length,
      unscored: unscoredErrors(store, { sweep, judges, most: MOST_SHOWN }),
    };
  });
}

/** By agent; what was planned again for another judge counts once. */
function plannedAttempts(store: Store, sweep: string): Map<string, number> {
  const by = new Map<string, Map<string, number>>();
  for (const { agent, benchmark, tasks, repeats } of runRows(store, sweep)) {
    const mine = by.get(agent) ?? new Map<string, number>();
    by.set(agent, mine.set(benchmark, Math.max(mine.get(benchmark) ?? 0, tasks * repeats)));
  }
  return new Map([...by].map(([agent, counts]) => [agent, [...counts.values()].reduce((sum, n) => sum + n, 0)]));
}

function agentStatus(agent: string, planned: number, trials: readonly CountedTrial[], prices: Prices): AgentStatus {
  const budget = new RunBudget({}, prices, new Stop());
  let unknown = 0;
  for (const { spent } of trials) {
    budget.spendReport(spent);
    if (spent.cost === undefined && (spent.usage === undefined || priceOf(prices, spent.model ?? '') === undefined)) unknown++;
  }
  const { tokens, money, currency } = budget;
  const isCounted = trials.some(({ spent }) => spent.usage !== undefined);
  return {
    agent,
    planned,
    written: trials.filter(({ fault }) => fault === null).length,
    failed: trials.filter(({ fault }) => fault === 'agent').length,
    tokens: isCounted ? tokens : undefined,
    cost: currency === undefined ? undefined : { amount: money, currency },
    unknown,
  };
}

function judgeStatus(store: Store, sweep: string, id: number, prices: Prices): JudgeStatus {
  const { model, calls, counted, usage } = judgeSpent(store, sweep, id);
  const price = priceOf(prices, model ?? '');
  const cost = price === undefined || counted < calls ? undefined : costOf(usage, price);
  return { judge: judgeName(store, id), calls, uncounted: calls - counted, tokens: totalTokens(usage), cost };
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
