/** What the research agent's tests share: a model that answers by a script, a web of a few pages, and an agent between them, all in process. */
import { z } from 'zod';
import { AgentError } from '../../../../judge/errors.ts';
import type { AgentReply, AgentTask } from '../../../../runners/agents/agent.ts';
import { createReactAgent, reactSchema } from '../../../../runners/agents/react.ts';
import { type Entry, type Live, unkept } from '../../../../runners/agents/research/journal.ts';
import { type Page, type Search, SearchError, type SearchProvider, type SearchResult } from '../../../../runners/agents/research/search.ts';
import type { TraceEvent } from '../../../../runners/agents/trace.ts';
import { NEVER } from '../fixtures.ts';

export const TASK: AgentTask = { id: 't1', query: 'Which is higher, A or B?', language: 'en' };

export interface Asked {
  readonly model: string;
  readonly messages: {
    readonly role: string;
    readonly content: string;
    readonly tool_calls?: unknown[];
    readonly tool_call_id?: string;
    readonly [field: string]: unknown;
  }[];
  readonly tools?: unknown[];
  readonly max_tokens: number;
  readonly [field: string]: unknown;
}

/** A reply of the model: its words, calls, or a whole body. */
export interface Said {
  readonly text?: string | null;
  readonly calls?: readonly { readonly id?: string; readonly name: string; readonly arguments: unknown }[];
  readonly finish?: string;
  readonly usage?: unknown;
  readonly message?: Record<string, unknown>;
  readonly status?: number;
  readonly body?: string;
  readonly type?: string;
}

export type Script = (asked: Asked, n: number, signal: AbortSignal | undefined) => Said | string | Promise<Said | string>;

export function call(name: string, input: unknown, id = 'c1'): Said {
  return { calls: [{ id, name, arguments: typeof input === 'string' ? input : JSON.stringify(input) }] };
}

/** Each reply in its turn, the last one again and again. */
export function inTurn(...replies: readonly (Said | string)[]): Script {
  return (_, n) => replies[Math.min(n, replies.length) - 1] ?? '';
}

function bodyOf({ text = null, calls, finish, usage, message }: Said): string {
  return JSON.stringify({
    model: 'm',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(calls !== undefined && {
            tool_calls: calls.map((made, i) => ({
              id: made.id ?? `c${i}`,
              type: 'function',
              function: { name: made.name, arguments: made.arguments },
            })),
          }),
          ...message,
        },
        finish_reason: finish ?? (calls === undefined ? 'stop' : 'tool_calls'),
      },
    ],
    ...(usage !== undefined && { usage }),
  });
}

export interface Web {
  readonly results?: (query: string, n: number) => readonly SearchResult[] | Promise<readonly SearchResult[]>;
  readonly pages?: Readonly<Record<string, string | Partial<Page>>>;
}

export interface Bench {
  readonly asked: Asked[];
  readonly queries: string[];
  readonly opened: string[];
  readonly entries: Entry[];
  readonly events: () => TraceEvent[];
  attempt(options?: {
    readonly task?: AgentTask;
    readonly repeat?: number;
    readonly live?: Live;
    readonly signal?: AbortSignal;
    readonly stopping?: AbortSignal;
  }): Promise<AgentReply | undefined>;
}

export const PAGES = {
  'https://a.test/1': 'A is 10 metres high, as measured in 2024.',
  'https://a.test/2': 'B is 12 metres high, as measured in 2025.',
  'https://b.test/3': 'Nothing of note.',
};

export function found(url: string, n = 1): SearchResult {
  return { title: `Page ${n}`, url, snippet: `About ${n}` };
}

const usual = { prompt_tokens: 1_500, completion_tokens: 10 };

export function bench(
  script: Script,
  {
    config = {},
    web = {},
    live,
    env = {},
  }: {
    readonly config?: Record<string, unknown>;
    readonly web?: Web;
    readonly live?: Partial<Live>;
    readonly env?: Record<string, string>;
  } = {},
): Bench {
  const asked: Asked[] = [];
  const queries: string[] = [];
  const opened: string[] = [];
  const entries: Entry[] = [];
  const pages = web.pages ?? PAGES;
  const results = web.results ?? (() => Object.keys(PAGES).map((url, i) => found(url, i + 1)));
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const body = JSON.parse(String(init?.body)) as Asked;
    asked.push(body);
    const signal = init?.signal ?? undefined;
    const scripted = await script(body, asked.length, signal);
    const said: Said = typeof scripted === 'string' ? { text: scripted } : scripted;
    return new Response(said.body ?? bodyOf({ usage: usual, ...said }), {
      status: said.status ?? 200,
      headers: { 'content-type': said.type ?? 'application/json' },
    });
  };
  const search: Search = {
    engine: 'test',
    today: '2026-11-28',
    async search(query, { count, signal, onRequest }) {
      queries.push(query);
      const answer = results(query, queries.length);
      const found = answer instanceof Promise ? await Promise.race([answer, rejected(signal)]) : answer;
      onRequest?.();
      return found.slice(0, count);
    },
    async open(url, { signal }) {
      opened.push(url);
      const page = pages[url as keyof typeof pages];
      if (page === undefined) throw new SearchError('missing', `${url}: there is no such page`);
      signal.throwIfAborted();
      return { url, title: `Title of ${url}`, ...(typeof page === 'string' ? { text: page } : { text: '', ...(page as Partial<Page>) }) };
    },
  };
  const provider: SearchProvider = { identity: { kind: 'test' }, forTrial: () => search };
  const deps = { baseDir: '/', env, fetch, sleep: async () => {}, random: () => 0 };
  const agent = createReactAgent(
    reactSchema.parse({
      kind: 'react',
      name: 'mine',
      model: 'm',
      url: 'http://model.test/v1',
      search: { kind: 'searxng', url: 'http://s.test' },
      limits: { turns: 10 },
      ...config,
    }),
    deps,
    provider,
  );
  const plain = unkept();
  const journal = {
    kept: [] as Entry[],
    append: async (entry: Entry) => {
      entries.push(JSON.parse(JSON.stringify(entry)) as Entry);
    },
  };
  return {
    asked,
    queries,
    opened,
    entries,
    events: () => entries.flatMap(({ event }) => event ?? []),
    attempt: ({ task = TASK, repeat = 1, live: own, signal = NEVER, stopping = NEVER } = {}) =>
      agent.attempt(task, repeat, signal, stopping, own ?? { ...plain, journal, ...live }),
  };
}

export function rejected(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted === true) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What a trial failed with. */
export async function fault(attempt: Promise<unknown>): Promise<AgentError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return z.instanceof(AgentError).parse(error);
}
