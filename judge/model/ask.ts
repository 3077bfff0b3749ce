/** One question to a model, asked until its reply parses; what all that ask a model share. */
import { ModelError, VerdictError } from '../errors.ts';
import type { ReplyFormat } from '../reading/reply.ts';
import type { Budget, Reservation } from './budget.ts';
import { boundOf, promptTokens } from './estimate.ts';
import type { Limit } from './limit.ts';
import { ANY_TEXT, type Complete, type Completion, type ModelRequest } from './model.ts';
import { Repeats } from './repeats.ts';
import { LONGEST_RETRY_AFTER_MS, PATIENCE_MS, type RetryOptions, withRetry } from './retry.ts';
import type { Usage } from './usage.ts';

export interface AskDeps extends RetryOptions {
  readonly complete: Complete;
  readonly limit: Limit;
  /** Asked before every call. */
  readonly budget: Budget;
  /** What asking again has brought in this run. */
  readonly repeats?: Repeats;
  /** The longest prompt that can be sent, in estimated tokens, as far as is known by now. */
  readonly window?: () => number;
}

/** Thrown where the budget has no room or the run is to end: what was not asked stays owed. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** What one call brought: its tokens, which are billed even where the reply did not parse or never came. */
export interface Reply<T> {
  readonly parsed: T | undefined;
  /** Undefined where the endpoint did not say. */
  readonly usage: Usage | undefined;
  /** That answered, as the endpoint calls it. */
  readonly model?: string | undefined;
  /** Until it was answered. */
  readonly seconds?: number | undefined;
}

/** Receives every call while it still holds its place among the open ones, so that what was paid for is stored before another starts. */
export type Settle<T> = (reply: Reply<T>) => Promise<void>;

/** @throws VerdictError or ModelError once all tries are used up, Stopped, or the abort reason */
export async function ask<T>(
  prompt: Omit<ModelRequest, 'schema'>,
  format: ReplyFormat<T>,
  deps: AskDeps,
  settle: Settle<T>,
  signal: AbortSignal,
): Promise<T> {
  const first: ModelRequest = { ...prompt, schema: { name: format.name, schema: format.schema } };
  const repeats = deps.repeats ?? new Repeats();
  let request = first;
  let before: string | undefined;
  let alike = false;
  const attempt = (tries: number) =>
    call(request, deps, settle, signal, async (completion, seconds) => {
      const parsed = parseOrError(format, completion);
      const good = !(parsed instanceof Error);
      repeats.ended(good, tries);
      await settle({ parsed: good ? parsed : undefined, usage: completion.usage, model: completion.model, seconds });
      if (good) return parsed;
      alike = before === completion.text;
      before = completion.text;
      request = again(first, parsed, completion, format.again);
      throw parsed;
    });
  return withRetry(attempt, {
    ...deps,
    asksAgain: (tries) => repeats.mayAsk(tries, alike),
    wait: (ms, error) => waitFor(ms, error, deps),
    ends: (error) => hopeless(error, deps),
  });
}

/** All that is left after retries is a fault of the judge's, on this question only. A permanent error ends the run. */
export function isUnscored(error: unknown): error is VerdictError | ModelError {
  return error instanceof VerdictError || (error instanceof ModelError && error.kind !== 'permanent');
}

/** The same question, with what was wrong named, and with room for a reply that was cut short. */
function again(first: ModelRequest, error: Error, { finish }: Completion, words: (complaint: string) => string): ModelRequest {
  const user = first.user + words(error.message);
  return { ...first, user, ...(finish === 'length' && { maxTokens: 2 * boundOf(first) }) };
}

/** One call with its place, its room in the budget, and what became of it told to all who count. */
async function call<T, R>(
  request: ModelRequest,
  deps: AskDeps,
  settle: Settle<T>,
  signal: AbortSignal,
  read: (completion: Completion, seconds: number) => Promise<R>,
): Promise<R> {
  try {
    return await deps.limit.run(async () => {
      signal.throwIfAborted();
      const reservation = deps.budget.reserve({ inputTokens: promptTokens(request), outputTokens: boundOf(request) });
      if (reservation === undefined) throw new Stopped();
      const started = performance.now();
      const completion = await answered(deps, request, reservation, settle, signal);
      return read(completion, (performance.now() - started) / 1000);
    });
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind !== 'refused' || request.schema === ANY_TEXT) throw error;
    await checkWorks(error, deps, settle, signal);
    throw new ModelError('unsupported', error.message);
  }
}

/** Short enough for every endpoint, and nothing that one could withhold. */
const SHORTEST: ModelRequest = { system: 'Answer in one word.', user: 'Say yes.', schema: ANY_TEXT, maxTokens: 300 };

/** Short questions that are being asked: many calls are refused at once, and one answer tells them all. */
const asking = new WeakMap<Limit, Promise<void>>();

/** Whether the endpoint refuses everything. @throws ModelError (permanent) where it does */
async function checkWorks<T>(refusal: ModelError, deps: AskDeps, settle: Settle<T>, signal: AbortSignal): Promise<void> {
  const check = asking.get(deps.limit) ?? askShortest(deps, settle, signal).finally(() => asking.delete(deps.limit));
  asking.set(deps.limit, check);
  try {
    await check;
  } catch (error) {
    if (!(error instanceof ModelError) || (error.kind !== 'refused' && error.kind !== 'rejected')) throw error;
    throw new ModelError('permanent', refusal.message, { sent: false });
  }
}

async function askShortest<T>(deps: AskDeps, settle: Settle<T>, signal: AbortSignal): Promise<void> {
  const request = { ...SHORTEST };
  for (;;) {
    try {
      return await call(request, deps, settle, signal, ({ usage }, seconds) => settle({ parsed: undefined, usage, seconds }));
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== 'unsupported') throw error;
    }
  }
}

/** The answer to a call that is settled with its budget, and handed over too where none came. */
async function answered<T>(
  { complete, limit }: AskDeps,
  request: ModelRequest,
  reservation: Reservation,
  settle: Settle<T>,
  signal: AbortSignal,
): Promise<Completion> {
  const started = performance.now();
  try {
    const completion = await complete(request, signal);
    reservation.settle(completion.usage);
    limit.ended('answered', performance.now() - started);
    return completion;
  } catch (error) {
    limit.ended(outcomeOf(error));
    if (error instanceof ModelError && !error.sent) reservation.release();
    else await settle({ parsed: undefined, usage: settled(error, reservation) });
    throw error;
  }
}

function outcomeOf(error: unknown): 'answered' | 'refused' | 'failed' {
  if (!(error instanceof ModelError)) return 'failed';
  if (error.kind === 'rate' || error.kind === 'timeout') return 'refused';
  // It was answered, if not as was hoped.
  return error.kind === 'transient' || error.kind === 'permanent' ? 'failed' : 'answered';
}

/** What a call without an answer took, if that is known: a refusal is not billed. */
function settled(error: unknown, reservation: Reservation): Usage | undefined {
  const usage = error instanceof ModelError ? error.usage : undefined;
  if (usage === undefined) reservation.lost();
  else reservation.settle(usage);
  return usage;
}

/** Where nothing is answered at all, the others wait too: one call at a time is enough to see that it has passed. */
async function waitFor(ms: number, error: ModelError, { limit, sleep }: AskDeps): Promise<void> {
  if (!limit.isDown || limit.isHeld) return sleep(ms);
  const longer = limit.nextHoldMs(ms);
  const patience = error.retryAfterMs === undefined ? PATIENCE_MS : LONGEST_RETRY_AFTER_MS;
  if (limit.heldMs + longer > patience) throw ended(`nothing was answered for ${Math.round(limit.heldMs / 1000)} s`, error);
  await limit.hold(sleep(longer), longer);
}

/** A call that timed out for good where no other was answered meanwhile. */
function hopeless(error: ModelError, { limit }: AskDeps): ModelError {
  if (error.kind !== 'timeout' || !limit.isDown) return error;
  return ended('no call was answered in time: allow more with --timeout, or fewer at once with --concurrency', error);
}

function ended(why: string, { message }: ModelError): ModelError {
  return new ModelError('permanent', `${why}; everything else stays owed. ${message}`, { sent: false });
}

function parseOrError<T>(format: ReplyFormat<T>, { text, finish, elsewhere, usage, tokens }: Completion): T | VerdictError | ModelError {
  if (finish === 'filter') return new ModelError('rejected', "the reply was withheld by the endpoint's content filter", usage && { usage });
  if (elsewhere !== undefined) return new VerdictError(ELSEWHERE[elsewhere]);
  if (finish === 'length') return new VerdictError('the reply was cut short at its length limit');
  try {
    return format.parse(text, undefined, tokens);
  } catch (error) {
    if (error instanceof VerdictError) return error;
    throw error;
  }
}

const ELSEWHERE = {
  reasoning_content: "the reply is empty, and what was said stands in reasoning_content: turn the server's reasoning parser off",
  tool_calls: 'the reply is empty, and what was said stands in a tool call: no tool was offered, so turn them off at the server',
};
