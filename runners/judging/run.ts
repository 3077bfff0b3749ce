/**
 * The one loop: what is planned less what is stored is owed; attempt, append, judge, append.
 *
 * It is the only caller of agents and of judges. Running the same plan again resumes it.
 */

import type { ChecklistJudge } from '../../judge/checklist/judge.ts';
import { AgentError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import { Stopped } from '../../judge/model/ask.ts';
import type { Limit } from '../../judge/model/limit.ts';
import type { Agent, AgentReply } from '../agents/agent.ts';
import { recallFrom } from '../store/evidence.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { holdsReply, latestAttempt, reportText, storeFailure, storeTrial } from '../store/trials.ts';
import { owedQuestions, storeResult } from '../store/verdicts.ts';
import type { RunBudget } from './budget.ts';
import { Turns } from './lock-by-key.ts';
import { type AgentTally, emptyTally, Problems, type Tally } from './progress.ts';
import type { Stop } from './stop.ts';

/** One agent over tasks. Without an `agent` nothing is attempted: stored reports are judged again. */
export interface PlannedRun {
  readonly agentId: number;
  readonly name: string;
  readonly agent?: Agent;
  readonly repeats: number;
  readonly tasks: readonly StoredTask[];
}

export interface RunDeps {
  readonly store: Store;
  readonly stop: Stop;
  readonly budget: RunBudget;
  /** Undefined where reports are only written. */
  readonly judge: { readonly judge: ChecklistJudge; readonly id: number; readonly trials: number; readonly limit: Limit } | undefined;
  /** Attempt again what an agent itself failed at. */
  readonly retryFailed: boolean;
  /** ISO 8601, for the rows' time of writing. */
  readonly now: () => string;
  /** Monotonic seconds, for how long an attempt took. */
  readonly clock: () => number;
  /** Called after every stored fact with the running counts. */
  readonly onProgress: (tally: Tally) => void;
}

/** Reports open for judging at once, beyond what the calls themselves allow. */
const MOST_OPEN_REPORTS = 512;

/** @throws the failure that ended the run, if one did; everything finished before is stored */
export async function runPlan(runs: readonly PlannedRun[], deps: RunDeps): Promise<Tally> {
  const parts = runs.map((run): Part => ({ run, mine: emptyTally(run.name, run.tasks.length * run.repeats) }));
  const tally: Tally = { agents: parts.map((part) => part.mine), problems: new Problems() };
  const turns = new Turns();
  // An agent's own concurrency holds over all benchmarks together, so its runs go through one loop.
  const agents = groupBy(parts, ({ run }) => run.agentId);
  await Promise.all([...agents.values()].map((mine) => runAgent(mine, tally, turns, deps)));
  deps.store.flush();
  if (deps.stop.failure !== undefined) throw deps.stop.failure;
  return tally;
}

/** One agent's tasks of one benchmark, and what they have come to. */
interface Part {
  readonly run: PlannedRun;
  readonly mine: AgentTally;
}

interface Spec extends Part {
  readonly task: StoredTask;
  readonly repeat: number;
}

function* specs(parts: readonly Part[]): Generator<Spec> {
  for (const part of parts)
    for (let repeat = 1; repeat <= part.run.repeats; repeat++) for (const task of part.run.tasks) yield { ...part, task, repeat };
}

async function runAgent(parts: readonly Part[], tally: Tally, turns: Turns, deps: RunDeps): Promise<void> {
  const judging = new Set<Promise<void>>();
  await forEach(specs(parts), parts[0]?.run.agent?.concurrency ?? 1, async (spec) => {
    if (deps.stop.stopping.aborted) return;
    const { run, mine, task, repeat } = spec;
    // Two benchmarks may ask the same query: the second finds what the first has stored.
    const attempt = `trial ${run.agentId} ${task.queryId} ${repeat}`;
    const reportId = await guarded(deps, () => turns.take(attempt, () => obtain(spec, tally, deps)));
    if (reportId === undefined || deps.judge === undefined || task.criteria.size === 0) return deps.onProgress(tally);
    // Agents wait for the judge here, so that unjudged reports do not pile up in memory.
    await deps.judge.limit.room();
    while (judging.size >= MOST_OPEN_REPORTS) await Promise.race(judging);
    // Agents that hand in the same text share its verdicts, and the second must see what the first has paid for.
    const work = () => turns.take(`report ${reportId}`, () => judgeReport(task, reportId, mine, tally, deps));
    const judged: Promise<void> = guarded(deps, work).finally(() => judging.delete(judged));
    judging.add(judged);
  });
  await Promise.all(judging);
}

/** Failures that every further call would meet end the run; being stopped is no failure. */
async function guarded<T>(deps: RunDeps, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stopped)) deps.stop.halt(error);
    return undefined;
  }
}

/** The row of the report for this trial: the stored one, or a fresh attempt's. Undefined where there is none. */
async function obtain(spec: Spec, tally: Tally, deps: RunDeps): Promise<number | undefined> {
  const { run, mine, task, repeat } = spec;
  const { agent } = run;
  const stored = latestAttempt(deps.store, run.agentId, task.queryId, repeat);
  const known = stored?.reportId ?? undefined;
  // Reading a report that is there costs nothing, so a spent budget does not keep from it.
  if (agent?.rereads === true) return deps.stop.stopping.aborted ? undefined : attempt(agent, spec, known, tally, deps);
  if (known !== undefined) {
    mine.reused++;
    return known;
  }
  if (agent === undefined) {
    mine.missing++;
    return undefined;
  }
  if (stored?.fault === 'agent' && !deps.retryFailed) {
    mine.failed++;
    return undefined;
  }
  return deps.budget.mayStart() ? attempt(agent, spec, undefined, tally, deps) : undefined;
}

async function attempt(
  agent: Agent,
  { run, mine, task, repeat }: Spec,
  known: number | undefined,
  tally: Tally,
  deps: RunDeps,
): Promise<number | undefined> {
  const { store, stop, budget } = deps;
  const attempted = { agentId: run.agentId, queryId: task.queryId, repeat, at: deps.now() };
  const started = deps.clock();
  const elapsed = () => deps.clock() - started;
  let reply: AgentReply | undefined;
  try {
    const { id, query, language } = task.task;
    reply = await agent.attempt({ id, query, language }, repeat, stop.aborting, stop.stopping);
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    await store.append(() => storeFailure(store, attempted, error, elapsed()));
    budget.spendReport(error.spent);
    mine.failed++;
    tally.problems.add(`${agent.name} on ${task.task.id}`, error.message);
    return undefined;
  }
  if (reply === undefined) {
    mine.missing++;
    return undefined;
  }
  const given = reply;
  let reportId = known;
  await store.append(() => {
    // Reading a folder again finds what was stored before; another text, cost or time of the same report is another trial.
    if (known !== undefined && holdsReply(store, attempted, given)) return;
    reportId = storeTrial(store, attempted, given, agent.rereads === true ? undefined : elapsed());
  });
  if (reportId === known) {
    mine.reused++;
    return reportId;
  }
  mine.written++;
  if (known !== undefined && reportText(store, known) !== undefined) mine.replaced++;
  // Reports that exist already were paid for elsewhere.
  const counted = agent.rereads === true || budget.spendReport(given);
  if (!counted) tally.problems.add(`${agent.name} on ${task.task.id}`, 'does not say what the report took: the budget cannot count it');
  return reportId;
}

async function judgeReport(task: StoredTask, reportId: number, mine: AgentTally, tally: Tally, deps: RunDeps): Promise<void> {
  const { store, stop, judge: by } = deps;
  const rubric = task.task.rubric;
  if (by === undefined || rubric === undefined) return;
  const owed = owedQuestions(store, { judgeId: by.id, reportId, criteria: task.criteria }, by.trials);
  const all = task.criteria.size * by.trials;
  mine.criteria += all;
  mine.cached += all - owed.length;
  deps.onProgress(tally);
  if (owed.length === 0) return;
  const report = reportText(store, reportId);
  if (report === undefined) return tally.problems.add(`${mine.name} on ${task.task.id}`, 'only verdicts are stored, no report to judge');
  await by.judge.judge(
    { query: task.task.query, report, rubric, owed, recall: recallFrom(store, by.id) },
    async (result) => {
      await store.append(() => storeResult(store, { judgeId: by.id, reportId, criteria: task.criteria }, result, deps.now()));
      mine.judged += result.answers.length;
      mine.unscored += result.unscored.length;
      for (const { question, error } of result.unscored) tally.problems.add(`${task.task.id} ${question.criterion}`, `unscored: ${error}`);
      deps.onProgress(tally);
    },
    stop.aborting,
  );
}

/** Runs `work` over the items, `limit` at a time, taking the next only when one is done. */
async function forEach<T>(items: Iterable<T>, limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
