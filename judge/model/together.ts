/** Calls side by side until one fails for good: what cannot be stored, or must fail alike, is not to be paid for. */

import type { Sink } from '../checklist/judge.ts';
import { type AskDeps, isUnscored, Stopped } from './ask.ts';

/** By what a judgment's calls are made, where they hand over what they bring, and what breaks them off. */
export interface Calls {
  readonly deps: AskDeps;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/**
 * Works on all items at once, or on the first alone before the others.
 *
 * @throws the first failure, after every call has ended and stored what it paid for; stopping is none where there is another
 */
export async function untilFailure<T>(
  items: readonly T[],
  firstAlone: boolean,
  calls: Calls,
  work: (item: T, calls: Calls) => Promise<void>,
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
function noting({ deps, sink, signal }: Calls, failures: Set<unknown>): Calls {
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
      mayCall: () => failures.size === 0 && deps.mayCall(),
      complete: (request, signal) => note(deps.complete(request, signal)),
    },
    sink: (ruling) => note(sink(ruling)),
    signal,
  };
}
