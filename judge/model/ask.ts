/** One question to a model, asked until its reply parses; what all that ask a model share. */

import type { ReplyFormat } from '../checklist/reply.ts';
import { ModelError, VerdictError } from '../errors.ts';
import type { Limit } from './limit.ts';
import type { Complete, Completion, ModelRequest } from './model.ts';
import { type RetryOptions, withRetry } from './retry.ts';
import type { Usage } from './usage.ts';

export interface AskDeps extends RetryOptions {
  readonly complete: Complete;
  readonly limit: Limit;
  /** Asked before every call; false once the run is to end or its budget is spent. */
  readonly mayCall: () => boolean;
}

/** Thrown where `mayCall` said no: what was not asked stays owed. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** What one call brought: its tokens, which were billed even where the reply did not parse. */
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
      if (!deps.mayCall()) throw new Stopped();
      const { usage, ...completion } = await answered(deps, request, signal);
      const parsed = parseOrError(format, completion);
      const good = !(parsed instanceof VerdictError);
      await settle({ parsed: good ? parsed : undefined, usage });
      if (!good) throw parsed;
      return parsed;
    });
  return withRetry(attempt, deps);
}

/** All that is left after retries is a fault of the judge's, on this question only. A permanent error ends the run. */
export function isUnscored(error: unknown): error is VerdictError | ModelError {
  return error instanceof VerdictError || (error instanceof ModelError && error.kind !== 'permanent');
}

async function answered(deps: AskDeps, request: ModelRequest, signal: AbortSignal): Promise<Completion> {
  try {
    const completion = await deps.complete(request, signal);
    deps.limit.answered(false);
    return completion;
  } catch (error) {
    deps.limit.answered(error instanceof ModelError && error.kind === 'rate');
    throw error;
  }
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
