/** Serving the web app over a store, until it is stopped. */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { isLoopback } from '../runners/http/guard.ts';
import { listen } from '../runners/http/listen.ts';
import { isReadOnly } from '../runners/store/open.ts';
import { checkSweep } from '../runners/store/runs.ts';
import { Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { boardBenchmarks } from './read-board.ts';
import { createViewApp } from './web/app.ts';
import { readAddress, writePath } from './web/board/address.ts';
import { boardDocument } from './web/board/document.ts';
import { PageCache } from './web/board/page-cache.ts';
import { pageOf } from './web/board/pages.ts';
import type { ViewDeps } from './web/deps.ts';

export interface ViewOptions extends Pick<ViewDeps, 'sweep' | 'host' | 'overlap' | 'language'> {
  /** Opens every page; made up where one is needed and none is given: beyond this machine. */
  readonly token?: string | undefined;
  /** Each gets a link of their own, the same at the next start where the token is. Empty: anyone may annotate, where there is no token. */
  readonly annotators: readonly string[];
  /** 0 for any free one. */
  readonly port: number;
}

export interface ViewAround extends Pick<ViewDeps, 'onError'> {
  /** Aborted to end the serving. */
  readonly stopping: AbortSignal;
  /** @param address can be opened as it is. Where every address is listened on, the reader puts in a name of this machine. */
  readonly onListening: (address: string, links: readonly PersonLink[]) => void;
}

/** The address at which one person annotates, and nobody else. */
export interface PersonLink {
  readonly annotator: string;
  readonly address: string;
}

/** Resolves once the server has ended. @throws InputError where the store has no such sweep, or the port cannot be had */
export function view(at: StoreAt, options: ViewOptions, { stopping, onListening, onError }: ViewAround): Promise<void> {
  const { sweep, host, port, annotators } = options;
  // One that may only be read is shown all the same: nobody can annotate in it.
  const mode = at instanceof Store || !isReadOnly(at) ? 'change' : 'read';
  return withStore(at, { mode }, async (store) => {
    if (sweep !== undefined) checkSweep(store, sweep);
    const token = options.token ?? (isLoopback(host) ? undefined : randomBytes(18).toString('base64url'));
    const people = tokensOf(annotators, token ?? randomBytes(18).toString('base64url'));
    const pages = new PageCache(store);
    const app = createViewApp({ ...options, store, pages, tokens: { owner: token, people }, now: () => new Date().toISOString(), onError });
    const server = await listen(app.fetch, host, port);
    const links = [...people].map(([own, annotator]) => ({ annotator, address: addressOf(host, server.port, own, 'annotate') }));
    onListening(addressOf(host, server.port, token), links);
    await readAhead(pages, store, sweep);
    if (!stopping.aborted) await once(stopping, 'abort');
    await server.stop();
  });
}

/** The first page is there at once. What cannot be read is said to whoever asks for it. */
async function readAhead(pages: PageCache, store: Store, sweep: string | undefined): Promise<void> {
  const [benchmark] = await boardBenchmarks(store, sweep);
  const address = benchmark === undefined ? undefined : readAddress(writePath({ benchmark }));
  if (address === undefined) return;
  const data = await pages.read({ ...address, sweep }).catch(() => undefined);
  const opening = { language: 'en', nonce: '', to: writePath, served: true } as const;
  // Written as well: what is run for the first time is slow.
  if (data !== undefined) boardDocument(opening, pageOf(opening, data, address.state));
}

function tokensOf(annotators: readonly string[], secret: string): ReadonlyMap<string, string> {
  return new Map(annotators.map((name) => [createHmac('sha256', secret).update(name).digest('base64url').slice(0, 24), name]));
}

function addressOf(host: string, port: number, token: string | undefined, page = ''): string {
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `http://${shown}:${port}/${page}${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`;
}
