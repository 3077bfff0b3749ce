/** Runs that are stopped before their end, by a person or by their budget, and how they end then. */
import type { RunBudget } from '../runners/judging/budget.ts';
import type { Stop } from '../runners/judging/stop.ts';
import { Failed, Interrupted } from './exit.ts';
import type { Io } from './io.ts';

/** The first interrupt lets what is in flight finish, the next one breaks it off. Returns how to stop listening. */
export function stopOnInterrupt(io: Io, stop: Stop, say: (line: string) => void): () => void {
  let interrupts = 0;
  return io.onInterrupt(() => {
    if (++interrupts > 1) return stop.abort();
    say('Stopping: finishing the calls in flight (again to break them off)');
    stop.stop();
  });
}

/**
 * @param left whether anything that was planned is not done
 * @throws Interrupted or Failed where the run was stopped
 */
export function checkNotStopped({ stop, budget }: { readonly stop: Stop; readonly budget: RunBudget }, left: boolean): void {
  if (stop.stopping.aborted) throw new Interrupted('interrupted; everything finished is stored, run the same command to go on');
  const spent = budget.spent();
  if (spent !== undefined && left)
    throw new Failed(`the budget of ${spent} is spent; everything finished is stored. Raise it and run the same command to go on`);
}
