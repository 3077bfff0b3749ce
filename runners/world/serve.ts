/** serveWorld: the offline world for anybody's agent: search as several services spell it, and each page at its own address through a proxy. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import type { Authority } from './certificates.ts';
import { drawn, type FaultKind } from './faults.ts';
import { pageHtml, pagePdf, siteHtml } from './render.ts';
import { askedOf, SEARCH_HOSTS, type WorldRequest, type Written } from './shapes.ts';
import type { Visit } from './visit.ts';
import type { World, WorldPage } from './world.ts';
import { resultOf } from './world-search.ts';

/** One request, for the log. Keys that a request carries are in none of it. */
export interface WorldEvent {
  readonly at: string;
  readonly method: string;
  /** Address without its query; of a tunnel the host and port. */
  readonly url: string;
  readonly op: 'search' | 'open' | 'other' | 'outside';
  readonly engine?: string;
  readonly query?: string;
  readonly fault?: FaultKind;
  readonly status: number;
  readonly results?: number;
}

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly world: World;
  readonly visit: Visit;
  readonly authority: Authority;
  /** Of the fault `timeout`: how long it is silent before it hangs up. */
  readonly silentMs: number;
  readonly seed: number;
  readonly onEvent?: (event: WorldEvent) => void;
}

export interface ServedWorld {
  readonly port: number;
  stop(): Promise<void>;
}

const MOST_BODY = 1024 * 1024;
const LONGEST_QUERY = 2_000;
/** Statuses of the fault `error`. */
const ERRORS = [500, 503, 429] as const;
/** Other pages of its site that a page links to. */
const LINKS = 4;

/** Where a tunnel leads, by its socket. */
const tunnels = new WeakMap<object, string>();

/** @throws InputError where the port cannot be had */
export async function serveWorld(options: ServeOptions): Promise<ServedWorld> {
  const site = new Site(options);
  const server = createServer((request, response) => void site.answer(request, response));
  const inner = createServer((request, response) => void site.answer(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => site.tunnel(request, socket as Socket, inner));
  await listening(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listening(server: Server, { host, port }: ServeOptions): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'is in use: choose another with --port' : `cannot be listened on (${error.code})`;
    throw new InputError(`port ${port} of ${host} ${why}`, { cause: error });
  });
}

class Site {
  readonly #options: ServeOptions;
  readonly #byHost = new Map<string, WorldPage[]>();

  constructor(options: ServeOptions) {
    this.#options = options;
    for (const page of options.world.pages.values()) {
      const { host } = new URL(page.url);
      this.#byHost.set(host, [...(this.#byHost.get(host) ?? []), page]);
    }
  }

  /** A tunnel ends here: what goes through it is answered as if it had reached the host that it names. */
  tunnel(request: IncomingMessage, socket: Socket, inner: Server): void {
    socket.on('error', () => socket.destroy());
    const [name = '', port = '443'] = (request.url ?? '').split(':');
    const host = plainHost(name);
    if (!this.#knows(host)) {
      this.#log({ method: 'CONNECT', url: `${host}:${port}`, op: 'outside', status: 502 });
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const plain = port === '80';
    const end = plain ? socket : new TLSSocket(socket, { isServer: true, secureContext: this.#options.authority.contextFor(name) });
    end.on('error', () => socket.destroy());
    tunnels.set(end, `${plain ? 'http' : 'https'}://${name}`);
    inner.emit('connection', end);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const asked = await requestOf(request);
      if (asked === undefined) return end(response, 400, { type: 'text/plain', body: 'no such request' });
      await this.#route(asked, response);
    } catch {
      // A request that breaks off, or is longer than any search: nobody is left to answer.
      response.destroy();
    }
  }

  async #route(request: WorldRequest, response: ServerResponse): Promise<void> {
    const { method, host, path, direct } = request;
    const log = (event: Partial<WorldEvent> & Pick<WorldEvent, 'op' | 'status'>) =>
      this.#log({ method, url: direct ? path : `https://${host}${path}`, ...event });
    const search = askedOf(request);
    if (search !== undefined) {
      const { engine, count, write } = search;
      const query = search.query.slice(0, LONGEST_QUERY);
      const { pages, fault } = this.#options.visit.search(query, count);
      const status = this.#statusOf(fault, query);
      log({ op: 'search', engine, query, status, results: pages.length, ...(fault !== undefined && { fault }) });
      const right = write(pages.map((page) => ({ ...resultOf(page, query), text: page.text })));
      return this.#send(response, status, fault, right);
    }
    const opened = direct ? undefined : this.#options.visit.open(`https://${host}${path}`);
    if (opened !== undefined) {
      const status = this.#statusOf(opened.fault, path);
      log({ op: 'open', status, ...(opened.fault !== undefined && { fault: opened.fault }) });
      const [page] = opened.pages;
      return this.#send(response, status, opened.fault, page === undefined ? EMPTY : this.#written(page));
    }
    const [other, status] = this.#other(request);
    log({ op: status === 502 ? 'outside' : 'other', status });
    end(response, status, other);
  }

  #other({ host, path, direct }: WorldRequest): [Written, number] {
    if (direct)
      return path === '/' ? [{ type: 'text/plain', body: ABOUT }, 200] : [{ type: 'text/plain', body: 'there is no such path' }, 404];
    const pages = this.#byHost.get(plainHost(host));
    if (pages === undefined && !SEARCH_HOSTS.includes(host))
      return [{ type: 'text/plain', body: `${host} is not in the offline world` }, 502];
    if (path === '/robots.txt') return [{ type: 'text/plain', body: 'User-agent: *\nAllow: /\n' }, 200];
    if (path === '/' && pages !== undefined) return [{ type: 'text/html; charset=utf-8', body: siteHtml(host, pages) }, 200];
    return [{ type: 'text/html; charset=utf-8', body: '<!doctype html><title>404</title><h1>Not found</h1>' }, 404];
  }

  #written(page: WorldPage): Written & { readonly bytes?: Buffer } {
    if (page.kind === 'pdf') return { type: 'application/pdf', body: '', bytes: pagePdf(page) };
    const beside = (this.#byHost.get(new URL(page.url).host) ?? []).filter((other) => other !== page && other.language === page.language);
    return { type: 'text/html; charset=utf-8', body: pageHtml(page, beside.slice(0, LINKS)) };
  }

  #statusOf(fault: FaultKind | undefined, asked: string): number {
    if (fault === 'timeout') return 0;
    if (fault !== 'error') return 200;
    return ERRORS[Math.floor(drawn(this.#options.seed, asked, 'status') * ERRORS.length)] ?? 500;
  }

  #send(response: ServerResponse, status: number, fault: FaultKind | undefined, right: Written & { readonly bytes?: Buffer }): void {
    if (fault === 'timeout') return hangUp(response, this.#options.silentMs);
    if (fault === 'error')
      return end(response, status, { type: 'text/plain', body: 'the service has a problem' }, status === 429 ? { 'retry-after': '1' } : {});
    if (fault === 'shape')
      return end(response, 200, { type: 'application/json; charset=utf-8', body: '{"version":2,"payload":{"entries":[]}}' });
    end(response, 200, right);
  }

  #knows(host: string): boolean {
    return this.#byHost.has(host) || SEARCH_HOSTS.includes(host);
  }

  #log(event: Omit<WorldEvent, 'at'>): void {
    this.#options.onEvent?.({ at: new Date().toISOString(), ...event });
  }
}

const EMPTY: Written = { type: 'text/html; charset=utf-8', body: '' };

const ABOUT = `gavel world: an offline web for research agents.
Search here: GET /search?q=...&format=json (SearXNG), POST /search {"query"} (Tavily) or {"q"} (Serper), GET /res/v1/web/search?q= (Brave), GET /search?q=&format=rss (Bing).
Pages: use this address as HTTP_PROXY and HTTPS_PROXY.
`;

function hangUp(response: ServerResponse, afterMs: number): void {
  const timer = setTimeout(() => response.destroy(), afterMs);
  response.once('close', () => clearTimeout(timer));
}

function end(
  response: ServerResponse,
  status: number,
  { type, body, bytes }: Written & { readonly bytes?: Buffer },
  headers: Readonly<Record<string, string>> = {},
): void {
  const content = bytes ?? Buffer.from(body);
  response.writeHead(status, { 'content-type': type, 'content-length': content.length, ...headers }).end(content);
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\.(?!bing\.com$)/, '');
}

const bodySchema = z.record(z.string(), z.unknown());

/** Undefined of what is no request that can be answered. */
async function requestOf(request: IncomingMessage): Promise<WorldRequest | undefined> {
  const target = request.url ?? '/';
  const tunnel = tunnels.get(request.socket);
  const absolute = /^https?:\/\//i.test(target);
  const address = absolute ? target : `${tunnel ?? 'http://world.invalid'}${target}`;
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, searchParams } = new URL(address);
  return {
    method: request.method ?? 'GET',
    host: plainHost(host),
    path: pathname,
    params: searchParams,
    body: request.method === 'POST' ? bodyOf(await readAll(request)) : {},
    direct: !absolute && tunnel === undefined,
  };
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BODY) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
