/** serveEndpoint: a loopback chat-completions server that answers by script: real HTTP, requests kept, faults on demand. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: Record<string, unknown> } };
  readonly [extra: string]: unknown;
}

export interface Received {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatBody;
}

export interface Scripted {
  /** 200 where absent. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | Buffer | object;
  /**
   * `drip`: byte by byte; `drop`: the socket is cut before any answer; `break`: it is cut in the middle of the body; `stall`: nothing
   * ever comes; `hang`: headers and half of the body come, and then nothing. `whole` where absent.
   */
  readonly how?: 'whole' | 'drip' | 'drop' | 'break' | 'stall' | 'hang';
}

export interface EndpointServer {
  /** Without a path: `http://127.0.0.1:port`. */
  readonly origin: string;
  /** With the usual path: `http://127.0.0.1:port/v1`. */
  readonly url: string;
  readonly requests: readonly Received[];
  /** From then on connections are refused. Done at the end of the test in any case. */
  close(): Promise<void>;
}

/** @param script what request `n` (from 0) is answered with; a list is gone through and its last answer repeated */
export async function serveEndpoint(
  script: Scripted | readonly Scripted[] | ((request: Received, n: number) => Scripted | Promise<Scripted>),
): Promise<EndpointServer> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as ChatBody,
    };
    const n = requests.push(received) - 1;
    await send(response, await scripted(script, received, n));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onTestFinished(close);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, url: `${origin}/v1`, requests, close };
}

function scripted(script: Parameters<typeof serveEndpoint>[0], received: Received, n: number): Scripted | Promise<Scripted> {
  if (typeof script === 'function') return script(received, n);
  const list = [script].flat() as readonly Scripted[];
  const answer = list[Math.min(n, list.length - 1)];
  if (answer === undefined) throw new Error('the script is empty');
  return answer;
}

async function send(response: ServerResponse, { status = 200, headers = {}, body = '', how = 'whole' }: Scripted): Promise<void> {
  if (how === 'stall') return;
  if (how === 'drop') return void response.destroy();
  const plain = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = Buffer.from(plain ? (body as string) : JSON.stringify(body));
  response.writeHead(status, { ...(!plain && { 'content-type': 'application/json' }), 'content-length': String(bytes.length), ...headers });
  if (how === 'whole') return void response.end(bytes);
  const written = (chunk: Buffer) => new Promise<void>((resolve) => response.write(chunk, () => resolve()));
  if (how === 'drip') {
    for (const byte of bytes) await written(Buffer.of(byte));
    return void response.end();
  }
  await written(bytes.subarray(0, bytes.length >> 1));
  if (how === 'break') response.destroy();
}

/** A chat completion as the OpenAI API spells it. */
export function completion(text: string, more: { finish?: string | null; usage?: unknown } = {}): Scripted {
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      choices: [
        { index: 0, message: { role: 'assistant', content: text }, finish_reason: more.finish === undefined ? 'stop' : more.finish },
      ],
      ...(more.usage !== undefined && { usage: more.usage }),
    },
  };
}

export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Scripted {
  return { status, headers, body: { error: { message, type: 'error', code: null } } };
}
