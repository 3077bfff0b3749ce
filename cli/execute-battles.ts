/** Running battles from the command line: pairs, judges, the loop, and what is said at the end. */
import { printable } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import type { Dimension } from '../judge/pairwise/comparison.ts';
import { activePairing } from '../reports/ratings/active-pairing.ts';
import type { Battle } from '../reports/ratings/battle.ts';
import { type PlannedBattle, roundRobin } from '../reports/ratings/pairing.ts';
import { type BattleDeps, comparisonsPerPair, runBattles, type SeatedComparer } from '../runners/battles/battles.ts';
import { type Field, queryKey, sweepField } from '../runners/battles/contestants.ts';
import { type JudgeConfig, modelsOf, type OpenJudge, openJudge } from '../runners/judges/open.ts';
import { type BudgetLimits, checkPriced, isLimited, RunBudget } from '../runners/judging/budget.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import { type BattleTally, emptyBattleTally, settled } from '../runners/judging/progress.ts';
import { Stop } from '../runners/judging/stop.ts';
import { battleRows } from '../runners/store/battles.ts';
import { judgeSpent } from '../runners/store/calls.ts';
import { storeJudge } from '../runners/store/judges.ts';
import { type Store, withStore } from '../runners/store/store.ts';
import { type PairingPlan, type PlanCost, type PlanOptions, pairsOf, planCosts, planOf } from './battle-plan.ts';
import { Failed } from './exit.ts';
import { type Io, note, plural } from './io.ts';
import { startBattleProgress } from './progress/battle-progress.ts';
import { checkNotStopped, stopOnInterrupt } from './stopping.ts';

export interface BattleExecution {
  readonly sweep: string;
  readonly benchmark: string | undefined;
  readonly store: string;
  readonly judges: readonly JudgeConfig[];
  readonly dimensions: readonly Dimension[];
  readonly plan: PairingPlan;
  readonly concurrency: number;
  readonly budget: BudgetLimits;
  readonly prices: string | undefined;
}

/** @throws Failed where something did not succeed, Interrupted after Ctrl-C; all that was finished is stored */
export async function executeBattles(io: Io, execution: BattleExecution): Promise<void> {
  await opened(io, execution, 'write', async (opening) => {
    const { store, open, stop, budget } = opening;
    store.lock();
    const field = sweepField(store, execution.sweep, execution.benchmark);
    if (field.missing > 0)
      note(io, `note: ${field.missing} ${field.missing === 1 ? 'report is' : 'reports are'} not there: their battles are left out`);
    const comparers = seated(store, open);
    restoreSpent(execution, opening, comparers);
    const progress = startBattleProgress(io, budget);
    const stopListening = stopOnInterrupt(io, stop, (line) => note(io, line));
    let tally: BattleTally;
    try {
      tally = await fight(field, execution, {
        store,
        stop,
        comparers,
        dimensions: execution.dimensions,
        names: field.agents,
        now: () => new Date().toISOString(),
        onProgress: (latest) => progress.update(latest),
      });
    } finally {
      progress.done();
      stopListening();
    }
    conclude(io, tally, opening);
  });
}

/** What each pairing would take; nothing is written. */
export function showBattlePlans(
  io: Io,
  field: Field,
  execution: BattleExecution,
  options: Pick<PlanOptions, 'against' | 'perAgent' | 'battles' | 'seed'>,
): Promise<PlanCost[]> {
  return opened(io, execution, 'read', async ({ store, open, prices }) =>
    planCosts(store, field, {
      ...options,
      prices,
      comparers: open.map(({ pairwise, trials }) => ({ comparer: pairwise, trials })),
      dimensions: execution.dimensions,
    }),
  );
}

interface Opened {
  readonly store: Store;
  readonly open: readonly OpenJudge[];
  readonly stop: Stop;
  readonly budget: RunBudget;
  readonly prices: Prices;
}

async function opened<T>(io: Io, execution: BattleExecution, mode: 'read' | 'write', use: (opened: Opened) => Promise<T>): Promise<T> {
  const prices = loadPrices(execution.prices);
  checkPriced(execution.budget, modelsOf(execution.judges), prices);
  const stop = new Stop();
  const budget = new RunBudget(execution.budget, prices, stop);
  const open: OpenJudge[] = [];
  try {
    for (const judge of execution.judges)
      open.push(
        openJudge(judge, {
          env: io.env,
          concurrency: execution.concurrency,
          stop,
          budget,
          random: Math.random,
          onNotice: (line) => note(io, `note: ${printable(line, 500)}`),
        }),
      );
    return await withStore(execution.store, { mode }, (store) => use({ store, open, stop, budget, prices }));
  } finally {
    for (const judge of open) await judge.close();
  }
}

/** @throws InputError where one judge is named twice: its second opinion would be its first */
function seated(store: Store, open: readonly OpenJudge[]): SeatedComparer[] {
  const seats = store.transaction(() =>
    open.map(({ pairwise: comparer, limit, trials }) => ({ comparer, limit, trials, id: storeJudge(store, comparer) })),
  );
  const twice = seats.find(({ id }, i) => seats.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw new InputError(`the judge "${twice.comparer.name}" is named twice: a second opinion needs another judge`);
  return seats;
}

/** A budget is for the battles of a sweep, however many commands they take: what these judges spent before counts. */
function restoreSpent(execution: BattleExecution, { store, budget }: Opened, comparers: readonly SeatedComparer[]): void {
  if (!isLimited(execution.budget)) return;
  for (const { id } of comparers) budget.resume(judgeSpent(store, execution.sweep, id));
}

async function fight(field: Field, { plan, sweep, benchmark }: BattleExecution, deps: BattleDeps): Promise<BattleTally> {
  const perPair = comparisonsPerPair(deps.comparers, deps.dimensions);
  if (plan.pairing === 'active') return fightActively(field, plan, { sweep, benchmark }, perPair, deps);
  const pairs = pairsOf(field, planOf(plan, field));
  const tally = emptyBattleTally(pairs.length, pairs.length * perPair);
  await runBattles(pairs, tally, deps);
  return tally;
}

/**
 * Plans a batch, fights it, and plans the next from what came out. Only what this plan itself has brought decides, so that the same
 * command goes the same way again and takes from the store what it finds there.
 */
async function fightActively(
  field: Field,
  { count, batch, seed }: Extract<PairingPlan, { pairing: 'active' }>,
  selection: { readonly sweep: string; readonly benchmark: string | undefined },
  perPair: number,
  deps: BattleDeps,
): Promise<BattleTally> {
  const keys = field.queries.map(({ key }) => key);
  const all = roundRobin(field.agents, keys);
  const sides = new Map(field.queries.map((query) => [query.key, query.sides]));
  let closed = all.filter(({ query, a, b }) => sides.get(query)?.has(a) !== true || sides.get(query)?.has(b) !== true);
  let left = Math.min(count, all.length - closed.length);
  const tally = emptyBattleTally(left, left * perPair);
  const planned: PlannedBattle[] = [];
  let played: Battle[] = [];
  while (left > 0) {
    const next = activePairing(played, field.agents, keys, { count: Math.min(left, batch), seed, closed });
    if (next.length === 0) break;
    await runBattles(pairsOf(field, next), tally, deps);
    left -= next.length;
    if (tally.wanted - settled(tally) > left * perPair) break;
    planned.push(...next);
    played = outcomesOf(planned, selection, deps);
    const met = new Set(played.map(battleKey));
    closed = [...closed, ...next.filter((one) => !met.has(battleKey(one)))];
  }
  return tally;
}

/** What the judges of this run said of these battles, on the whole where that was asked. */
function outcomesOf(
  planned: readonly PlannedBattle[],
  selection: { readonly sweep: string; readonly benchmark: string | undefined },
  { store, comparers, dimensions }: BattleDeps,
): Battle[] {
  const wanted = new Set(planned.map(battleKey));
  const judges = new Set(comparers.map(({ comparer }) => comparer.name));
  const dimension = dimensions.includes('overall') ? 'overall' : dimensions[0];
  const found: Battle[] = [];
  for (const { judge, by, task, benchmark, a, b, outcome } of battleRows(store, { ...selection, dimension })) {
    if (by !== 'model' || !judges.has(judge) || task === null || benchmark === null) continue;
    const battle = { query: queryKey(benchmark, task), a, b, outcome };
    if (wanted.has(battleKey(battle))) found.push(battle);
  }
  return found;
}

function battleKey({ query, a, b }: Omit<Battle, 'outcome'>): string {
  return JSON.stringify([query, ...[a, b].sort()]);
}

function conclude(io: Io, tally: BattleTally, open: Opened): void {
  const { battles, pairs, flipped, unscored } = tally;
  for (const line of tally.problems.lines()) note(io, `  ${printable(line, 500)}`);
  const share = battles === 0 ? '' : ` (${((100 * flipped) / battles).toFixed(1)}%)`;
  note(io, `${battles} battles of ${plural(pairs, 'pair')}; ${flipped} flipped with the order${share}`);
  const owed = tally.wanted - settled(tally);
  checkNotStopped(open, owed > 0);
  const bad = [unscored > 0 ? `${unscored} comparisons unscored` : '', owed > 0 ? `${owed} comparisons not made` : ''].filter(
    (part) => part !== '',
  );
  if (bad.length > 0) throw new Failed(`${bad.join(', ')}; everything else is stored. Run the same command to try them again`);
}
