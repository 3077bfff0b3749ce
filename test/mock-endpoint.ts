/** startMock: a scripted chat endpoint on the loopback: answers as the script says, and tells when what has come. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Ask {
  /** From 1, in the order of coming. */
  readonly number: number;
  /** The words of the one criterion asked about. */
  readonly criterion: string;
  /** All that the model is shown. */
  readonly prompt: string;
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** Undefined: the usual answer. */
export type Script = (ask: Ask) => Answer | undefined | Promise<Answer | undefined>;

export interface MockEndpoint {
  readonly url: string;
  readonly asks: readonly Ask[];
  /** Criteria that were answered well, one entry an answer. */
  readonly answered: readonly string[];
  /** Most requests open at once. */
  readonly mostOpen: () => number;
  /** Resolves once so many requests have come. */
  readonly came: (count: number) => Promise<void>;
  script: Script;
}

/** The label depends on the criterion and the report only, so that every run of the same work ends alike. */
function usualLabel(prompt: string): string {
  const digit = createHash('sha256').update(prompt).digest()[0] ?? 0;
  const menu = prompt.includes('"absent"') ? ['present', 'partial', 'absent'] : ['satisfied', 'partial', 'unsatisfied'];
  return menu[digit % 3] ?? '';
}

export function verdict(label: string, usage: unknown = { prompt_tokens: 100, completion_tokens: 10 }): Answer {
  return completion(JSON.stringify({ reason: `It is ${label}.`, quotes: [], label, confidence: 0.8 }), usage);
}

export function completion(content: string, usage: unknown = { prompt_tokens: 100, completion_tokens: 10 }): Answer {
  return { body: JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], usage }) };
}

export async function startMock(script: Script = () => undefined): Promise<MockEndpoint> {
  const asks: Ask[] = [];
  const answered: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let open = 0;
  let most = 0;
  const mock = {
    url: '',
    asks,
    answered,
    mostOpen: () => most,
    came: (count: number) =>
      new Promise<void>((resolve) => {
        if (asks.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    script,
  };
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    const ask = await readAsk(request, asks.length + 1);
    asks.push({ ...ask, number: asks.length + 1 });
    for (const waiter of waiting) if (asks.length >= waiter.count) waiter.resolve();
    const scripted = await mock.script({ ...ask, number: asks.length });
    const { status = 200, type = 'application/json', body } = scripted ?? verdict(usualLabel(ask.prompt));
    await send(response, status, type, body);
    if (status === 200) answered.push(ask.criterion);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mock.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return mock;
}

async function readAsk(request: IncomingMessage, number: number): Promise<Ask> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const { messages } = (text === '' ? { messages: [] } : JSON.parse(text)) as { messages: { content: string }[] };
  const prompt = messages.map((message) => message.content).join('\n');
  const criterion = /# Criterion\n\n([\s\S]*?)\n\nReply with/.exec(prompt)?.[1] ?? '';
  return { number, criterion, prompt, authorization: request.headers.authorization };
}

function send(response: ServerResponse, status: number, type: string, body: string): Promise<void> {
  return new Promise((resolve) => {
    response.writeHead(status, { 'content-type': type });
    response.on('close', resolve);
    response.end(body);
  });
}
