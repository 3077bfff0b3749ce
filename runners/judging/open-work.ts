/** Open work: pieces that run side by side, bounded in number, of which a failure that every further one would meet ends the run. */
import { setImmediate } from 'node:timers/promises';
import { Stopped } from '../../judge/model/ask.ts';
import type { Pace } from '../../judge/model/limit.ts';
import type { Store } from '../store/store.ts';
import type { Stop } from './stop.ts';

export interface OpenWork {
  /** Resolves once the work has begun: as soon as the judge has room for it, and not too many others are open. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Resolves when none is open any more. */
  ended(): Promise<void>;
}

/** @param most pieces open at once, beyond what the calls themselves allow */
export function openWork({
  stop,
  limit,
  most,
}: {
  readonly stop: Stop;
  readonly limit: Pace | undefined;
  readonly most: number;
}): OpenWork {
  const open = new Set<Promise<void>>();
  return {
    async begin(work) {
      await limit?.room();
      while (open.size >= most) await Promise.race(open);
      // An offline judge waits for nothing: interrupts are heard here.
      await setImmediate();
      if (stop.stopping.aborted) return;
      const done: Promise<void> = guarded(stop, work).then(() => void open.delete(done));
      open.add(done);
    },
    ended: async () => void (await Promise.all(open)),
  };
}

/** Never rejects, so that nothing ends before what is in flight beside it. Being stopped is no failure. */
export async function guarded<T>(stop: Stop, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stopped)) stop.halt(error);
    return undefined;
  }
}

/** Appends what was paid for. What cannot be stored is not to be paid for again: the run ends while the call still holds its place. */
export async function appended(store: Store, stop: Stop, write: () => void): Promise<void> {
  try {
    await store.append(write);
  } catch (error) {
    stop.halt(error);
    throw error;
  }
}

/** The end of a loop. @throws the failure that ended the run, if one did; everything finished before is stored */
export function finish(store: Store, stop: Stop): void {
  store.flush();
  if (stop.failure !== undefined) throw stop.failure;
}
