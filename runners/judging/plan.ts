/** What a plan would do and cost, before any of it is paid for. */
import type { Question } from '../../judge/checklist/verdict.ts';
import { NO_USAGE } from '../../judge/model/usage.ts';
import { estimateTokens } from '../../judge/reading/parts.ts';
import type { OpenJudge } from '../judges/open.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { latestAttempt, reportText } from '../store/trials.ts';
import { owedQuestions } from '../store/verdicts.ts';
import { costOf, type Money, type Prices, priceOf } from './prices.ts';
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
}

/** Sizes assumed where nothing is known yet, in tokens: the instructions around a report, a report not yet written, one verdict. */
const INSTRUCTIONS = 700;
export const UNWRITTEN_REPORT = 8_000;
const VERDICT = 200;

interface EstimateOptions {
  readonly judge: OpenJudge;
  readonly judgeId: number;
  readonly prices: Prices;
  readonly retryFailed?: boolean;
}

export function estimatePlan(store: Store, runs: readonly PlannedRun[], options: EstimateOptions): PlanEstimate {
  // A report too long to be shown whole takes more than this.
  const callsFor = (task: StoredTask, owed: readonly Question[]) => options.judge.calls(task.task.rubric ?? [], owed);
  const sum = { attempts: 0, reused: 0, missing: 0, calls: 0, criteria: 0, input: 0, output: 0 };
  for (const run of runs) {
    for (let repeat = 1; repeat <= run.repeats; repeat++) {
      for (const task of run.tasks) {
        if (run.agent?.has?.(task.task.id, repeat) === false) {
          sum.missing++;
          continue;
        }
        const stored = latestAttempt(store, run.agentId, task.queryId, repeat);
        // What an agent failed at is not attempted again unless asked for; a folder is read again in any case.
        if (stored?.fault === 'agent' && !options.retryFailed && run.agent?.rereads !== true) continue;
        if (stored?.reportId == null && run.agent === undefined) continue;
        const reportId = stored?.reportId ?? undefined;
        if (reportId === undefined) sum.attempts++;
        else sum.reused++;
        const trials = options.judge.trials;
        const owed =
          reportId === undefined
            ? questionsOf(task, trials)
            : owedQuestions(store, { judgeId: options.judgeId, reportId, criteria: task.criteria }, trials);
        const criteria = owed.length;
        const calls = callsFor(task, owed);
        const text = reportId === undefined || calls === 0 ? undefined : reportText(store, reportId);
        sum.criteria += criteria;
        sum.calls += calls;
        sum.input +=
          calls * (INSTRUCTIONS + estimateTokens(task.task.query) + (text === undefined ? UNWRITTEN_REPORT : estimateTokens(text)));
        sum.output += criteria * VERDICT;
      }
    }
  }
  const { attempts, reused, missing, calls, criteria } = sum;
  const tokens = options.judge.checklist.model !== undefined ? { input: sum.input, output: sum.output } : { input: 0, output: 0 };
  return { attempts, reused, missing, calls, criteria, tokens, judgeCost: judgeCost(tokens, options) };
}

function questionsOf(task: StoredTask, trials: number): Question[] {
  return Array.from({ length: trials }, (_, i) => [...task.criteria.keys()].map((criterion) => ({ criterion, trial: i + 1 }))).flat();
}

function judgeCost(tokens: PlanEstimate['tokens'], { judge, prices }: EstimateOptions): Money | null {
  const { model } = judge.checklist;
  if (model === undefined) return { amount: 0, currency: 'USD' };
  const price = priceOf(prices, model);
  return price === undefined ? null : costOf({ ...NO_USAGE, inputTokens: tokens.input, outputTokens: tokens.output }, price);
}
