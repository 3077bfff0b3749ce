/** Transport to one endpoint: requests over a pool of kept-alive connections, each under a deadline, with bodies read whole and bounded. */
import { type Dispatcher, Pool } from 'undici';
import { ModelError } from '../errors.ts';
import { withDeadline } from './deadline.ts';
import { decompress } from './decompress.ts';
import type { Answer } from './failure.ts';
import { retryAfter } from './retry-after.ts';

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

const LONGEST_BODY = 8 * 1024 * 1024;
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
    send(request, signal) {
      const ms = request.timeoutMs ?? timeoutMs;
      const late = () => new ModelError('timeout', `no answer within ${ms / 1000} s`);
      return withDeadline(ms, signal, late, async (inner) => {
        const { method, path, headers, body = null } = request;
        const response = await pool.request({ origin, method, path, headers, body, signal: inner });
        return {
          status: response.statusCode,
          contentType: String(response.headers['content-type'] ?? ''),
          wait: retryAfter((name) => one(response.headers[name]), Date.now()),
          body: await decoded(await readBody(response.body), one(response.headers['content-encoding'])),
        };
      });
    },
    close: () => pool.destroy(),
  };
}

/** A header that comes twice says nothing. */
function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new ModelError('transient', `the answer is longer than ${LONGEST_BODY / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function decoded(body: Buffer, encoding: string | undefined): Promise<string> {
  try {
    return UTF8.decode(await decompress(body, encoding, LONGEST_BODY));
  } catch (cause) {
    throw new ModelError('transient', `the answer's ${encoding} encoding is broken or too long`, { cause });
  }
}
