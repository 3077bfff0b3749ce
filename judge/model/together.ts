/** untilFailure: calls side by side until one fails for good: what cannot be stored, or must fail alike, is not to be paid for. */

import type { Sink } from '../judge.ts';
import { type AskDeps, isUnscored, Stopped } from './ask.ts';

/** By what a judgment's calls are made, where they hand over what they bring, and what breaks them off. */
export interface Calls<Question, Answer> {
  readonly deps: AskDeps;
  readonly sink: Sink<Question, Answer>;
  readonly signal: AbortSignal;
}

/**
 * Works on all items at once, or on the first alone before the others.
 *
 * @throws the first failure, after every call has ended and stored what it paid for; stopping is none where there is another
 */
export async function untilFailure<T, Question, Answer>(
  items: readonly T[],
  firstAlone: boolean,
  calls: Calls<Question, Answer>,
  work: (item: T, calls: Calls<Question, Answer>) => Promise<void>,
): Promise<void> {
  const failures = new Set<unknown>();
  const noted = noting(calls, failures);
  const workOn = (item: T) => work(item, noted).catch((error: unknown) => void failures.add(error));
  const alone = firstAlone ? 1 : 0;
  await Promise.all(items.slice(0, alone).map(workOn));
  if (failures.size === 0) await Promise.all(items.slice(alone).map(workOn));
  if (failures.size > 0) throw [...failures].find((failure) => !(failure instanceof Stopped)) ?? new Stopped();
}

/** The same calls, but none is made once one has failed: the failure is noted while its call still holds its place. */
function noting<Question, Answer>({ deps, sink, signal }: Calls<Question, Answer>, failures: Set<unknown>): Calls<Question, Answer> {
  const note = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!isUnscored(error)) failures.add(error);
      throw error;
    }
  };
  return {
    deps: {
      ...deps,
      budget: { reserve: (estimate) => (failures.size > 0 ? undefined : deps.budget.reserve(estimate)) },
      complete: (request, signal) => note(deps.complete(request, signal)),
    },
    sink: (result) => note(sink(result)),
    signal,
  };
}
