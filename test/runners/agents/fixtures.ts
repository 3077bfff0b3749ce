/** What the agents' tests share: a task, a temporary folder, loopback servers. */
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentTask } from '../../../runners/agents/agent.ts';
import type { AgentDeps } from '../../../runners/agents/deps.ts';
import { createHttpPool } from '../../../runners/http/http-pool.ts';

export const TASK: AgentTask = { id: 'task-1', query: '比较三种方案 and cite sources', language: 'zh' };
export const NEVER = new AbortController().signal;

export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gavel-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** A server that answers call n (from 0) with `answer`; the calls it got are kept. */
export async function serve(
  answer: (response: ServerResponse, n: number, received: Received) => void,
): Promise<{ url: string; calls: Received[] }> {
  const calls: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = { path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString() || '{}') };
    calls.push(received);
    answer(response, calls.length - 1, received);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Waits are recorded in `waits` and not waited for. */
export function networkDeps(env: Record<string, string> = {}): AgentDeps & { waits: number[] } {
  const pool = createHttpPool();
  onTestFinished(() => pool.close());
  const waits: number[] = [];
  return {
    baseDir: '/',
    env,
    fetch: pool.fetch,
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0,
    waits,
  };
}

/** What `promise` rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

/** Resolves when the other side is gone, however it went. */
export function closed(socket: NodeJS.EventEmitter): Promise<void> {
  socket.on('error', () => {});
  return new Promise((resolve) => void socket.once('close', resolve));
}
