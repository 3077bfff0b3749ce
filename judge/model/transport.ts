/** Transport to one endpoint: requests over a pool of kept-alive connections, each under a deadline, with bodies read whole and bounded. */
import { createRequire } from 'node:module';
import type { Dispatcher } from 'undici';
import { ModelError } from '../errors.ts';
import { decompress } from './decompress.ts';
import { exchange } from './exchange.ts';
import type { Answer } from './failure.ts';
import { retryAfter } from './retry-after.ts';

/** Loaded alone: the rest of the package, and Node's own copy that it wakes, would be a tenth of a second of every command's start. */
const Pool: typeof import('undici').Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js');

export interface TransportOptions {
  readonly origin: string;
  /** Connections kept open. */
  readonly connections: number;
  /** Deadline of one request, from its start to the last byte. */
  readonly timeoutMs: number;
  /** In place of a pool of its own, as where a proxy is to be used; closed with the transport. */
  readonly dispatcher?: Dispatcher | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** In place of the transport's own deadline. */
  readonly timeoutMs?: number;
}

export interface Transport {
  /** @throws ModelError (timeout) past the deadline, the signal's reason, or undici's error */
  send(request: HttpRequest, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

/** Decompressed, in bytes. */
const LONGEST_TEXT = 8 * 1024 * 1024;
/** Leaves out the byte order mark that some servers put before their JSON. */
const UTF8 = new TextDecoder();

export function openTransport({ origin, connections, timeoutMs, dispatcher }: TransportOptions): Transport {
  // Deadlines are kept here: undici's own would come first where a server thinks for minutes.
  const pool =
    dispatcher ??
    new Pool(origin, {
      connections,
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: Math.min(timeoutMs, 15_000),
      keepAliveTimeout: 30_000,
    });
  return {
    async send({ method, path, headers, body = null, timeoutMs: ms = timeoutMs }, signal) {
      const answer = await exchange(pool, { origin, method, path, headers, body }, ms, signal);
      return {
        status: answer.status,
        contentType: String(answer.headers['content-type'] ?? ''),
        wait: retryAfter((name) => one(answer.headers[name]), Date.now()),
        body: await decoded(answer.body, one(answer.headers['content-encoding'])),
      };
    },
    close: () => pool.destroy(),
  };
}

/** A header that comes twice says nothing. */
function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

async function decoded(body: Buffer, encoding: string | undefined): Promise<string> {
  try {
    return UTF8.decode(await decompress(body, encoding, LONGEST_TEXT));
  } catch (cause) {
    throw new ModelError('transient', `the answer's ${encoding} encoding is broken or too long`, { cause });
  }
}
