/** One piece of work under a deadline and the run's signal, leaving neither timer nor listener behind. */

/**
 * Runs `work` with a signal that fires on either, and waits for it to stop.
 * @throws the outer signal's reason when that fired, `late()` when the time was up, else what `work` throws
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(outer.reason);
  outer.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(late()), ms);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', onAbort);
  }
}
