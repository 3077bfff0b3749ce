/** Search: the one way in which research agents look things up and read pages, whoever answers; and its entry in a sweep. */
import { z } from 'zod';
import { keys } from '../../../benchmarks/files/keys.ts';
import type { AgentDeps } from '../deps.ts';
import { envNameSchema, urlSchema } from '../entry.ts';
import type { Env } from '../secrets.ts';

export interface SearchResult {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  /** As the engine says it, in ISO 8601 where that is known. */
  readonly date?: string;
}

/** A page as it is read: its text, not its markup. */
export interface Page {
  /** Where it was found in the end, after redirects. */
  readonly url: string;
  readonly title: string;
  /** All of it; what a model is shown at once is the tool's matter. */
  readonly text: string;
  /** ISO 8601, where the page says when it was written. */
  readonly date?: string;
  /** What is odd about it, as in `first 40 of 300 pages` or `cookie notice`; empty where nothing is. */
  readonly notes?: readonly string[];
  /** It holds no article, only a notice, a login or a shell: not to be counted as read. */
  readonly blocked?: true;
}

export interface Look {
  readonly signal: AbortSignal;
  /** Called for each request that was answered and is paid for; not for what came from a cache. */
  readonly onRequest?: () => void;
}

/** @throws SearchError of both, the signal's reason, and ModelError (permanent) for what every further request would meet */
export interface Search {
  /** As traces name it, as in `tavily`. */
  readonly engine: string;
  /** The date that this web lives in, `2026-01-31`; the clock's where absent. */
  readonly today?: string;
  /** Nothing found is an empty list, and no error. */
  search(query: string, look: Look & { readonly count: number }): Promise<readonly SearchResult[]>;
  open(url: string, look: Look): Promise<Page>;
}

/**
 * One request brought nothing: `refused` (such an address is never opened), `missing` (there is no such page), `unreadable` (it holds no
 * text that can be read), `failed` (it may be otherwise another time).
 */
export class SearchError extends Error {
  override name = 'SearchError';
  readonly kind: 'refused' | 'missing' | 'unreadable' | 'failed';

  constructor(kind: SearchError['kind'], message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.kind = kind;
  }
}

/** Answers of earlier requests, by a text that holds all that the request asked for. */
export interface Lookups {
  get(key: string): string | undefined;
  /** Resolves when it is on disk. */
  put(key: string, answer: string): Promise<void>;
}

/** Whose search it is: one attempt of an agent at a task. */
export interface SearchTrial {
  readonly task: string;
  readonly repeat: number;
  readonly lookups: Lookups;
}

/** A search of its own for each trial, so that what is keyed by how often something was asked is keyed within the trial. */
export interface SearchProvider {
  /** What makes results comparable; part of the agent's identity. No keys. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Looks for what every search will need, before anything is paid for. @throws InputError */
  check?(): void;
  forTrial(trial: SearchTrial): Search;
  close?(): Promise<void>;
}

export interface SearchDeps extends Pick<AgentDeps, 'faults' | 'onVisit'> {
  readonly env: Env;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

export const SEARCH_KINDS = ['world', 'tavily', 'serper', 'searxng', 'brave', 'bocha'] as const;

export const searchSchema = z.strictObject({
  kind: z
    .enum(SEARCH_KINDS)
    .register(keys, { about: 'who searches: `world` is the bundled offline web, which needs neither key nor network' }),
  url: urlSchema().exactOptional().register(keys, { about: 'of the search service', absent: "the service's own; required for `searxng`" }),
  apiKeyEnv: envNameSchema.exactOptional().register(keys, {
    about: 'environment variable that holds its key',
    absent: '`TAVILY_API_KEY`, `SERPER_API_KEY`, `BRAVE_API_KEY` or `BOCHA_API_KEY`',
  }),
  perSecond: z.number().positive().max(1000).default(5).register(keys, { about: 'requests a second, over the whole sweep' }),
});

export type SearchConfig = z.infer<typeof searchSchema>;
