/** webSearch: a search service and the open web as a research agent's search: paced, tried again where that helps, each answer kept for the sweep. */
import { InputError, ModelError } from '../../../judge/errors.ts';
import { sha256 } from '../../../judge/hash.ts';
import { withDeadline } from '../../../judge/model/deadline.ts';
import { excerpt, scrub } from '../../../judge/model/excerpt.ts';
import { retryAfter } from '../../../judge/model/retry-after.ts';
import { withoutQuery } from '../identity.ts';
import { normalAddress } from './address.ts';
import { type Engine, EngineTrouble } from './engines/engine.ts';
import { Pace } from './pace.ts';
import { type PageOpener, pageOpener } from './pages/open-page.ts';
import { textKey } from './recorded-search.ts';
import {
  type Look,
  type Page,
  type Search,
  type SearchConfig,
  type SearchDeps,
  SearchError,
  type SearchProvider,
  type SearchResult,
  type SearchTrial,
} from './search.ts';

const TIMEOUT_MS = 30_000;
const TRIES = 5;
const LONGEST_WAIT_MS = 120_000;
const FIRST_WAIT_MS = 500;
/** Requests for pages of one host at once: readers that are asked for more answer with nothing. */
const PER_HOST = 2;
/** Of accounts, in words of services that send 400 or 403 for them. */
const USED_UP =
  /(not enough|insufficient|out of|no) (credit|quota|balance)|(quota|credits?|plan).{0,30}(exceeded|exhausted|used up)|余额不足|额度已/i;

/** @throws InputError where a key or an address is missing */
export function webSearch(
  engine: Engine,
  config: SearchConfig,
  deps: SearchDeps,
  pages: PageOpener = pageOpener({ env: deps.env }),
): SearchProvider {
  const url = config.url ?? engine.url;
  if (url === undefined)
    throw new InputError(`search: kind ${config.kind} needs the address of the service, as in url: http://localhost:8888`);
  const keyEnv = config.apiKeyEnv ?? engine.keyEnv;
  const service = new Service(engine, config, deps, { url, keyEnv });
  const hosts = new Map<string, Promise<unknown>[]>();
  return {
    identity: { kind: config.kind, url: withoutQuery(url) },
    check: () => void service.key(),
    forTrial: ({ lookups }: SearchTrial): Search => ({
      engine: config.kind,
      search: async (query, { count, signal, onRequest }) => {
        const most = Math.min(count, engine.most);
        const key = `search ${config.kind} ${withoutQuery(url)} ${most} ${query}`;
        const kept = lookups.get(key);
        if (kept !== undefined) return JSON.parse(kept) as SearchResult[];
        const results = await service.ask(query, most, signal);
        onRequest?.();
        // An empty answer may be full the next time.
        if (results.length > 0) await lookups.put(key, JSON.stringify(results));
        return results;
      },
      open: async (address, { signal }: Look) => {
        const key = `page ${normalAddress(address) ?? address}`;
        const kept = lookups.get(key);
        if (kept !== undefined) {
          const { hash, ...page } = JSON.parse(kept) as Omit<Page, 'text'> & { readonly hash: string };
          const text = lookups.get(textKey(hash));
          if (text !== undefined) return { ...page, text };
        }
        const page = await ofHost(hosts, address, () => pages.open(address, signal));
        const { text, ...about } = page;
        const hash = sha256(text);
        await lookups.put(textKey(hash), text);
        if (page.blocked !== true) await lookups.put(key, JSON.stringify({ ...about, hash }));
        return page;
      },
    }),
    close: () => pages.close(),
  };
}

async function ofHost<T>(hosts: Map<string, Promise<unknown>[]>, address: string, work: () => Promise<T>): Promise<T> {
  const host = URL.canParse(address) ? new URL(address).host : address;
  const open = hosts.get(host) ?? [];
  hosts.set(host, open);
  while (open.length >= PER_HOST) await Promise.race(open).catch(() => {});
  const mine: Promise<T> = work();
  open.push(mine);
  try {
    return await mine;
  } finally {
    open.splice(open.indexOf(mine), 1);
    if (open.length === 0) hosts.delete(host);
  }
}

class Service {
  readonly #engine: Engine;
  readonly #config: SearchConfig;
  readonly #deps: SearchDeps;
  readonly #at: { readonly url: string; readonly keyEnv: string | undefined };
  readonly #pace: Pace;
  #proven = false;

  constructor(engine: Engine, config: SearchConfig, deps: SearchDeps, at: { readonly url: string; readonly keyEnv: string | undefined }) {
    this.#engine = engine;
    this.#config = config;
    this.#deps = deps;
    this.#at = at;
    this.#pace = new Pace(config.perSecond, deps.sleep);
  }

  /** @throws InputError where the service wants one and none is set */
  key(): string | undefined {
    const { keyEnv } = this.#at;
    if (keyEnv === undefined) return undefined;
    const key = this.#deps.env[keyEnv]?.trim();
    if (key === undefined || key === '')
      throw new InputError(`search ${this.#config.kind}: no key: put ${keyEnv} into the environment or .env`);
    if (!/^[\x21-\x7e]+$/.test(key))
      throw new InputError(`search ${this.#config.kind}: the key in ${keyEnv} holds a character that no key can hold`);
    return key;
  }

  /** @throws SearchError (failed), ModelError (permanent) for what every further request would meet, the signal's reason */
  async ask(query: string, count: number, signal: AbortSignal): Promise<readonly SearchResult[]> {
    const key = this.key();
    let last = 'no answer';
    for (let n = 1; n <= TRIES; n++) {
      await this.#pace.turn(signal);
      const tried = await this.#try(query, count, key, signal);
      if ('results' in tried) return tried.results;
      last = tried.said;
      if (!tried.passing || n === TRIES) break;
      const wait = tried.waitMs ?? FIRST_WAIT_MS * 2 ** (n - 1);
      if (wait > LONGEST_WAIT_MS) break;
      // All that wait for the service wait at least that long, and not in step.
      if (tried.waitMs !== undefined) this.#pace.rest(tried.waitMs);
      await this.#deps.sleep(wait * (1 + this.#deps.random() / 4), signal);
    }
    throw new SearchError('failed', last);
  }

  async #try(
    query: string,
    count: number,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<
    { readonly results: readonly SearchResult[] } | { readonly said: string; readonly passing: boolean; readonly waitMs?: number }
  > {
    const { kind } = this.#config;
    const { method, url, headers, body } = this.#engine.request(this.#at.url, query, count, key);
    const who = `search ${kind}`;
    let answer: { readonly response: Response; readonly text: string };
    try {
      answer = await withDeadline(
        TIMEOUT_MS,
        signal,
        () => new SearchError('failed', `${who} did not answer within ${TIMEOUT_MS / 1000} s`),
        async (inner) => {
          const response = await this.#deps.fetch(url, { method, headers, ...(body !== undefined && { body }), signal: inner });
          return { response, text: await response.text() };
        },
      );
    } catch (error) {
      signal.throwIfAborted();
      const said =
        error instanceof SearchError
          ? error.message
          : `${who} cannot be reached (${String((error as { code?: unknown }).code ?? 'broken')})`;
      return { said, passing: true };
    }
    const { response, text } = answer;
    const shown = excerpt(scrub(text, key === undefined ? [] : [key]), 200);
    if (!response.ok) return this.#refused(response, shown);
    try {
      const results = this.#engine.read(parsed(text));
      if (results === undefined) return { said: `${who} answered with what is no answer of it (${shown})`, passing: true };
      this.#proven = true;
      return { results: results.filter(({ url: found }) => /^https?:\/\//i.test(found)).slice(0, count) };
    } catch (error) {
      if (!(error instanceof EngineTrouble)) throw error;
      const { message } = error;
      if (/\b(401|403)\b/.test(message) && !this.#proven) throw this.#permanent(message);
      return { said: `${who}: ${message}`, passing: true };
    }
  }

  #refused(response: Response, shown: string): { readonly said: string; readonly passing: boolean; readonly waitMs?: number } {
    const { status } = response;
    const advice = this.#engine.advice?.(status);
    const said = `search ${this.#config.kind} answered with ${status}${advice === undefined ? '' : `: ${advice}`} (${shown})`;
    const isOver = status === 402 || status === 432 || status === 433 || USED_UP.test(shown);
    if (isOver) throw this.#permanent(`the account is used up (${status}). ${shown}`);
    if (status === 401 || status === 403)
      throw this.#permanent(`${advice ?? `the key was refused: set ${this.#at.keyEnv ?? 'apiKeyEnv'}`} (${status}). ${shown}`);
    if (status === 404 && !this.#proven) throw this.#permanent(`there is no such service (404): check search.url. ${shown}`);
    const { retryAfterMs } = retryAfter((name) => response.headers.get(name), Date.now());
    const passing = status === 429 || status === 408 || status >= 500;
    return { said, passing, ...(retryAfterMs !== undefined && { waitMs: retryAfterMs }) };
  }

  #permanent(said: string): ModelError {
    return new ModelError('permanent', `search ${this.#config.kind}: ${said}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
