/** Estimate of a plan: what it would do and cost, before any of it is paid for. */
import type { Question } from '../../judge/checklist/verdict.ts';
import { NO_USAGE } from '../../judge/model/usage.ts';
import { estimateTokens } from '../../judge/reading/parts.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { latestAttempt, reportText } from '../store/trials.ts';
import { owedQuestions } from '../store/verdicts.ts';
import type { StoredJudge } from './judge-report.ts';
import { owed } from './owed.ts';
import { addMoney, costOf, type Money, type Prices, priceOf } from './prices.ts';
import type { PlannedRun } from './run.ts';

export interface PlanEstimate {
  /** Trials that an agent has yet to attempt. A folder's reports are read again, which costs nothing. */
  readonly attempts: number;
  readonly reused: number;
  /** Reports that an agent can only read and that are not there: owed, and in none of the other numbers. */
  readonly missing: number;
  /** Judge calls owed, retries not counted. */
  readonly calls: number;
  readonly criteria: number;
  /** Estimated tokens of these calls. */
  readonly tokens: { readonly input: number; readonly output: number };
  /** Null when the judge's model has no known price. 0 for the offline judge. */
  readonly judgeCost: Money | null;
  /** Agents that are to attempt something, in the order of the sweep. */
  readonly agents: readonly AgentEstimate[];
}

/** What an agent's attempts take at the most. */
export interface AgentEstimate {
  readonly agent: string;
  readonly attempts: number;
  /** Of its model; null where it does not say. */
  readonly calls: number | null;
  /** Null where nothing bounds it, or a price is not known. */
  readonly cost: Money | null;
}

/** Sizes assumed where nothing is known yet, in tokens: the instructions around a report, a report not yet written, one verdict. */
const INSTRUCTIONS = 700;
export const UNWRITTEN_REPORT = 8_000;
const VERDICT = 200;

interface EstimateOptions {
  readonly judge: StoredJudge;
  readonly prices: Prices;
  readonly retryFailed?: boolean;
}

export function estimatePlan(store: Store, runs: readonly PlannedRun[], options: EstimateOptions): PlanEstimate {
  const sum = { attempts: 0, reused: 0, missing: 0, criteria: 0 };
  // A panel's judges are asked in its place.
  const asked = (options.judge.panel?.members ?? [options.judge]).map((judge) => ({ judge, calls: 0, input: 0, output: 0 }));
  const agents = new Map<string, AgentEstimate>();
  for (const run of runs) {
    let attempts = 0;
    for (let repeat = 1; repeat <= run.repeats; repeat++) {
      for (const task of run.tasks) {
        const stored = latestAttempt(store, run.agentId, task.queryId, repeat);
        const there = run.agent?.has?.(task.task.id, repeat) !== false;
        const kind = owed({ agent: run.agent, there, retryFailed: options.retryFailed === true }, stored);
        if (kind === 'missing') sum.missing++;
        if (kind === 'missing' || kind === 'failed') continue;
        const reportId = stored?.reportId ?? undefined;
        if (reportId === undefined) {
          sum.attempts++;
          attempts++;
        } else sum.reused++;
        sum.criteria += owedOf(store, task, reportId, options.judge).length;
        for (const one of asked) {
          const { calls, input, output } = judgingOf(store, task, reportId, one.judge);
          one.calls += calls;
          one.input += input;
          one.output += output;
        }
      }
    }
    if (run.agent !== undefined && run.agent.rereads !== true && attempts > 0) {
      const { most } = run.agent;
      const all = attempts + (agents.get(run.name)?.attempts ?? 0);
      agents.set(run.name, {
        agent: run.name,
        attempts: all,
        calls: most === undefined ? null : most.calls * all,
        cost: most?.cost === undefined ? null : { ...most.cost, amount: most.cost.amount * all },
      });
    }
  }
  const total = (of: 'calls' | 'input' | 'output') => asked.reduce((all, one) => all + one[of], 0);
  const costs = asked.map(({ judge, input, output }) => judgeCost({ input, output }, judge, options.prices));
  return {
    ...sum,
    calls: total('calls'),
    tokens: { input: total('input'), output: total('output') },
    judgeCost: addMoney(options.prices, costs),
    agents: [...agents.values()],
  };
}

function owedOf(store: Store, task: StoredTask, reportId: number | undefined, { id, trials }: StoredJudge): Question[] {
  if (reportId === undefined) return questionsOf(task, trials);
  return owedQuestions(store, { judgeId: id, reportId, criteria: task.criteria }, trials);
}

/** What judging one report takes yet. One too long to be shown whole takes more than this. */
function judgingOf(store: Store, task: StoredTask, reportId: number | undefined, judge: StoredJudge) {
  if (judge.checklist.model === undefined) return { calls: 0, input: 0, output: 0 };
  const questions = owedOf(store, task, reportId, judge);
  const calls = judge.calls(task.task.rubric ?? [], questions);
  const text = reportId === undefined || calls === 0 ? undefined : reportText(store, reportId);
  const report = text === undefined ? UNWRITTEN_REPORT : estimateTokens(text);
  return { calls, input: calls * (INSTRUCTIONS + estimateTokens(task.task.query) + report), output: questions.length * VERDICT };
}

function questionsOf(task: StoredTask, trials: number): Question[] {
  return Array.from({ length: trials }, (_, i) => [...task.criteria.keys()].map((criterion) => ({ criterion, trial: i + 1 }))).flat();
}

/** Undefined where the price is not known. */
function judgeCost(tokens: PlanEstimate['tokens'], { checklist: { model } }: StoredJudge, prices: Prices): Money | undefined {
  if (model === undefined) return { amount: 0, currency: 'USD' };
  const price = priceOf(prices, model);
  return price && costOf({ ...NO_USAGE, inputTokens: tokens.input, outputTokens: tokens.output }, price);
}
