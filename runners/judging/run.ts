/**
 * The one loop: what is planned less what is stored is owed; attempt, append, judge, append.
 *
 * It is the only caller of agents. Running the same plan again resumes it.
 */
import { AgentError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Pace } from '../../judge/model/limit.ts';
import type { Agent, AgentReply } from '../agents/agent.ts';
import type { Entry, Live } from '../agents/research/journal.ts';
import { keptEntries, storeEntry } from '../store/journal.ts';
import { storedLookups } from '../store/lookups.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { type Attempted, holdsReply, latestAttempt, reportText, storeFailure, storeTrial } from '../store/trials.ts';
import { isRequeued, wishedConcurrency, wishesOf } from '../store/wishes.ts';
import type { RunBudget } from './budget.ts';
import { judgeStored, type ReportJudge } from './judge-report.ts';
import { type LockByKey, lockByKey } from './lock-by-key.ts';
import { finish, guarded, type OpenWork, openWork } from './open-work.ts';
import { owed } from './owed.ts';
import { type AgentProgress, agentProgress, type LiveAttempt, type OpenAttempt, Problems, type RunProgress } from './progress.ts';
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
  /** Whose look-ups are shared, and whom a person's wishes concern. */
  readonly sweep?: string;
  readonly stop: Stop;
  readonly budget: RunBudget;
  /** Undefined where reports are only written. */
  readonly judge: (ReportJudge & { readonly limit: Pace }) | undefined;
  /** Attempt again what an agent itself failed at. */
  readonly retryFailed: boolean;
  /** ISO 8601, for the rows' time of writing. */
  readonly now: () => string;
  /** Monotonic seconds, for how long an attempt took. */
  readonly clock: () => number;
  /** Called after every stored fact with the running counts. */
  readonly onProgress: (progress: RunProgress) => void;
}

/** Reports open for judging at once, beyond what the calls themselves allow. */
const MOST_OPEN_REPORTS = 512;

/** @throws the failure that ended the run, if one did; everything finished before is stored */
export async function runPlan(runs: readonly PlannedRun[], deps: RunDeps): Promise<RunProgress> {
  const trials = deps.judge?.trials ?? 0;
  const parts = runs.map((run): Part => {
    const criteria = run.tasks.reduce((sum, task) => sum + task.criteria.size, 0);
    return { run, mine: agentProgress(run.name, run.tasks.length * run.repeats, criteria * trials * run.repeats) };
  });
  const live = new Set<LiveAttempt>();
  const open = new Set<OpenAttempt>();
  const progress: RunProgress = { agents: parts.map((part) => part.mine), problems: new Problems(), live, open };
  const judging = openWork({ stop: deps.stop, limit: deps.judge?.limit, most: MOST_OPEN_REPORTS });
  const loop: Loop = { ...deps, progress, live, open, judging, lock: lockByKey() };
  deps.onProgress(progress);
  // An agent's own concurrency holds over all benchmarks together, so its runs go through one loop.
  const agents = groupBy(parts, ({ run }) => run.agentId);
  await Promise.all([...agents.values()].map((mine) => runAgent(mine, loop)));
  await judging.ended();
  finish(deps.store, deps.stop);
  return progress;
}

interface Loop extends RunDeps {
  readonly progress: RunProgress;
  readonly live: Set<LiveAttempt>;
  readonly open: Set<OpenAttempt>;
  readonly judging: OpenWork;
  readonly lock: LockByKey;
}

/** One agent's tasks of one benchmark, and what they have come to. */
interface Part {
  readonly run: PlannedRun;
  readonly mine: AgentProgress;
}

/** One planned attempt. */
interface Planned extends Part {
  readonly task: StoredTask;
  readonly repeat: number;
}

function* attempts(parts: readonly Part[]): Generator<Planned> {
  for (const part of parts)
    for (let repeat = 1; repeat <= part.run.repeats; repeat++) for (const task of part.run.tasks) yield { ...part, task, repeat };
}

async function runAgent(parts: readonly Part[], loop: Loop): Promise<void> {
  await runAttempts(attempts(parts), parts, loop);
  // Asked for again meanwhile.
  for (;;) {
    const again = [...attempts(parts)].filter((planned) => isAskedAgain(planned, loop));
    if (again.length === 0 || loop.stop.stopping.aborted || !loop.budget.mayStart()) return;
    for (const planned of again) takeBack(planned, loop);
    await runAttempts(again, parts, loop);
  }
}

function isAskedAgain({ run, task, repeat }: Planned, { store, sweep = '' }: Loop): boolean {
  if (run.agent === undefined || run.agent.rereads === true) return false;
  const stored = latestAttempt(store, run.agentId, task.queryId, repeat);
  return stored !== undefined && isRequeued(store, { sweep, agentId: run.agentId, queryId: task.queryId, at: stored.at });
}

/** What was counted of an attempt that is made again. */
function takeBack({ run, mine, task, repeat }: Planned, { store, judge }: Loop): void {
  const stored = latestAttempt(store, run.agentId, task.queryId, repeat);
  if (stored?.reportId == null) mine.failed--;
  else if (mine.written > 0) mine.written--;
  else mine.reused--;
  mine.wanted += task.criteria.size * (judge?.trials ?? 0);
}

/** How often it is looked whether a person lets the sweep go on. */
const LOOK_MS = 500;

async function whilePaused({ run, task }: Planned, { store, sweep = '', stop, now }: Loop): Promise<void> {
  const since = now();
  while (!stop.stopping.aborted && wishesOf(store, { sweep, agentId: run.agentId, queryId: task.queryId, since }).paused)
    await stop.sleep(LOOK_MS).catch(() => {});
}

async function runAttempts(planned: Iterable<Planned>, parts: readonly Part[], loop: Loop): Promise<void> {
  const { stop, progress, lock, judging } = loop;
  await forEach(
    planned,
    () => concurrencyOf(parts, loop),
    async (planned) => {
      await whilePaused(planned, loop);
      if (stop.stopping.aborted) return;
      const { run, mine, task, repeat } = planned;
      // Two benchmarks may ask the same query: the second finds what the first has stored.
      const key = `${run.agentId} ${task.queryId} ${repeat}`;
      const reportId = await guarded(stop, () => lock(key, () => obtain(planned, loop)));
      loop.onProgress(progress);
      if (reportId === undefined || task.criteria.size === 0) return;
      // Agents wait for the judge here, so that unjudged reports do not pile up in memory.
      await judging.begin(() => judge(task, reportId, mine, loop));
    },
  );
}

/** Of the agent, as a person wants it by now. */
function concurrencyOf([part]: readonly Part[], { store, sweep = '' }: Loop): number {
  const planned = part?.run.agent?.concurrency ?? 1;
  return part === undefined || part.run.agent?.rereads === true ? planned : (wishedConcurrency(store, sweep, part.run.agentId) ?? planned);
}

/** The row of the report for this trial: the stored one, or a fresh attempt's. Undefined where there is none. */
async function obtain(planned: Planned, loop: Loop): Promise<number | undefined> {
  const { run, mine, task, repeat } = planned;
  const { agent } = run;
  const stored = latestAttempt(loop.store, run.agentId, task.queryId, repeat);
  const known = stored?.reportId ?? undefined;
  // Whether there is something to read is found out by reading: what cannot be read is not missing.
  const requeued =
    stored !== undefined && isRequeued(loop.store, { sweep: loop.sweep ?? '', agentId: run.agentId, queryId: task.queryId, at: stored.at });
  switch (owed({ agent, there: true, retryFailed: loop.retryFailed, requeued }, stored)) {
    case 'stored':
      mine.reused++;
      return known;
    case 'failed':
      return without(planned, 'failed', loop);
    case 'missing':
      return without(planned, 'missing', loop);
    case 'read':
      // Reading a report that is there costs nothing, so a spent budget does not keep from it.
      return agent === undefined || loop.stop.stopping.aborted ? undefined : attempt(agent, planned, known, loop);
    case 'attempt':
      return agent !== undefined && loop.budget.mayStart() ? attempt(agent, planned, undefined, loop) : undefined;
  }
}

/** Without a report there is nothing to judge. */
function without({ mine, task }: Planned, why: 'failed' | 'missing', { judge }: Loop): undefined {
  mine[why]++;
  mine.wanted -= task.criteria.size * (judge?.trials ?? 0);
}

async function attempt(agent: Agent, planned: Planned, known: number | undefined, loop: Loop): Promise<number | undefined> {
  const { run, mine, task, repeat } = planned;
  const { store, stop, budget, progress } = loop;
  const attempted = { agentId: run.agentId, queryId: task.queryId, repeat, at: loop.now() };
  const started = loop.clock();
  const elapsed = () => loop.clock() - started;
  const place = `${agent.name} on ${task.task.id}`;
  const under: LiveAttempt = { agent: agent.name, task: task.task.id, turns: 0, tokens: 0 };
  const opened = { agent: agent.name, task: task.task.id, repeat, since: attempted.at };
  let reply: AgentReply | undefined;
  loop.open.add(opened);
  loop.onProgress(progress);
  try {
    const { id, query, language } = task.task;
    const live = liveOf(attempted, under, loop);
    reply = await endable(agent, live, stop.aborting, (signal) =>
      agent.attempt({ id, query, language }, repeat, signal, stop.stopping, live),
    );
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    await store.append(() => storeFailure(store, attempted, error, elapsed()));
    budget.spendReport(error.spent);
    progress.problems.add(place, error.message);
    return without(planned, 'failed', loop);
  } finally {
    loop.live.delete(under);
    loop.open.delete(opened);
  }
  if (reply === undefined) return without(planned, 'missing', loop);
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
  if (!counted) progress.problems.add(place, 'does not say what the report took: the budget cannot count it');
  return reportId;
}

/** An agent that does not look for itself is broken off when a person wants its attempt to end. */
async function endable<T>(agent: Agent, live: Live, aborting: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (agent.endsItself === true || agent.rereads === true) return work(aborting);
  const end = new AbortController();
  const looking = setInterval(() => {
    if (live.wishes().end) end.abort(new AgentError('agent', `agent "${agent.name}" was ended by hand`));
  }, LOOK_MS);
  try {
    return await work(AbortSignal.any([aborting, end.signal]));
  } finally {
    clearInterval(looking);
  }
}

/** The journal of an attempt, and what else it has to do with the run. */
function liveOf(attempted: Attempted, under: LiveAttempt, { store, sweep = '', now, budget, live, progress, onProgress }: Loop): Live {
  const { agentId, queryId, at: since } = attempted;
  const kept = keptEntries(store, attempted);
  const count = ({ key, value }: Entry) => {
    const { taken = 0, reply } = (key === 'model' ? value : {}) as { readonly taken?: number; readonly reply?: unknown };
    if (reply !== undefined) under.turns++;
    under.tokens += taken;
  };
  kept.forEach(count);
  return {
    journal: {
      kept,
      append: async (entry) => {
        await store.append(() => storeEntry(store, attempted, entry, now()));
        count(entry);
        live.add(under);
        onProgress(progress);
      },
    },
    lookups: storedLookups(store, sweep),
    affords: (spent) => budget.affords(spent),
    wishes: () => wishesOf(store, { sweep, agentId, queryId, since }),
  };
}

async function judge(task: StoredTask, reportId: number, mine: AgentProgress, loop: Loop): Promise<void> {
  const { store, stop, judge, now, progress } = loop;
  const { rubric, query, id } = task.task;
  if (judge === undefined || rubric === undefined) return;
  const report = () => reportText(store, reportId);
  const asked = { query, report, rubric, reportId, criteria: task.criteria };
  const whole = await judgeStored(asked, { store, stop, judge, now }, (judged) => {
    mine.judged += judged.judged;
    mine.cached += judged.cached;
    for (const { question, error, split } of judged.unscored) {
      if (split === true) mine.split++;
      else {
        mine.unscored++;
        progress.problems.add(`${id} ${question.criterion}`, `unscored: ${error}`);
      }
    }
    loop.onProgress(progress);
  });
  if (!whole) progress.problems.add(`${mine.name} on ${id}`, 'only verdicts are stored, no report to judge');
}

/** Runs `work` over the items, `limit` at a time, taking the next only when one is done, or more are wanted at once. */
async function forEach<T>(items: Iterable<T>, limit: () => number, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const open = new Set<Promise<void>>();
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    while (open.size > 0 && open.size >= limit()) await oneOf(open);
    const done: Promise<void> = work(next.value).finally(() => void open.delete(done));
    open.add(done);
  }
  await Promise.all(open);
}

/** Resolves when one of them is done, or it is time to look whether more are wanted. */
async function oneOf(open: ReadonlySet<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const look = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LOOK_MS);
  });
  await Promise.race([...open, look]).finally(() => clearTimeout(timer));
}
