/** An HTTP server that stops when asked: what is being answered is answered, then every connection is closed. */
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { InputError } from '../../judge/errors.ts';

export interface Listening {
  readonly port: number;
  /** Resolves when nothing is open any more. */
  readonly stop: () => Promise<void>;
}

export interface ListenOptions {
  /** Connections that wait to be taken. */
  readonly backlog?: number;
  /** How long a connection is kept for its next request. */
  readonly keepAliveMs?: number;
  /** How long nothing may pass over a connection while a request is answered. */
  readonly silentMs?: number;
  /** How long a request in progress may take to end once the server stops. */
  readonly graceMs?: number;
}

const SWEEP_MS = 50;
/** Who begins a request and does not go on is dropped after so long. */
const SLOW = { headersTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/** What answers a request; `env.incoming` is the request as Node has it. */
type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** @throws InputError where the address cannot be had */
export async function listen(fetch: Fetch, host: string, port: number, options: ListenOptions = {}): Promise<Listening> {
  const { backlog, keepAliveMs, silentMs, graceMs = 2000 } = options;
  const server = createAdaptorServer({ fetch: (request, env) => fetch(request, env as HttpBindings), serverOptions: SLOW }) as Server;
  if (silentMs !== undefined) server.timeout = silentMs;
  if (keepAliveMs !== undefined) server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new InputError(whyNot(error, host, port), { cause: error })));
    server.listen({ port, host: host.replace(/^\[(.*)\]$/, '$1'), ...(backlog !== undefined && { backlog }) }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), graceMs);
        // A connection is idle once its answer is sent, and would be kept for another request.
        const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
        server.close(() => {
          clearTimeout(impatient);
          clearInterval(sweeping);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `port ${port} of ${host} is in use: choose another with --port`;
  if (error.code === 'EACCES') return `port ${port} of ${host} may not be used: choose one from 1024 with --port`;
  return `${host}:${port} cannot be listened on (${error.code ?? error.message})`;
}
