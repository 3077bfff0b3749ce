/** Running battles from the command line: pairs, judges, the loop, and what is said at the end. */
import type { Dimension } from '../judge/compare.ts';
import { InputError } from '../judge/errors.ts';
import { estimateTokens } from '../judge/parts.ts';
import { NO_USAGE } from '../judge/usage.ts';
import { activePairing } from '../reports/ratings/active-pairing.ts';
import type { Battle } from '../reports/ratings/battle.ts';
import { balanced, battlesNeeded, PAIRINGS, type Pairing, type PlannedBattle, roundRobin, star } from '../reports/ratings/pairing.ts';
import { battleRows } from '../runners/battle-rows.ts';
import { type BattleTally, type PlannedPair, runBattles } from '../runners/battles.ts';
import { type Budget, Control } from '../runners/control.ts';
import { storeJudge } from '../runners/facts.ts';
import { type Field, sweepField } from '../runners/field.ts';
import { type JudgeConfig, type OpenComparer, openComparer } from '../runners/judges.ts';
import { addMoney, convert, costOf, loadPrices, type Money, type Prices, priceOf } from '../runners/prices.ts';
import { type Store, withStore } from '../runners/store.ts';
import { Failed, Interrupted } from './exit.ts';
import { type Io, note } from './io.ts';
import { pricesFile } from './options.ts';

export type PairingPlan =
  | { readonly pairing: 'round-robin' }
  | { readonly pairing: 'star'; readonly against: string }
  | { readonly pairing: 'balanced'; readonly perAgent: number; readonly seed: number }
  | { readonly pairing: 'active'; readonly count: number; readonly batch: number; readonly seed: number };

export interface BattleExecution {
  readonly sweep: string;
  readonly benchmark: string | undefined;
  readonly store: string;
  readonly judges: readonly JudgeConfig[];
  readonly dimensions: readonly Dimension[];
  readonly plan: PairingPlan;
  readonly concurrency: number;
  readonly budget: Budget;
  readonly prices: string | undefined;
}

/** @throws Failed where something did not succeed, Interrupted after Ctrl-C; all that was finished is stored */
export async function executeBattles(io: Io, execution: BattleExecution): Promise<void> {
  const prices = loadPrices(pricesFile(), execution.prices);
  checkBudget(execution, prices);
  const control = new Control(execution.budget, prices);
  const open = execution.judges.map((judge) =>
    openComparer(judge, {
      env: io.env,
      concurrency: execution.concurrency,
      control,
      random: Math.random,
      onNotice: (line) => note(io, `note: ${line}`),
    }),
  );
  let interrupts = 0;
  const stopListening = io.onInterrupt(() => {
    if (++interrupts > 1) return control.abort();
    note(io, 'Stopping: finishing the calls in flight (again to break them off)');
    control.stop();
  });
  try {
    const tally = await withStore(execution.store, { mode: 'write' }, (store) => fight(io, store, execution, open, control, prices));
    conclude(io, tally, control, interrupts > 0);
  } finally {
    stopListening();
    for (const judge of open) await judge.close();
  }
}

async function fight(
  io: Io,
  store: Store,
  execution: BattleExecution,
  open: readonly OpenComparer[],
  control: Control,
  prices: Prices,
): Promise<BattleTally> {
  store.lock();
  const field = sweepField(store, execution.sweep, execution.benchmark);
  const comparers = store.transaction(() => open.map(({ comparer, limit }) => ({ comparer, limit, id: storeJudge(store, comparer) })));
  const total: BattleTally = { pairs: 0, battles: 0, cached: 0, flipped: 0, unscored: 0, problems: [] };
  let last = 0;
  for (const batch of batches(store, field, execution)) {
    const pairs = batch.map((battle) => planned(field, battle)).filter((pair) => pair !== undefined);
    const before = { ...total };
    const tally = await runBattles(pairs, {
      store,
      control,
      prices,
      comparers,
      dimensions: execution.dimensions,
      trials: Math.max(...open.map(({ trials }) => trials)),
      names: field.agents,
      now: () => new Date().toISOString(),
      onProgress: (now) => {
        // A line now and then: battles are slow, and their number is known.
        if (performance.now() - last < 2000) return;
        last = performance.now();
        note(
          io,
          `battles ${before.battles + now.battles}, flipped ${before.flipped + now.flipped}, unscored ${before.unscored + now.unscored}, ${control.calls} calls`,
        );
      },
    });
    for (const key of ['pairs', 'battles', 'cached', 'flipped', 'unscored'] as const) total[key] += tally[key];
    total.problems.push(...tally.problems);
    if (control.stopping.aborted || control.spentBudget() !== undefined) break;
  }
  return total;
}

/** Active pairing plans a batch, fights it, and plans the next from what came out; the other pairings are one batch. */
function* batches(store: Store, field: Field, { plan, sweep, benchmark }: BattleExecution): Generator<readonly PlannedBattle[]> {
  const keys = field.queries.map(({ key }) => key);
  if (plan.pairing !== 'active') return yield planOf(plan, field.agents, keys);
  for (let left = plan.count; left > 0; ) {
    const played: Battle[] = [];
    for (const battle of battleRows(store, { sweep, benchmark, dimension: 'overall' })) {
      if (battle.task !== null)
        played.push({ query: `${battle.benchmark} ${battle.task}`, a: battle.a, b: battle.b, outcome: battle.outcome });
    }
    const next = activePairing(played, field.agents, keys, { count: Math.min(left, plan.batch), seed: plan.seed });
    if (next.length === 0) return;
    yield next;
    left -= next.length;
  }
}

function planOf(plan: Exclude<PairingPlan, { pairing: 'active' }>, agents: readonly string[], keys: readonly string[]): PlannedBattle[] {
  if (plan.pairing === 'star') return star(agents, keys, plan.against);
  return plan.pairing === 'balanced' ? balanced(agents, keys, plan) : roundRobin(agents, keys);
}

/** Undefined where one of the two has no report on the query. */
function planned(field: Field, { query, a, b }: PlannedBattle): PlannedPair | undefined {
  const on = field.queries.find(({ key }) => key === query);
  const [left, right] = [on?.sides.get(a), on?.sides.get(b)];
  return on === undefined || left === undefined || right === undefined ? undefined : { task: on.task, a: left, b: right };
}

/** Tokens assumed for instructions, for a report and for an answer, where costs are estimated beforehand. */
const INSTRUCTIONS = 700;
const REPORT = 8_000;
const ANSWER = 350;

export interface PlanCost {
  readonly pairing: Pairing;
  readonly battles: number;
  readonly calls: number;
  /** Null when a judge has no known price. */
  readonly cost: Money | null;
}

/** What each pairing would need. Two judges answer everything; a third is not counted, since it decides only where they disagree. */
export function planCosts(
  field: Field,
  execution: BattleExecution,
  options: { perAgent: number; battles: number | undefined },
): PlanCost[] {
  const prices = loadPrices(pricesFile(), execution.prices);
  const first = execution.judges.slice(0, 2);
  return PAIRINGS.flatMap((pairing) => {
    if (pairing === 'active' && options.battles === undefined) return [];
    if (pairing === 'balanced' && options.perAgent >= field.agents.length) return [];
    const battles = battlesNeeded(pairing, field.agents.length, field.queries.length, {
      perAgent: options.perAgent,
      count: options.battles ?? 0,
    });
    const models = first.filter((judge) => judge.kind === 'model');
    const perJudge = battles * execution.dimensions.length * 2;
    const calls = models.reduce((sum, judge) => sum + perJudge * judge.trials, 0);
    const query = mean(field.queries.map(({ task }) => estimateTokens(task.task.query)));
    const costs = models.map((judge) => {
      const price = priceOf(prices, judge.model);
      const each = perJudge * judge.trials;
      return price && costOf({ ...NO_USAGE, inputTokens: each * (INSTRUCTIONS + query + 2 * REPORT), outputTokens: each * ANSWER }, price);
    });
    return [{ pairing, battles, calls, cost: addMoney(prices, costs) }];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkBudget({ budget, judges }: BattleExecution, prices: Prices): void {
  const { money } = budget;
  if (money === undefined) return;
  for (const judge of judges) {
    if (judge.kind === 'offline') continue;
    const price = priceOf(prices, judge.model);
    if (price === undefined || convert(prices, { amount: 1, currency: price.currency }, money.currency) === undefined) {
      throw new InputError(
        `a budget in ${money.currency} needs a price for "${judge.model}" in it: add it with --prices FILE, or use --budget-calls`,
      );
    }
  }
}

function conclude(io: Io, tally: BattleTally, control: Control, interrupted: boolean): void {
  for (const problem of tally.problems) note(io, `  ${problem}`);
  const share = tally.battles === 0 ? '' : ` (${((100 * tally.flipped) / tally.battles).toFixed(1)}%)`;
  note(io, `${tally.battles} battles of ${tally.pairs} pairs; ${tally.flipped} flipped with the order${share}`);
  if (interrupted) throw new Interrupted('interrupted; everything finished is stored, run the same command to go on');
  const budget = control.spentBudget();
  if (budget !== undefined)
    throw new Failed(`the budget of ${budget} is spent; everything finished is stored. Raise it and run the same command to go on`);
  if (tally.unscored > 0)
    throw new Failed(`${tally.unscored} comparisons unscored; everything else is stored. Run the same command to try them again`);
}
