/** Retries of one model call until it gives a usable answer: which failures are worth another try, and how long to wait before it. */
import { ModelError, VerdictError } from '../errors.ts';

/** Tries of one call in all that may end in a bad reply, and that may time out: each is paid for. */
const TRIES = { reply: 5, timeout: 3 } as const;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** Waiting for one call to be taken, refusals and failures together; what a server asks for in so many words may take longer. */
export const PATIENCE_MS = 180_000;
export const LONGEST_RETRY_AFTER_MS = 600_000;

export interface RetryOptions {
  /** Rejects when the run is broken off. */
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly onRetry: (error: ModelError | VerdictError) => void;
}

export interface RetryPolicy extends RetryOptions {
  /** Whether a bad reply is asked about once more. @param tries that were made */
  readonly asksAgain?: (tries: number) => boolean;
  /** Waits in place of `sleep` after a failure that may be the whole endpoint's. */
  readonly wait?: (ms: number, error: ModelError) => Promise<void>;
  /** What a last failure is thrown as. */
  readonly ends?: (error: ModelError) => ModelError;
}

/** Calls `attempt` until it resolves, throws what is final, or its tries or its patience are used up; then throws the last error. */
export async function withRetry<T>(attempt: (badReplies: number) => Promise<T>, policy: RetryPolicy): Promise<T> {
  const tries = { reply: 0, timeout: 0, passing: 0 };
  let waitedMs = 0;
  for (;;) {
    try {
      return await attempt(tries.reply);
    } catch (error) {
      if (error instanceof ModelError && error.kind === 'unsupported') continue;
      const kind = retryKind(error);
      if (kind === undefined) throw error;
      tries[kind]++;
      if (kind === 'reply') {
        if (tries.reply >= TRIES.reply || policy.asksAgain?.(tries.reply) === false) throw error;
        policy.onRetry(error as VerdictError);
        // A bad reply says nothing about the endpoint's health: ask again at once.
        continue;
      }
      const failure = error as ModelError;
      if (kind === 'timeout' && tries.timeout >= TRIES.timeout) throw policy.ends?.(failure) ?? failure;
      const ms = waitMs(failure, tries.timeout + tries.passing, policy.random());
      if ((failure.retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) throw leftAlone(failure);
      waitedMs += ms;
      if (waitedMs > PATIENCE_MS && failure.retryAfterMs === undefined) throw error;
      if (waitedMs > LONGEST_RETRY_AFTER_MS) throw error;
      policy.onRetry(failure);
      await (policy.wait ?? policy.sleep)(ms, failure);
    }
  }
}

/** Every other call would be told the same. */
function leftAlone({ message, retryAfterMs = 0 }: ModelError): ModelError {
  const minutes = Math.ceil(retryAfterMs / 60_000);
  return new ModelError(
    'permanent',
    `the endpoint asks to be left alone for ${minutes} minutes: run the same command again then. ${message}`,
  );
}

function retryKind(error: unknown): 'reply' | 'timeout' | 'passing' | undefined {
  if (error instanceof VerdictError) return 'reply';
  if (!(error instanceof ModelError)) return undefined;
  if (error.kind === 'timeout') return 'timeout';
  return error.kind === 'transient' || error.kind === 'rate' ? 'passing' : undefined;
}

/**
 * Retry-After where the endpoint gave one, jittered up by up to a quarter; else capped exponential backoff, jittered down by up to a half.
 * An endpoint that refuses and says "now", as one whose clock is behind does, gets the backoff.
 */
export function waitMs(error: ModelError, failures: number, random: number): number {
  if (error.retryAfterMs !== undefined && error.retryAfterMs >= FIRST_WAIT_MS)
    return Math.min(LONGEST_RETRY_AFTER_MS, error.retryAfterMs) * (1 + random / 4);
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (1 - random / 2);
}
