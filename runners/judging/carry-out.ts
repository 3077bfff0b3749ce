/** Carrying out planned runs: attempted, judged and stored, or estimated beforehand. What running, judging a folder and judging again share. */
import { existsSync } from 'node:fs';
import type { Benchmark } from '../../benchmarks/benchmark.ts';
import { printable } from '../../benchmarks/files/check.ts';
import { isExpired } from '../../benchmarks/task.ts';
import type { Agent } from '../agents/agent.ts';
import { leftOver } from '../agents/warden.ts';
import type { JudgeConfig } from '../judges/open.ts';
import { storeAgent, storeCheckpoint } from '../store/agents.ts';
import { storeRun } from '../store/runs.ts';
import { Store, type StoreAt, withStore } from '../store/store.ts';
import { storeTask } from '../store/tasks.ts';
import type { RunBudget } from './budget.ts';
import { storedReportJudge } from './judge-report.ts';
import {
  type Around,
  noteOtherEndpoints,
  noteOtherModels,
  type Opened,
  resumeBudget,
  type StoppedBy,
  stoppedBy,
  type Terms,
  withJudges,
} from './paid-work.ts';
import { estimatePlan, type PlanEstimate } from './plan.ts';
import { attempted, left, type RunProgress, totalOf } from './progress.ts';
import { type PlannedRun, runPlan } from './run.ts';
import { steered } from './steer.ts';

export interface PlannedWork extends PlannedRun {
  readonly benchmark: string;
}

export interface Work extends Terms {
  readonly sweep: string;
  readonly judge: JudgeConfig;
  readonly retryFailed?: boolean | undefined;
  /** Models that agents call through us, whose prices a budget in money needs. */
  readonly agentModels?: readonly string[];
  /** Agents over benchmarks, or stored runs to judge again. */
  readonly plan: (store: Store) => readonly PlannedWork[];
}

export interface RunAround extends Around {
  readonly onProgress?: (progress: RunProgress, budget: RunBudget) => void;
}

export interface RunOutcome {
  readonly progress: RunProgress;
  /** Trials that were not begun, and are owed. */
  readonly unattempted: number;
  /** Criteria x judge trials that were not asked about, and are owed. */
  readonly unjudged: number;
  /** Undefined where it came to its end. */
  readonly stoppedBy: StoppedBy | undefined;
}

/** Agents over benchmarks as planned work; their tasks and names are stored. */
export function planAgents(store: Store, benchmarks: readonly Benchmark[], agents: readonly Agent[], repeats: number): PlannedWork[] {
  return store.transaction(() =>
    benchmarks.flatMap((benchmark) => {
      const tasks = benchmark.tasks.map((task) => storeTask(store, benchmark.name, task));
      return agents.map((agent) => {
        const agentId = storeAgent(store, agent);
        if (agent.checkpoint !== undefined) storeCheckpoint(store, agentId, agent.checkpoint);
        return { benchmark: benchmark.name, agentId, name: agent.name, agent, repeats, tasks };
      });
    }),
  );
}

/** Says which tasks are asked although their rubric is too old to judge by. */
export function noteExpired({ name, tasks }: Benchmark, { onNotice }: Pick<Around, 'onNotice'>, now = new Date()): void {
  const expired = tasks.filter((task) => isExpired(task, now.toISOString()));
  if (expired.length > 0)
    onNotice(`${name}: the rubric is too old to judge by (validUntil): ${printable(expired.map(({ id }) => id).join(', '), 300)}`);
}

/** @throws InputError before anything is paid for, or the failure that ended it; everything finished is stored */
export function carryOut(at: StoreAt, work: Work, around: RunAround): Promise<RunOutcome> {
  return withJudges([work.judge], work, around, (opened) => withStore(at, { mode: 'write' }, (store) => run(store, work, opened, around)));
}

async function run(store: Store, work: Work, opened: Opened, around: RunAround): Promise<RunOutcome> {
  const {
    judges: [judge],
    budget,
    stop,
  } = opened;
  if (judge === undefined) throw new Error('no judge was opened');
  store.lock();
  store.withhold(opened.keys);
  const runs = work.plan(store);
  store.withhold([...opened.keys, ...runs.flatMap(({ agent }) => agent?.keys ?? [])]);
  await checkAgents(runs);
  for (const { pid, command } of await leftOver())
    around.onNotice(
      `an agent's program of an earlier run is still running, and perhaps spending: process ${pid}, ${printable(command, 120)}`,
    );
  const by = store.transaction(() => {
    const by = storedReportJudge(store, judge);
    const at = new Date().toISOString();
    for (const { benchmark, agentId, repeats, tasks } of runs)
      storeRun(store, { sweep: work.sweep, benchmark, agentId, judgeId: by.id, repeats, judgeTrials: judge.trials, at, tasks });
    return by;
  });
  noteOtherEndpoints(store, [by, ...(by.panel?.members ?? [])], around.onNotice);
  const agents = runs.some(({ agent }) => agent !== undefined);
  noteWithoutRubric(runs, around);
  resumeBudget(store, opened, {
    limits: work.budget,
    sweep: work.sweep,
    judges: [by, ...(by.panel?.members ?? [])].map(({ id }) => id),
    agents,
  });
  const now = () => new Date().toISOString();
  const steering = { store, sweep: work.sweep, stop, budget, limit: by.limit, concurrency: work.concurrency, now };
  const { outcome } = await steered(steering, async (onProgress) => {
    const progress = await runPlan(runs, {
      store,
      sweep: work.sweep,
      stop,
      budget,
      judge: by,
      retryFailed: work.retryFailed === true,
      now,
      clock: () => performance.now() / 1000,
      onProgress: (latest) => {
        onProgress(latest);
        around.onProgress?.(latest, budget);
      },
    });
    const outcome = outcomeOf(progress, opened);
    return { outcome, ended: endOf(outcome.stoppedBy) };
  });
  noteOtherModels(store, [by, ...(by.panel?.members ?? [])], around.onNotice);
  return outcome;
}

function endOf(stoppedBy: StoppedBy | undefined): 'done' | 'stopped' | 'time' | 'budget' {
  if (stoppedBy === undefined) return 'done';
  return stoppedBy.kind === 'stop' ? 'stopped' : stoppedBy.kind;
}

function noteWithoutRubric(runs: readonly PlannedWork[], { onNotice }: Around): void {
  const bare = new Set(runs.flatMap(({ tasks }) => tasks.filter((task) => task.criteria.size === 0).map((task) => task.id))).size;
  if (bare > 0) onNotice(`${bare} ${bare === 1 ? 'task has' : 'tasks have'} no rubric: reports on them are kept for battles, not judged`);
}

function outcomeOf(progress: RunProgress, opened: Opened): RunOutcome {
  const total = totalOf(progress);
  const [unattempted, unjudged] = [total.trials - attempted(total), left(total)];
  return { progress, unattempted, unjudged, stoppedBy: stoppedBy(opened, unattempted + unjudged > 0) };
}

/** Before anything is paid for: what each agent needs is there. @throws InputError */
async function checkAgents(runs: readonly PlannedWork[]): Promise<void> {
  for (const { agent } of runs) await agent?.check?.();
}

/** What is owed, without paying for any of it. To look is not to plan: tasks and agents are stored only to see that, and taken back. */
export function estimate(at: StoreAt, work: Work, around: Around): Promise<PlanEstimate> {
  const there = at instanceof Store || existsSync(at) ? at : ':memory:';
  return withJudges([work.judge], work, around, (opened) => withStore(there, { mode: 'write' }, (store) => look(store, work, opened)));
}

async function look(store: Store, work: Work, { judges: [judge], prices }: Opened): Promise<PlanEstimate> {
  if (judge === undefined) throw new Error('no judge was opened');
  const { runs, estimate } = rolledBack(store, () => {
    const runs = work.plan(store);
    const by = storedReportJudge(store, judge);
    const retryFailed = work.retryFailed === true;
    return { runs, estimate: estimatePlan(store, runs, { judge: by, prices, retryFailed }) };
  });
  await checkAgents(runs);
  return estimate;
}

/** What `look` finds in the store; what it writes is taken back. */
function rolledBack<T>(store: Store, look: () => T): T {
  const found: T[] = [];
  const rollback = new Error('rolled back');
  try {
    store.transaction(() => {
      found.push(look());
      throw rollback;
    });
  } catch (error) {
    if (error !== rollback) throw error;
  }
  const [first] = found;
  if (first === undefined) throw new Error('nothing was found');
  return first;
}
