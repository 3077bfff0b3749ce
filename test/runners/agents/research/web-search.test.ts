import { expect, test } from 'vitest';
import { tavily } from '../../../../runners/agents/research/engines/tavily.ts';
import { openSearch } from '../../../../runners/agents/research/open-search.ts';
import type { PageOpener } from '../../../../runners/agents/research/pages/open-page.ts';
import { type Lookups, searchSchema } from '../../../../runners/agents/research/search.ts';
import { webSearch } from '../../../../runners/agents/research/web-search.ts';
import { NEVER } from '../fixtures.ts';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const KEYS = { TAVILY_API_KEY: 'tvly-TEST1', SERPER_API_KEY: 'serper-9', BRAVE_API_KEY: 'brave-9f', BOCHA_API_KEY: 'sk-bocha-1' };

function lookups(): Lookups & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: (key) => kept.get(key), put: async (key, answer) => void kept.set(key, answer) };
}

/** A search whose service answers in turn, the last answer again and again. */
function searchOf(
  kind: string,
  answers: readonly Answer[],
  { env = KEYS, url, cache = lookups() }: { env?: Record<string, string>; url?: string; cache?: Lookups } = {},
) {
  const asked: { url: string; method: string; headers: Headers; body: string }[] = [];
  const waits: number[] = [];
  const fetch: typeof globalThis.fetch = async (to, init = {}) => {
    asked.push({ url: String(to), method: init.method ?? 'GET', headers: new Headers(init.headers), body: String(init.body ?? '') });
    const { status = 200, body, headers = {} } = answers[Math.min(asked.length, answers.length) - 1] ?? { body: {} };
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  };
  const deps = { env, fetch, sleep: async (ms: number) => void waits.push(ms), random: () => 0 };
  const provider = openSearch(searchSchema.parse({ kind, perSecond: 1000, ...(url !== undefined && { url }) }), deps);
  let paid = 0;
  const search = provider.forTrial({ task: 't', repeat: 1, lookups: cache });
  return {
    asked,
    waits,
    provider,
    paid: () => paid,
    find: (query: string, count = 5) => search.search(query, { count, signal: NEVER, onRequest: () => void paid++ }),
  };
}

const RESULT = { title: 'T & U', url: 'https://a.test/1', snippet: 'words', date: '2026-01-02' };

test.each([
  [
    'tavily',
    { results: [{ title: 'T & U', url: RESULT.url, content: 'words', published_date: '2026-01-02', score: 0.9 }] },
    'POST',
    'https://api.tavily.com/search',
    'authorization',
    'Bearer tvly-TEST1',
  ],
  [
    'serper',
    { organic: [{ title: 'T &amp; U', link: RESULT.url, snippet: 'words', date: '2026-01-02', position: 1 }] },
    'POST',
    'https://google.serper.dev/search',
    'x-api-key',
    'serper-9',
  ],
  [
    'brave',
    {
      type: 'search',
      web: { results: [{ title: 'T & U', url: RESULT.url, description: '<strong>words</strong>', page_age: '2026-01-02' }] },
    },
    'GET',
    'https://api.search.brave.com/res/v1/web/search?q=q&count=5',
    'x-subscription-token',
    'brave-9f',
  ],
  [
    'bocha',
    { code: 200, data: { webPages: { value: [{ name: 'T & U', url: RESULT.url, summary: 'words', datePublished: '2026-01-02' }] } } },
    'POST',
    'https://api.bochaai.com/v1/web-search',
    'authorization',
    'Bearer sk-bocha-1',
  ],
])('%s is asked and read as its service speaks', async (kind, body, method, url, header, value) => {
  const { asked, find, paid } = searchOf(kind, [{ body }]);
  expect(await find('q')).toEqual([RESULT]);
  expect(asked).toMatchObject([{ method, url }]);
  expect(asked[0]?.headers.get(header)).toBe(value);
  expect(paid()).toBe(1);
});

test('searxng is asked at the address of its own, with or without its path', async () => {
  const body = { results: [{ title: 'T & U', url: RESULT.url, content: 'words', publishedDate: '2026-01-02' }] };
  for (const url of ['http://localhost:8888', 'http://localhost:8888/search']) {
    const { asked, find } = searchOf('searxng', [{ body }], { url });
    expect(await find('a b')).toEqual([RESULT]);
    expect(asked[0]?.url).toBe('http://localhost:8888/search?q=a+b&format=json');
  }
});

test('what was found is kept for the sweep: with the network cut the same search answers', async () => {
  const cache = lookups();
  const body = { results: [{ title: 'T & U', url: RESULT.url, content: 'words', published_date: '2026-01-02' }] };
  await searchOf('tavily', [{ body }], { cache }).find('q');
  const cut = searchOf('tavily', [{ status: 500, body: {} }], { cache });
  expect(await cut.find('q')).toEqual([RESULT]);
  expect(cut.asked).toHaveLength(0);
  expect(cut.paid()).toBe(0);
  // Another count is another request.
  await expect(cut.find('q', 6)).rejects.toMatchObject({ name: 'SearchError', kind: 'failed' });
});

test('nothing found is an empty list, and is not kept', async () => {
  const cache = lookups();
  const { find, asked } = searchOf('tavily', [{ body: { results: [] } }], { cache });
  expect(await find('q')).toEqual([]);
  expect(await find('q')).toEqual([]);
  expect(asked).toHaveLength(2);
  expect(cache.kept.size).toBe(0);
});

test('a service that asks to wait is waited for, at least that long', async () => {
  const { find, waits } = searchOf('tavily', [{ status: 429, body: {}, headers: { 'retry-after': '2' } }, { body: { results: [] } }]);
  expect(await find('q')).toEqual([]);
  expect(Math.max(...waits)).toBeGreaterThanOrEqual(2000);
});

test.each([
  ['tavily', { status: 401, body: { detail: 'bad key tvly-TEST1' } }, /the key was refused: set TAVILY_API_KEY \(401\)/],
  ['tavily', { status: 432, body: { detail: 'plan limit' } }, /the account is used up \(432\)/],
  ['serper', { status: 400, body: { message: 'Not enough credits' } }, /the account is used up \(400\)/],
  ['searxng', { status: 403, body: '<html>Forbidden</html>' }, /allow JSON in its settings\.yml/],
])('%s ends the sweep with one sentence that says what to set: %j', async (kind, answer, said) => {
  const { find, asked } = searchOf(kind, [answer], kind === 'searxng' ? { url: 'http://localhost:1' } : {});
  const error = await find('q').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ModelError', kind: 'permanent', message: expect.stringMatching(said) });
  expect(String(error)).not.toContain('tvly-TEST1');
  expect(asked).toHaveLength(1);
});

test.each([
  ['searxng', { results: [], unresponsive_engines: [['google', 'timeout']] }, /engines do not answer.*google/],
  ['bocha', { code: 500, msg: 'busy' }, /code 500: busy/],
  ['tavily', { hits: [] }, /no answer of it/],
  ['tavily', '<html>', /no answer of it/],
])('a 200 of %s that is none is an error, not an empty list: %j', async (kind, body, said) => {
  const { find, paid } = searchOf(kind, [{ body }], kind === 'searxng' ? { url: 'http://localhost:1' } : {});
  await expect(find('q')).rejects.toMatchObject({ name: 'SearchError', message: expect.stringMatching(said) });
  expect(paid()).toBe(0);
});

test('a key or an address that is missing is said before anything is asked', () => {
  const { provider, asked } = searchOf('tavily', [], { env: {} });
  expect(() => provider.check?.()).toThrow('put TAVILY_API_KEY into the environment or .env');
  expect(() => searchOf('searxng', [])).toThrow('needs the address of the service');
  expect(asked).toHaveLength(0);
});

test('a page is fetched once for a sweep, and two at once of one host at most', async () => {
  let [open, most, count] = [0, 0, 0];
  const pages: PageOpener = {
    open: async (url) => {
      count++;
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return { url, title: 'T', text: `text of ${url}` };
    },
    close: async () => {},
  };
  const deps = { env: KEYS, fetch, sleep: async () => {}, random: () => 0 };
  const search = webSearch(tavily, searchSchema.parse({ kind: 'tavily' }), deps, pages).forTrial({
    task: 't',
    repeat: 1,
    lookups: lookups(),
  });
  await Promise.all([1, 2, 3, 4, 5].map((n) => search.open(`https://a.test/${n}`, { signal: NEVER })));
  expect(most).toBe(2);
  expect(await search.open('https://a.test/1?utm_source=x', { signal: NEVER })).toMatchObject({
    url: 'https://a.test/1',
    text: 'text of https://a.test/1',
  });
  expect(count).toBe(5);
});
