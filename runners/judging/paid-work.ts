/** Paid work: judges opened on one stop and one budget, which knows what was spent before, and closed whatever happens. */
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { isSameModel } from '../../judge/model/models-list.ts';
import { keysOf } from '../agents/secrets.ts';
import { type JudgeConfig, modelsOf, type OpenJudge, openJudge } from '../judges/open.ts';
import type { Joined, RedisTerms } from '../redis/join.ts';
import { answerersOf, endpointsOf, judgeSpent } from '../store/calls.ts';
import { sweepJudges } from '../store/judges.ts';
import type { Store } from '../store/store.ts';
import { agentsSpent } from '../store/trials.ts';
import { type BudgetLimits, checkPriced, isLimited, RunBudget } from './budget.ts';
import { loadPrices, type Prices } from './prices.ts';
import { Stop } from './stop.ts';

/** On what conditions judges are asked. */
export interface Terms extends RedisTerms {
  /** Calls at once. */
  readonly concurrency: number;
  readonly budget: BudgetLimits;
  /** A file of a person's own prices. */
  readonly prices?: string | undefined;
  /** Milliseconds after which all has to have ended: what is judged is kept, the rest stays owed. */
  readonly stopAfterMs?: number | undefined;
}

/** What work takes from the process it runs in. */
export interface Around {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by whoever called, as for a Ctrl-C: what is in flight finishes, nothing new starts. */
  readonly stopping?: AbortSignal | undefined;
  /** The same, and what is in flight is broken off. */
  readonly aborting?: AbortSignal | undefined;
  /** Hears what a person should know while the work goes on. */
  readonly onNotice: (line: string) => void;
}

export interface Opened {
  readonly judges: readonly OpenJudge[];
  readonly budget: RunBudget;
  readonly prices: Prices;
  readonly stop: Stop;
  /** Whether the time that was given is over. */
  readonly timeUp: () => boolean;
  /** Keys that may stand in nothing that is stored. */
  readonly keys: readonly string[];
}

/** @throws InputError where a judge cannot be opened, or a budget in money cannot hold what has no price */
export async function withJudges<T>(
  configs: readonly JudgeConfig[],
  {
    concurrency,
    budget: limits,
    prices: own,
    stopAfterMs,
    redis,
    workers,
    agentModels = [],
  }: Terms & { readonly agentModels?: readonly string[] },
  { env, onNotice, ...signals }: Around,
  use: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  if (workers === true && redis === undefined) throw new InputError('--workers needs --redis URL: they are asked through it');
  if (workers === true && isLimited(limits))
    throw new InputError('a budget is kept where calls are made: with --workers give it to "gavel worker"');
  const prices = loadPrices(own);
  checkPriced(limits, [...modelsOf(configs), ...agentModels], prices);
  const stop = new Stop();
  const listening = listen(stop, signals);
  const time = stopAfter(stop, stopAfterMs);
  const budget = new RunBudget(limits, prices, stop);
  const judges: OpenJudge[] = [];
  let joined: Joined | undefined;
  try {
    for (const config of configs) judges.push(openJudge(config, { env, concurrency, stop, budget, random: Math.random, onNotice }));
    // Loaded where it is needed: most work needs no Redis.
    if (redis !== undefined) joined = await (await import('../redis/join.ts')).joinRedis(judges, { redis, workers }, { stop, onNotice });
    const secrets = [...judges.flatMap((judge) => judge.secrets), ...(joined?.secrets ?? [])];
    const keys = keysOf(env, ...secrets.map((key) => ({ key })));
    return await use({ judges: joined?.judges ?? judges, budget, prices, stop, keys, timeUp: time.isUp });
  } finally {
    listening.abort();
    time.clear();
    await joined?.close();
    for (const judge of judges) await judge.close();
  }
}

/** Aborting what is returned ends the listening. */
function listen(stop: Stop, { stopping, aborting }: Pick<Around, 'stopping' | 'aborting'>): AbortController {
  const listening = new AbortController();
  const on = (signal: AbortSignal | undefined, end: () => void) => {
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true, signal: listening.signal });
  };
  on(stopping, () => stop.stop());
  on(aborting, () => stop.abort());
  return listening;
}

/** Of the time that is given, the share in which nothing new starts, and the most of it: so calls on their way may come home. */
const LAST_SHARE = 0.1;
const LAST_MS = 30_000;
/** What is left in the end for putting down what is there. */
const CLOSING_SHARE = 0.02;
const CLOSING_MS = 1_000;

function stopAfter(stop: Stop, ms: number | undefined): { readonly isUp: () => boolean; readonly clear: () => void } {
  if (ms === undefined) return { isUp: () => false, clear: () => {} };
  let up = false;
  const last = setTimeout(
    () => {
      up = !stop.stopping.aborted;
      stop.stop();
    },
    ms - Math.min(LAST_MS, ms * LAST_SHARE),
  );
  const end = setTimeout(() => stop.abort(), ms - Math.min(CLOSING_MS, ms * CLOSING_SHARE));
  return {
    isUp: () => up,
    clear() {
      clearTimeout(last);
      clearTimeout(end);
    },
  };
}

/**
 * A budget is for the work on a sweep, however many commands it takes: what was spent before counts. Where agents are to write, that
 * is what they and all judges of the sweep took; else what these judges took.
 *
 * @throws InputError where the budget cannot count it, or none is left that could be counted
 */
export function resumeBudget(
  store: Store,
  { budget, stop }: Pick<Opened, 'budget' | 'stop'>,
  {
    limits,
    sweep,
    judges,
    agents,
  }: { readonly limits: BudgetLimits; readonly sweep: string; readonly judges: readonly number[]; readonly agents: boolean },
): void {
  if (!isLimited(limits)) return;
  for (const id of agents ? sweepJudges(store, sweep) : judges) budget.resume(judgeSpent(store, sweep, id));
  if (agents) for (const spent of agentsSpent(store, sweep)) budget.spendReport(spent);
  if (stop.failure !== undefined) throw stop.failure;
}

/** The same settings at another address may be another model: said before anything that is stored is reused. */
export function noteOtherEndpoints(
  store: Store,
  judges: readonly { readonly id: number; readonly name: string; readonly endpoint?: string }[],
  onNotice: Around['onNotice'],
): void {
  for (const { id, name, endpoint } of judges) {
    const others = endpointsOf(store, id).filter((url) => url !== endpoint);
    if (endpoint === undefined || others.length === 0) continue;
    onNotice(
      `judge "${name}" was asked at ${others.join(', ')} before, and is asked at ${endpoint} now: what it said there is reused; give it a revision if this is another model, or --fresh to ask anew`,
    );
  }
}

/** What one judge says is to be of one model: said where endpoints called it by names of several, once it is known. */
export function noteOtherModels(
  store: Store,
  judges: readonly { readonly id: number; readonly name: string }[],
  onNotice: Around['onNotice'],
): void {
  for (const { id, name } of judges) {
    const names = answerersOf(store, id);
    const [first = '', ...others] = names.filter((model, i) => names.findIndex((other) => isSameModel(other, model)) === i);
    if (others.length === 0) continue;
    const list = [first, ...others].map((model) => `"${printable(model, 60)}"`).join(', ');
    onNotice(
      `judge "${name}" was answered by several models, ${list}: what they said is one judge's here; a revision keeps models apart, and --fresh asks anew`,
    );
  }
}

/** What ended work before all of it was done. */
export type StoppedBy = { readonly kind: 'stop' | 'time' } | { readonly kind: 'budget'; readonly spent: string };

/** @param left whether anything that was planned is not done */
export function stoppedBy({ stop, budget, timeUp }: Pick<Opened, 'budget' | 'stop' | 'timeUp'>, left: boolean): StoppedBy | undefined {
  if (timeUp()) return left ? { kind: 'time' } : undefined;
  if (stop.stopping.aborted) return { kind: 'stop' };
  const spent = budget.spent();
  return spent !== undefined && left ? { kind: 'budget', spent } : undefined;
}
