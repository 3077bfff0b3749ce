/** Serving the offline world on a port, until it is told to stop. */
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { Authority } from './world/certificates.ts';
import { FAULT_KINDS, type FaultPlan } from './world/faults.ts';
import { serveWorld, type WorldEvent } from './world/serve.ts';
import { Visit } from './world/visit.ts';
import { openWorld } from './world/world.ts';

export { FAULT_KINDS };

export interface WorldRequest {
  readonly host: string;
  readonly port: number;
  /** Where the authority's certificate is written. */
  readonly ca?: string | undefined;
  /** Where each request is written, a JSON line each; what is there already stays. */
  readonly log?: string | undefined;
  readonly faults?: FaultPlan | undefined;
  /** Of the fault `timeout`. */
  readonly silentSeconds: number;
}

/** Counts of what was asked, by the time it ended. */
export interface WorldOutcome {
  readonly requests: number;
  readonly faults: number;
  readonly outside: number;
}

/** @throws InputError where the port cannot be had, the system's error where a file cannot be written */
export async function serveOfflineWorld(
  request: WorldRequest,
  around: { readonly stopping: AbortSignal; readonly onListening: (port: number) => void },
): Promise<WorldOutcome> {
  const authority = new Authority();
  if (request.ca !== undefined) writeFileSync(request.ca, authority.pem);
  const log = request.log === undefined ? undefined : openSync(request.log, 'a');
  const counts = { requests: 0, faults: 0, outside: 0 };
  const ended = new AbortController();
  const onEvent = (event: WorldEvent) => {
    counts.requests++;
    if (event.fault !== undefined) counts.faults++;
    if (event.op === 'outside') counts.outside++;
    try {
      if (log !== undefined) writeSync(log, `${JSON.stringify(event)}\n`);
    } catch (error) {
      // A log with holes proves nothing: the world ends, and says why.
      ended.abort(error);
    }
  };
  const world = openWorld();
  const served = await serveWorld({
    host: request.host,
    port: request.port,
    world,
    visit: new Visit(world, request.faults),
    authority,
    silentMs: request.silentSeconds * 1000,
    seed: request.faults?.seed ?? 1,
    onEvent,
  });
  around.onListening(served.port);
  const signal = AbortSignal.any([around.stopping, ended.signal]);
  if (!signal.aborted) await once(signal, 'abort');
  await served.stop();
  if (log !== undefined) closeSync(log);
  ended.signal.throwIfAborted();
  return counts;
}
