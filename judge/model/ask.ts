/** One question to a model, asked until its reply parses; what all that ask a model share. */

import { ModelError, VerdictError } from '../errors.ts';
import { estimateTokens } from '../reading/parts.ts';
import type { ReplyFormat } from '../reading/reply.ts';
import type { Budget, Estimate, Reservation } from './budget.ts';
import type { Limit } from './limit.ts';
import type { Complete, Completion, ModelRequest, Opening } from './model.ts';
import { type RetryOptions, withRetry } from './retry.ts';
import type { Usage } from './usage.ts';

export interface AskDeps extends RetryOptions {
  readonly complete: Complete;
  readonly limit: Limit;
  /** Asked before every call. */
  readonly budget: Budget;
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
}

/**
 * @param settle receives every reply while the call still holds its place among the open ones, so that what was paid for is stored
 *   before another call starts.
 * @throws VerdictError or ModelError once all tries are used up, Stopped, or the abort reason
 */
export function ask<T>(
  prompt: Omit<ModelRequest, 'schema'>,
  format: ReplyFormat<T>,
  deps: AskDeps,
  settle: (reply: Reply<T>) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  const request: ModelRequest = { ...prompt, schema: { name: format.name, schema: format.schema } };
  const attempt = () =>
    deps.limit.run(async () => {
      signal.throwIfAborted();
      const reservation = deps.budget.reserve(estimateOf(request));
      if (reservation === undefined) throw new Stopped();
      const completion = await answered(deps, request, reservation, settle, signal);
      const parsed = parseOrError(format, completion);
      const good = !(parsed instanceof VerdictError);
      await settle({ parsed: good ? parsed : undefined, usage: completion.usage });
      if (!good) throw parsed;
      return parsed;
    });
  return withRetry(attempt, deps);
}

/** All that is left after retries is a fault of the judge's, on this question only. A permanent error ends the run. */
export function isUnscored(error: unknown): error is VerdictError | ModelError {
  return error instanceof VerdictError || (error instanceof ModelError && error.kind !== 'permanent');
}

/** The answer to a call that is settled with its budget, and handed over too where none came. */
async function answered<T>(
  { complete, limit }: AskDeps,
  request: ModelRequest,
  reservation: Reservation,
  settle: (reply: Reply<T>) => Promise<void>,
  signal: AbortSignal,
): Promise<Completion> {
  try {
    const completion = await complete(request, signal);
    reservation.settle(completion.usage);
    limit.answered(false);
    return completion;
  } catch (error) {
    limit.answered(error instanceof ModelError && error.kind === 'rate');
    if (error instanceof ModelError && !error.sent) reservation.release();
    else await settle({ parsed: undefined, usage: settled(error, reservation) });
    throw error;
  }
}

/** What a call without an answer took, if that is known: a refusal is not billed. */
function settled(error: unknown, reservation: Reservation): Usage | undefined {
  const usage = error instanceof ModelError ? error.usage : undefined;
  if (usage === undefined) reservation.lost();
  else reservation.settle(usage);
  return usage;
}

/** Assumed of an answer that has no bound of its own. */
const ANSWER_TOKENS = 1_000;

function estimateOf({ system, opening, user }: ModelRequest): Estimate {
  return { inputTokens: estimateTokens(system + user) + openingTokens(opening), outputTokens: ANSWER_TOKENS };
}

const sizes = new WeakMap<Opening, number>();

/** Counted once for all the calls that share it. */
function openingTokens(opening: Opening | undefined): number {
  if (opening === undefined) return 0;
  const known = sizes.get(opening) ?? estimateTokens(opening.text);
  sizes.set(opening, known);
  return known;
}

function parseOrError<T>(format: ReplyFormat<T>, completion: Pick<Completion, 'text' | 'finish'>): T | VerdictError {
  if (completion.finish === 'length') return new VerdictError('the reply was cut short at its length limit');
  if (completion.finish === 'filter') return new VerdictError("the reply was withheld by the endpoint's content filter");
  try {
    return format.parse(completion.text);
  } catch (error) {
    if (error instanceof VerdictError) return error;
    throw error;
  }
}
