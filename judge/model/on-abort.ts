/** onAbort: many who wait for one signal, through one listener: Node goes through all listeners of a signal for each that is added or taken off. */

type Cancel = (reason: unknown) => void;

const waiting = new WeakMap<AbortSignal, Set<Cancel>>();

/** Calls `cancel` once when the signal fires. @returns takes it off again */
export function onAbort(signal: AbortSignal, cancel: Cancel): () => void {
  let cancels = waiting.get(signal);
  if (cancels === undefined) {
    const all = new Set<Cancel>();
    cancels = all;
    waiting.set(signal, all);
    signal.addEventListener('abort', () => {
      for (const each of all) each(signal.reason);
    });
  }
  const all = cancels;
  all.add(cancel);
  return () => all.delete(cancel);
}
