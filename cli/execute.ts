/** Running a plan from the command line: store, judge, loop, progress, interrupts, and what is said at the end. */
import { existsSync } from 'node:fs';
import type { Benchmark } from '../benchmarks/benchmark.ts';
import { printable } from '../benchmarks/files/check.ts';
import type { Agent } from '../runners/agents/agent.ts';
import { type JudgeConfig, modelsOf, type OpenJudge, openJudge } from '../runners/judges/open.ts';
import { type BudgetLimits, checkPriced, isLimited, RunBudget } from '../runners/judging/budget.ts';
import { estimatePlan, type PlanEstimate } from '../runners/judging/plan.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import type { AgentTally, Tally } from '../runners/judging/progress.ts';
import { type PlannedRun, runPlan } from '../runners/judging/run.ts';
import { Stop } from '../runners/judging/stop.ts';
import { storeAgent } from '../runners/store/agents.ts';
import { judgeSpent } from '../runners/store/calls.ts';
import { storeJudge } from '../runners/store/judges.ts';
import { storeRun, sweepJudges } from '../runners/store/runs.ts';
import { type Store, withStore } from '../runners/store/store.ts';
import { storeTask } from '../runners/store/tasks.ts';
import { agentsSpent } from '../runners/store/trials.ts';
import { Failed } from './exit.ts';
import { type Io, note, plural } from './io.ts';
import { startProgress } from './progress/progress.ts';
import { checkNotStopped, stopOnInterrupt } from './stopping.ts';

export interface Execution {
  readonly sweep: string;
  readonly store: string;
  readonly judge: JudgeConfig;
  readonly concurrency: number;
  readonly budget: BudgetLimits;
  readonly prices?: string | undefined;
  readonly retryFailed?: boolean | undefined;
  /** Models that agents call through us, whose prices a budget in money needs. */
  readonly agentModels?: readonly string[] | undefined;
  /** What is planned, once the store is open: agents over benchmarks, or stored runs to judge again. */
  readonly plan: (store: Store) => readonly PlannedWork[];
}

export interface PlannedWork extends PlannedRun {
  readonly benchmark: string;
}

/** Agents over benchmarks as planned work; their tasks and names are stored. */
export function planAgents(store: Store, benchmarks: readonly Benchmark[], agents: readonly Agent[], repeats: number): PlannedWork[] {
  return store.transaction(() =>
    benchmarks.flatMap((benchmark) => {
      const tasks = benchmark.tasks.map((task) => storeTask(store, benchmark.name, task));
      return agents.map((agent) => ({
        benchmark: benchmark.name,
        agentId: storeAgent(store, agent),
        name: agent.name,
        agent,
        repeats,
        tasks,
      }));
    }),
  );
}

/** Before anything is paid for: what each agent needs is there. @throws InputError */
async function checkAgents(work: readonly PlannedWork[]): Promise<void> {
  for (const { agent } of work) await agent?.check?.();
}

/** What is owed, without paying for any of it. */
export async function showPlan(io: Io, execution: Execution): Promise<PlanEstimate> {
  // To look is not to plan: tasks and agents are stored only to see what is owed, and taken back.
  const looked = { ...execution, store: existsSync(execution.store) ? execution.store : ':memory:' };
  return opened(io, looked, async ({ store, judge, prices }) => {
    let estimate: PlanEstimate | undefined;
    let work: readonly PlannedWork[] = [];
    const rollback = new Error('rolled back');
    try {
      store.transaction(() => {
        work = execution.plan(store);
        const judgeId = storeJudge(store, judge.checklist);
        estimate = estimatePlan(store, work, {
          judge,
          judgeId,
          prices,
          retryFailed: execution.retryFailed === true,
        });
        throw rollback;
      });
    } catch (error) {
      if (error !== rollback) throw error;
    }
    await checkAgents(work);
    if (estimate === undefined) throw new Error('no estimate was made');
    return estimate;
  });
}

/** @throws Failed where something did not succeed, Interrupted after Ctrl-C; all that was finished is stored */
export async function execute(io: Io, execution: Execution): Promise<void> {
  await opened(io, execution, async (open) => {
    const { store, judge, stop, budget } = open;
    store.lock();
    const work = execution.plan(store);
    await checkAgents(work);
    const judgeId = planned(execution, store, judge, work);
    restoreSpent(execution, open, work, judgeId);
    noteWithoutRubric(io, work);
    const progress = startProgress(io, budget);
    const stopListening = stopOnInterrupt(io, stop, (line) => progress.say(line));
    let tally: Tally | undefined;
    try {
      tally = await runPlan(work, {
        store,
        stop,
        budget,
        judge: { judge: judge.checklist, id: judgeId, trials: judge.trials, limit: judge.limit },
        retryFailed: execution.retryFailed === true,
        now: () => new Date().toISOString(),
        clock: () => performance.now() / 1000,
        onProgress: (latest) => progress.update(latest),
      });
    } finally {
      progress.done();
      stopListening();
    }
    conclude(io, tally, open);
  });
}

interface Opened {
  readonly store: Store;
  readonly judge: OpenJudge;
  readonly stop: Stop;
  readonly budget: RunBudget;
  readonly prices: Prices;
}

async function opened<T>(io: Io, execution: Execution, use: (open: Opened) => Promise<T>): Promise<T> {
  const prices = loadPrices(execution.prices);
  checkPriced(execution.budget, [...modelsOf([execution.judge]), ...(execution.agentModels ?? [])], prices);
  const stop = new Stop();
  const budget = new RunBudget(execution.budget, prices, stop);
  const { concurrency } = execution;
  const judge = openJudge(execution.judge, {
    env: io.env,
    concurrency,
    stop,
    budget,
    random: Math.random,
    onNotice: (line) => note(io, `note: ${line}`),
  });
  try {
    return await withStore(execution.store, { mode: 'write' }, (store) => use({ store, judge, stop, budget, prices }));
  } finally {
    await judge.close();
  }
}

function planned(execution: Execution, store: Store, judge: OpenJudge, work: readonly PlannedWork[]): number {
  return store.transaction(() => {
    const judgeId = storeJudge(store, judge.checklist);
    const at = new Date().toISOString();
    for (const { benchmark, agentId, repeats, tasks } of work) {
      storeRun(store, { sweep: execution.sweep, benchmark, agentId, judgeId, repeats, judgeTrials: judge.trials, at, tasks });
    }
    return judgeId;
  });
}

/**
 * A budget is for the sweep, however many commands and judges it takes: what was spent before counts. Where no agent is to run, it is
 * for judging again, and only what this judge has cost counts.
 */
function restoreSpent(execution: Execution, { store, stop, budget }: Opened, work: readonly PlannedWork[], judgeId: number): void {
  const { sweep } = execution;
  if (!isLimited(execution.budget)) return;
  const attempts = work.some(({ agent }) => agent !== undefined);
  for (const id of attempts ? sweepJudges(store, sweep) : [judgeId]) budget.resume(judgeSpent(store, sweep, id));
  if (attempts) for (const spent of agentsSpent(store, sweep)) budget.spendReport(spent);
  if (stop.failure !== undefined) throw stop.failure;
}

function noteWithoutRubric(io: Io, work: readonly PlannedWork[]): void {
  const bare = new Set(work.flatMap(({ tasks }) => tasks.filter((task) => task.criteria.size === 0).map((task) => task.id))).size;
  if (bare > 0)
    note(io, `note: ${bare} ${bare === 1 ? 'task has' : 'tasks have'} no rubric: reports on them are kept for battles, not judged`);
}

function conclude(io: Io, tally: Tally, open: Opened): void {
  for (const problem of tally.problems.lines()) note(io, `  ${printable(problem, 500)}`);
  const sum = (of: keyof Omit<AgentTally, 'name'>) => tally.agents.reduce((total, agent) => total + agent[of], 0);
  const retry = sum('failed') > 0 ? '; --retry-failed attempts again what an agent failed at' : '';
  const unattempted = sum('trials') - sum('written') - sum('reused') - sum('failed') - sum('missing');
  const unjudged = sum('criteria') - sum('cached') - sum('judged') - sum('unscored');
  checkNotStopped(open, unattempted + unjudged > 0);
  const missing = sum('missing');
  for (const { name, replaced } of tally.agents) {
    if (replaced > 0)
      note(io, `note: ${plural(replaced, 'report')} of "${name}" differ from those stored under that name: the new ones count`);
  }
  if (missing > 0) note(io, `${missing} ${missing === 1 ? 'report is' : 'reports are'} not there yet: owed, not counted as failed`);
  const bad = [
    sum('failed') > 0 ? `${sum('failed')} failed trials` : '',
    sum('unscored') > 0 ? `${sum('unscored')} unscored criteria` : '',
    unjudged > 0 ? `${unjudged} criteria not judged` : '',
  ].filter((part) => part !== '');
  if (bad.length > 0)
    throw new Failed(`${bad.join(', ')}; everything else is stored. Run the same command to try what is owed again${retry}`);
}
