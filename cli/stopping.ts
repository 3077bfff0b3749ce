/** Runs that are stopped before their end, by a person or by their budget, and how they end then. */
import type { Control } from '../runners/judging/control.ts';
import { Failed, Interrupted } from './exit.ts';
import type { Io } from './io.ts';

/** The first interrupt lets what is in flight finish, the next one breaks it off. Returns how to stop listening. */
export function stopOnInterrupt(io: Io, control: Control, say: (line: string) => void): () => void {
  let interrupts = 0;
  return io.onInterrupt(() => {
    if (++interrupts > 1) return control.abort();
    say('Stopping: finishing the calls in flight (again to break them off)');
    control.stop();
  });
}

/**
 * @param left whether anything that was planned is not done
 * @throws Interrupted or Failed where the run was stopped
 */
export function checkNotStopped(control: Control, left: boolean): void {
  if (control.stopping.aborted) throw new Interrupted('interrupted; everything finished is stored, run the same command to go on');
  const budget = control.spentBudget();
  if (budget !== undefined && left)
    throw new Failed(`the budget of ${budget} is spent; everything finished is stored. Raise it and run the same command to go on`);
}
