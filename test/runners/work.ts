/** Small work for the loop: tasks, agents and judges whose answers a test decides. */
import { type Task, taskSchema } from '../../benchmarks/task.ts';
import { createModelJudge } from '../../judge/checklist/judge.ts';
import { Limit } from '../../judge/model/limit.ts';
import type { Complete, Completion } from '../../judge/model/model.ts';
import { NO_USAGE } from '../../judge/model/usage.ts';
import type { Agent, AgentReply } from '../../runners/agents/agent.ts';
import { type BudgetLimits, RunBudget } from '../../runners/judging/budget.ts';
import type { Prices } from '../../runners/judging/prices.ts';
import type { RunProgress } from '../../runners/judging/progress.ts';
import { type PlannedRun, runPlan } from '../../runners/judging/run.ts';
import { Stop } from '../../runners/judging/stop.ts';
import { storeAgent } from '../../runners/store/agents.ts';
import { storeJudge } from '../../runners/store/judges.ts';
import { storeRun } from '../../runners/store/runs.ts';
import type { Store } from '../../runners/store/store.ts';
import { type StoredTask, storeTask } from '../../runners/store/tasks.ts';

export const LONG = 'A report with more than enough letters in it to be worth a judge of any kind.';

/** A task with criteria of the given weights. */
export function taskOf(id: string, weights: readonly number[] = [2, 1, -1], more: Partial<Task> = {}): Task {
  return taskSchema.parse({
    id,
    query: `What is known about ${id}?`,
    language: 'en',
    domain: 'STEM',
    rubric: weights.map((weight, i) => ({ criterion: `Says ${id} thing ${i + 1}.`, weight })),
    ...more,
  });
}

export function agentOf(
  name: string,
  attempt: (task: string, repeat: number, signal: AbortSignal) => AgentReply | undefined | Promise<AgentReply | undefined> = (task) => ({
    report: `${LONG} ${task}`,
  }),
  more: Partial<Agent> = {},
): Agent {
  return {
    name,
    identity: { kind: 'command', name },
    concurrency: 4,
    attempt: async ({ id }, repeat, signal) => attempt(id, repeat, signal),
    ...more,
  };
}

export function answer(label: string, inputTokens = 100): Completion {
  return {
    text: JSON.stringify({ reason: 'Because.', quotes: [], label, confidence: 0.9 }),
    finish: 'stop',
    usage: { ...NO_USAGE, inputTokens, outputTokens: 10 },
  };
}

/** Satisfied for what is wanted, absent for flaws. */
export const good: Complete = async ({ user }) => answer(user.includes('"absent"') ? 'absent' : 'satisfied');

export const NO_PRICES: Prices = { rates: [], models: [] };

export interface Setting {
  readonly complete?: Complete;
  readonly temperature?: number;
  readonly model?: string;
  readonly trials?: number;
  readonly concurrency?: number;
  readonly contextTokens?: number;
  readonly prices?: Prices;
  readonly retryFailed?: boolean;
  readonly stop?: Stop;
  readonly budget?: BudgetLimits;
  readonly onProgress?: (progress: RunProgress) => void;
  /** The time of writing; always the same where absent. */
  readonly now?: () => string;
}

/** Runs what is planned with a judge of this setting, and says how many calls were made. */
export async function runWith(
  store: Store,
  planned: readonly { readonly agent: Agent; readonly tasks: readonly StoredTask[]; readonly repeats?: number }[],
  setting: Setting = {},
): Promise<{ progress: RunProgress; calls: number; budget: RunBudget }> {
  const {
    complete = good,
    prices = NO_PRICES,
    trials = 1,
    concurrency = 8,
    model = 'm',
    temperature = 0,
    contextTokens = 100_000,
  } = setting;
  const stop = setting.stop ?? new Stop();
  const budget = new RunBudget(setting.budget ?? {}, prices, stop);
  const limit = new Limit(concurrency);
  let calls = 0;
  const judge = createModelJudge(
    { name: model, model, temperature, labels: 3, criteriaPerCall: 1, contextTokens, warmPrefix: false },
    {
      complete: (request, signal) => {
        calls++;
        return complete(request, signal);
      },
      limit,
      sleep: (ms) => (ms === 0 ? Promise.resolve() : stop.sleep(0)),
      random: () => 0.5,
      budget: budget.for(model),
      onRetry: (error) => budget.retried(error),
    },
  );
  const runs = planned.map(({ agent, tasks, repeats = 1 }): PlannedRun => {
    const agentId = store.transaction(() => storeAgent(store, agent));
    return { agentId, name: agent.name, agent, repeats, tasks };
  });
  const judgeId = store.transaction(() => storeJudge(store, judge));
  const at = '2026-01-01T00:00:00.000Z';
  store.transaction(() => {
    for (const { agentId, repeats, tasks } of runs) {
      const [of] = store.sql<unknown[], { benchmark: string }>('SELECT benchmark FROM task WHERE id = ?').all(tasks[0]?.id);
      storeRun(store, { sweep: 'test', benchmark: of?.benchmark ?? 'bench', agentId, judgeId, repeats, judgeTrials: trials, at, tasks });
    }
  });
  let seconds = 0;
  const progress = await runPlan(runs, {
    store,
    sweep: 'test',
    stop,
    budget,
    judge: { checklist: judge, id: judgeId, trials, limit },
    retryFailed: setting.retryFailed === true,
    now: setting.now ?? (() => at),
    clock: () => seconds++,
    onProgress: setting.onProgress ?? (() => {}),
  });
  return { progress, calls, budget };
}

export function stored(store: Store, tasks: readonly Task[], benchmark = 'bench'): StoredTask[] {
  return store.transaction(() => tasks.map((task) => storeTask(store, benchmark, task)));
}

export function count(store: Store, table: string): number {
  return (store.sql<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
}
