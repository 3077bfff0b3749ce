/** The extractive agent: searches, reads, and puts the passages that fit the query together, without a model: a baseline that costs nothing. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { sleep } from '../judging/sleep.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import type { AgentDeps } from './deps.ts';
import { checkpointFields, concurrencySchema, nameSchema } from './entry.ts';
import { extract, partsOf, type Section } from './extractive/extract.ts';
import { openSearch } from './research/open-search.ts';
import { type Page, type Search, SearchError, type SearchResult, searchSchema } from './research/search.ts';
import type { TraceEvent } from './trace.ts';

export const extractiveSchema = z.strictObject({
  kind: z.literal('extractive').register(keys, { about: 'passages of pages that a search finds, without a model: a plain baseline' }),
  name: nameSchema,
  ...checkpointFields(),
  search: searchSchema.register(keys, { about: 'who searches, as below' }),
  concurrency: concurrencySchema(8, 'trials at once'),
});

export type ExtractiveConfig = z.infer<typeof extractiveSchema>;

/** Changes with what the agent makes of the same pages: another version is another agent. */
const VERSION = 1;
const RESULTS = 6;
const MOST_PAGES = 10;
const LONGEST_QUERY = 300;
/** Tries of one request. */
const TRIES = 2;

export function createExtractiveAgent(config: ExtractiveConfig, deps: AgentDeps): Agent {
  const search = openSearch(config.search, { ...deps, sleep: deps.sleep ?? sleep, random: deps.random ?? Math.random });
  return {
    name: config.name,
    identity: { kind: 'extractive', version: VERSION, search: search.identity },
    concurrency: config.concurrency,
    attempt: (task, repeat, signal) => attempt(task, search.forTrial({ task: task.id, repeat, lookups: NOTHING_KEPT }), signal),
  };
}

const NOTHING_KEPT = { get: () => undefined, put: async () => {} };

async function attempt(task: AgentTask, search: Search, signal: AbortSignal): Promise<AgentReply> {
  const trial = new Trial(search, signal);
  const parts = partsOf(task.query);
  const queries = [...new Set([task.query, ...(parts.length > 1 ? parts : [])].map((query) => query.slice(0, LONGEST_QUERY)))];
  const found = new Map<string, SearchResult>();
  const answers: (readonly SearchResult[])[] = [];
  for (const query of queries) answers.push(await trial.search(query));
  // The best of each search first, then the second of each.
  for (let rank = 0; rank < RESULTS; rank++)
    for (const answer of answers) {
      const result = answer[rank];
      if (result !== undefined && !found.has(result.url)) found.set(result.url, result);
    }
  const pages: Page[] = [];
  for (const url of [...found.keys()].slice(0, MOST_PAGES)) {
    const page = await trial.open(url);
    if (page !== undefined) pages.push(page);
  }
  const sections = extract(parts, pages).filter(({ passages }) => passages.length > 0);
  return {
    report: written(task, sections),
    ...(sections.length === 0 && { notes: ['no-evidence'] }),
    usage: { inputTokens: 0, outputTokens: 0, toolCalls: trial.calls },
    cost: { amount: 0, currency: 'USD', basis: 'measured' },
    trace: trial.trace,
  };
}

/** One attempt's requests, told as they are made. */
class Trial {
  readonly #search: Search;
  readonly #signal: AbortSignal;
  readonly trace: TraceEvent[] = [];
  calls = 0;

  constructor(search: Search, signal: AbortSignal) {
    this.#search = search;
    this.#signal = signal;
  }

  async search(query: string): Promise<readonly SearchResult[]> {
    const answer = await this.#tried(
      { name: 'search', input: { queries: [query] } },
      () => this.#search.search(query, { count: RESULTS, signal: this.#signal }),
      (results) => [{ query, results: results.map(({ title, url, date }) => ({ title, url, ...(date !== undefined && { date }) })) }],
      (error) => [{ query, error }],
    );
    return answer ?? [];
  }

  open(url: string): Promise<Page | undefined> {
    return this.#tried(
      { name: 'open', input: { urls: [url] } },
      () => this.#search.open(url, { signal: this.#signal }),
      ({ text, url: at, title, date }) => [{ url: at, title, characters: text.length, ...(date !== undefined && { date }) }],
      (error) => [{ url, error }],
    );
  }

  /** Once more where it failed; undefined where it failed again. */
  async #tried<T>(
    call: Pick<TraceEvent, 'name' | 'input'>,
    ask: () => Promise<T>,
    told: (answer: T) => unknown,
    failed: (error: string) => unknown,
  ): Promise<T | undefined> {
    for (let tries = 1; tries <= TRIES; tries++) {
      this.calls++;
      const turn = this.calls;
      try {
        const answer = await ask();
        this.trace.push({ turn, kind: 'tool', ...call, output: told(answer) });
        return answer;
      } catch (error) {
        if (!(error instanceof SearchError)) throw error;
        this.trace.push({ turn, kind: 'error', ...call, output: failed(error.message) });
      }
    }
    return undefined;
  }
}

const WORDS = {
  en: {
    nothing: 'No source could be found or read, so this report makes no claim.',
    intro: (pages: number) =>
      `What follows is taken word for word from ${pages} ${pages === 1 ? 'page' : 'pages'}; each passage is followed by its source.`,
  },
  zh: {
    nothing: '没有检索到可读的来源，因此本报告不作任何论断。',
    intro: (pages: number) => `以下内容逐字摘自${pages}个网页，每段之后标明来源。`,
  },
} as const;

function written({ query, language }: AgentTask, sections: readonly Section[]): string {
  const words = /^zh/i.test(language) ? WORDS.zh : WORDS.en;
  const title = headline(partsOf(query)[0] ?? query);
  if (sections.length === 0) return `# ${title}\n\n${words.nothing}\n`;
  const pages = new Set(sections.flatMap(({ passages }) => passages.map(({ page }) => page.url)));
  const body = sections.map(({ part, passages }) => `## ${headline(part)}\n\n${passages.map(cited).join('\n\n')}`);
  return `# ${title}\n\n${words.intro(pages.size)}\n\n${body.join('\n\n')}\n`;
}

function cited({ text, page }: Section['passages'][number]): string {
  const link = `[${page.title.replace(/[[\]\n]/g, ' ')}](${page.url})`;
  return text.startsWith('|') ? `${text}\n\n${link}` : `${text} (${link})`;
}

const LONGEST_HEADLINE = 90;

function headline(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replace(/[.。:：;；]+$/, '');
  return plain.length <= LONGEST_HEADLINE ? plain : `${plain.slice(0, LONGEST_HEADLINE).trimEnd()}…`;
}
