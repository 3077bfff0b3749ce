/** Serving the web app over a store, until it is stopped. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { isLoopback } from '../runners/http/guard.ts';
import { listen } from '../runners/http/listen.ts';
import { checkSweep } from '../runners/store/runs.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { createViewApp } from './web/app.ts';
import type { ViewDeps } from './web/deps.ts';

/** A token is made up where one is needed and none is given: beyond this machine. */
export interface ViewOptions extends Pick<ViewDeps, 'sweep' | 'host' | 'token' | 'annotators' | 'overlap' | 'language'> {
  /** 0 for any free one. */
  readonly port: number;
}

export interface ViewAround extends Pick<ViewDeps, 'onError'> {
  /** Aborted to end the serving. */
  readonly stopping: AbortSignal;
  /** @param address can be opened as it is. Where every address is listened on, the reader puts in a name of this machine. */
  readonly onListening: (address: string) => void;
}

/** Resolves once the server has ended. @throws InputError where the store has no such sweep, or the port cannot be had */
export function view(at: StoreAt, options: ViewOptions, { stopping, onListening, onError }: ViewAround): Promise<void> {
  const { sweep, host, port } = options;
  return withStore(at, { mode: 'change' }, async (store) => {
    if (sweep !== undefined) checkSweep(store, sweep);
    const token = options.token ?? (isLoopback(host) ? undefined : randomBytes(18).toString('base64url'));
    const app = createViewApp({ ...options, store, token, now: () => new Date().toISOString(), onError });
    const server = await listen(app.fetch, host, port);
    onListening(addressOf(host, server.port, token));
    if (!stopping.aborted) await once(stopping, 'abort');
    await server.stop();
  });
}

function addressOf(host: string, port: number, token: string | undefined): string {
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `http://${shown}:${port}/${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`;
}
