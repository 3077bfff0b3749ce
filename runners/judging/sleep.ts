/** Waiting that a signal ends. */
import { setTimeout } from 'node:timers/promises';

/** @throws the signal's reason as soon as it is aborted */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}
