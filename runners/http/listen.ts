/** An HTTP server that stops when asked: what is being answered is answered, then every connection is closed. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { InputError } from '../../judge/errors.ts';

export interface Listening {
  readonly port: number;
  /** Resolves when nothing is open any more. */
  readonly stop: () => Promise<void>;
}

/** How long a request in progress may take to end. */
const GRACE_MS = 2000;

/** @throws InputError where the address cannot be had */
export async function listen(fetch: (request: Request) => Response | Promise<Response>, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new InputError(whyNot(error, host, port), { cause: error })));
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(impatient);
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
