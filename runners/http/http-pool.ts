/** A `fetch` over kept-alive connections, for calls whose answer is read whole. */
import { Agent, errors, request } from 'undici';
import { decompress } from '../../judge/model/decompress.ts';
import { boundedBytes } from './bounded-bytes.ts';
import { proxyOf } from './proxy.ts';

export interface HttpPool {
  /**
   * Takes a string or URL and a body of text or bytes. Resolves when the last byte of the answer is here, so that one deadline covers
   * all of it; redirects are handed back as they are. Without a signal it waits as long as the server does.
   * @throws the signal's reason, or undici's error or zlib's, whose `code` says what broke (`UND_ERR_RES_EXCEEDED_MAX_SIZE`: too long)
   */
  readonly fetch: typeof fetch;
  /** Breaks open calls off and closes every connection. */
  close(): Promise<void>;
}

export interface HttpPoolOptions {
  /** Connections to one host; calls beyond it wait. Unbounded where absent: callers bound their own calls. */
  readonly connections?: number;
  /** Longest answer. */
  readonly maxResponseBytes?: number;
  /** Where proxies are named. None where absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const LONGEST_RESPONSE = 64 * 1024 * 1024;
/** Statuses for which `Response` refuses a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

export function createHttpPool(options: HttpPoolOptions = {}): HttpPool {
  const longest = options.maxResponseBytes ?? LONGEST_RESPONSE;
  const settings = {
    connections: options.connections ?? null,
    maxResponseSize: longest,
    // A deep-research agent may think for an hour before its first byte: deadlines are the caller's, through the signal.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 15_000,
  };
  const proxy = proxyOf(options.env ?? {}, settings);
  const dispatcher = proxy ?? new Agent(settings);
  const pooled: typeof fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const { method = 'GET', body, signal } = init;
    if (input instanceof Request || !isPlainBody(body)) throw new TypeError('the pooled fetch takes a URL and a body of text or bytes');
    const answer = await request(input, {
      dispatcher,
      method: method.toUpperCase() as 'GET' | 'POST',
      headers: { 'accept-encoding': 'identity', ...Object.fromEntries(new Headers(init.headers)) },
      body: body ?? null,
      signal: signal ?? undefined,
    });
    const { 'content-encoding': encoding, ...headers } = answer.headers;
    const received = proxy === undefined ? await answer.body.bytes() : await boundedBytes(answer.body, longest);
    const bytes = await plain(received, [encoding].flat()[0], longest);
    return new Response(WITHOUT_BODY.has(answer.statusCode) ? null : bytes, { status: answer.statusCode, headers: flatten(headers) });
  };
  return { fetch: pooled, close: () => dispatcher.destroy() };
}

async function plain(body: Uint8Array, encoding: string | undefined, longest: number): Promise<Uint8Array> {
  try {
    return await decompress(body, encoding, longest);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new errors.ResponseExceededMaxSizeError() : error;
  }
}

function isPlainBody(body: unknown): body is string | Uint8Array | null | undefined {
  return body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array;
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
  );
}
