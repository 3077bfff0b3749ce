/** One model call until it gives a usable answer: which failures are worth another try, and how long to wait before it. */
import { ModelError, VerdictError } from '../errors.ts';

/** Tries of one call in all. Refusals (429) are the endpoint's own pace, so they get more. */
const TRIES = { reply: 6, transient: 9, rate: 14 } as const;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
const LONGEST_RETRY_AFTER_MS = 120_000;

export interface RetryOptions {
  /** Rejects when the run is broken off. */
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly onRetry: (error: ModelError | VerdictError) => void;
}

/** Calls `attempt` until it resolves, throws what is final, or its tries of that kind are used up; then throws the last error. */
export async function withRetry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const failures = { reply: 0, transient: 0, rate: 0 };
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ModelError && error.kind === 'unsupported') continue;
      const kind = retryKind(error);
      if (kind === undefined) throw error;
      if (++failures[kind] >= TRIES[kind]) throw error;
      options.onRetry(error as ModelError | VerdictError);
      // A bad reply says nothing about the endpoint's health: ask again at once.
      if (kind !== 'reply') await options.sleep(waitMs(error as ModelError, failures[kind], options.random()));
    }
  }
}

function retryKind(error: unknown): keyof typeof TRIES | undefined {
  if (error instanceof VerdictError) return 'reply';
  if (error instanceof ModelError && (error.kind === 'transient' || error.kind === 'rate')) return error.kind;
  return undefined;
}

/**
 * Retry-After where the endpoint gave one, jittered up by up to a quarter; else capped exponential backoff, jittered down by up to a half.
 * An endpoint that refuses and says "now", as one whose clock is behind does, gets the backoff: all tries would be gone at once.
 */
export function waitMs(error: ModelError, failures: number, random: number): number {
  if (error.retryAfterMs !== undefined && error.retryAfterMs >= FIRST_WAIT_MS)
    return Math.min(LONGEST_RETRY_AFTER_MS, error.retryAfterMs) * (1 + random / 4);
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (1 - random / 2);
}
