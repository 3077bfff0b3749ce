/** openQueue, serveQueue: questions on one report as jobs of a queue in Redis: put there by whoever keeps the store, judged by workers. */

import { Queue, QueueEvents, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { ChecklistJudge, JudgeRequest } from '../../judge/checklist/judge.ts';
import type { Question, Verdict } from '../../judge/checklist/verdict.ts';
import { ModelError } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import { type CallResult, resultOf } from '../../judge/judge.ts';
import { canonicalJson } from '../store/identity.ts';

type Asked = Pick<JudgeRequest, 'query' | 'report' | 'rubric' | 'owed'>;
/** What a job brought, without the calls: those of a worker that was killed count, too, so they are noted as they are made. */
type Brought = Omit<CallResult<Question, Verdict>, 'call'>[];
type Call = NonNullable<CallResult<Question, Verdict>['call']>;

/** Times that a job is begun, workers that failed at it counted. */
const TRIES = 3;
/** A worker that says nothing for so long is gone, and its jobs are another's. */
const LOCK_MS = 15_000;
/** A worker that was killed is no fault of the job's. */
const MOST_KILLED = 5;
/** How long what a job brought is kept for a coordinator that was gone meanwhile. */
const KEPT_SECONDS = 3600;
/** Between two looks whether a job is still there: a Redis that was started anew has forgotten it. */
const LOOK_MS = 15_000;
const CALLS_KEPT_SECONDS = 7 * 24 * 3600;

/** Where the calls that were made for a job are noted until whoever keeps the store takes them. */
function callsOf(jobId: string): string {
  return `gavel:calls:${jobId}`;
}

async function noteCall(redis: Redis, jobId: string, call: Call): Promise<void> {
  await redis.multi().rpush(callsOf(jobId), JSON.stringify(call)).expire(callsOf(jobId), CALLS_KEPT_SECONDS).exec();
}

/** Each call once, whoever asks first. */
async function takeCalls(redis: Redis, jobId: string): Promise<Call[]> {
  const [noted] = (await redis.multi().lrange(callsOf(jobId), 0, -1).del(callsOf(jobId)).exec()) ?? [];
  return ((noted?.[1] ?? []) as string[]).map((text) => JSON.parse(text) as Call);
}

/** Workers of one judge take the jobs of that judge alone. */
function nameOf({ identity }: Pick<ChecklistJudge, 'identity'>): string {
  return `gavel-${sha256(canonicalJson(identity)).slice(0, 16)}`;
}

/** A judge that has workers ask: what they bring is handed over here, and stored once. */
export function openQueue(
  judge: ChecklistJudge,
  redis: Redis,
  lookMs = LOOK_MS,
): { readonly checklist: ChecklistJudge; close(): Promise<void> } {
  const name = nameOf(judge);
  const queue = new Queue<Asked, Brought>(name, { connection: redis });
  const events = new QueueEvents(name, { connection: redis.duplicate() });
  events.setMaxListeners(0);
  // Redis that is away for a while is waited for; without a listener BullMQ prints every failed try.
  queue.on('error', () => {});
  events.on('error', () => {});
  /** Put there again where it is gone; where it is there, that changes nothing. */
  const end = async (data: Asked, jobId: string, signal: AbortSignal): Promise<{ brought: Brought } | { error: Error }> => {
    for (;;) {
      const job = await queue.add('judge', data, {
        jobId,
        attempts: TRIES,
        backoff: { type: 'exponential', delay: 1_000 },
        removeOnComplete: { age: KEPT_SECONDS },
        removeOnFail: true,
      });
      try {
        return { brought: await job.waitUntilFinished(events, lookMs) };
      } catch (error) {
        if (signal.aborted || !NOT_ENDED.test((error as Error).message)) return { error: error as Error };
      }
    }
  };
  const checklist: ChecklistJudge = {
    ...judge,
    async judge({ query, report, rubric, owed }, sink, signal) {
      signal.throwIfAborted();
      const wanted = new Set(owed.map(({ criterion }) => criterion));
      const data: Asked = { query, report, rubric: rubric.filter(({ id }) => wanted.has(id)), owed };
      await events.waitUntilReady();
      // The same questions are one job, whoever asks.
      const jobId = sha256(JSON.stringify(data));
      const ended = await brokenOffBy(signal, end(data, jobId, signal));
      const calls = await takeCalls(redis, jobId);
      await Promise.all(calls.map((call) => sink(resultOf({ call }))));
      for (const result of 'error' in ended ? failed(ended.error, owed) : ended.brought) await sink(result);
    },
  };
  return {
    checklist,
    async close() {
      await events.close();
      await queue.close();
    },
  };
}

/** What BullMQ says of a job that nothing has been heard of, or that is not there. */
const NOT_ENDED = /^(?:Job wait .* timed out before finishing|Missing key for job)/;
const REFUSED = 'refused: ';

/** What every further job would meet ends the run; all else leaves these questions unscored. */
function failed({ message }: Error, owed: readonly Question[]): Brought {
  if (message.startsWith(REFUSED))
    throw new ModelError('permanent', `a worker cannot ask: ${message.slice(REFUSED.length)}`, { sent: false });
  return [resultOf({ unscored: owed.map((question) => ({ question, error: `no worker judged it: ${message}` })) })];
}

async function brokenOffBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let listening: (() => void) | undefined;
  const broken = new Promise<never>((_, reject) => {
    listening = () => reject(signal.reason);
    signal.addEventListener('abort', listening, { once: true });
  });
  try {
    return await Promise.race([work, broken]);
  } finally {
    if (listening !== undefined) signal.removeEventListener('abort', listening);
    work.catch(() => {});
  }
}

export interface QueueWorker {
  /** Finishes what it has begun. */
  close(): Promise<void>;
}

/**
 * Takes jobs of this judge until it is closed.
 *
 * @param judge is asked, best one that shares verdicts: what a worker had judged before it was killed is then not asked again
 * @param onJob hears of every job that has ended
 */
export function serveQueue(
  judge: ChecklistJudge,
  redis: Redis,
  {
    concurrency,
    signal,
    onJob,
    lockMs = LOCK_MS,
  }: {
    readonly concurrency: number;
    readonly signal: AbortSignal;
    readonly onJob: (error: string | undefined) => void;
    readonly lockMs?: number;
  },
): QueueWorker {
  const worker = new Worker<Asked, Brought>(
    nameOf(judge),
    async ({ id = '', data }) => {
      const brought: Brought = [];
      const sink = async ({ call, ...result }: CallResult<Question, Verdict>) => {
        if (call !== undefined) await noteCall(redis, id, call);
        brought.push(result);
      };
      try {
        await judge.judge(data, sink, signal);
      } catch (error) {
        if (error instanceof ModelError && error.kind === 'permanent') throw new UnrecoverableError(`${REFUSED}${error.message}`);
        throw error;
      }
      return brought;
    },
    { connection: redis, concurrency, lockDuration: lockMs, stalledInterval: lockMs, maxStalledCount: MOST_KILLED },
  );
  worker.on('completed', () => onJob(undefined));
  worker.on('failed', (_, error) => onJob(error.message));
  // Redis that is away for a while is waited for.
  worker.on('error', () => {});
  return { close: () => worker.close() };
}
