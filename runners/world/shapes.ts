/** Shapes: how search services take a query and spell their results, each told by host, path and method. */
import type { SearchResult } from '../agents/research/search.ts';
import { escaped, resultsHtml } from './render.ts';

export interface WorldRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly params: URLSearchParams;
  /** Of a POST, where it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  /** It came to the world's own address, not through it as a proxy. */
  readonly direct: boolean;
}

export type Result = SearchResult & {
  /** All of the page, for services that hand it over. */
  readonly text: string;
};

export interface Written {
  readonly type: string;
  readonly body: string;
}

export interface Asked {
  readonly engine: string;
  readonly query: string;
  readonly count: number;
  readonly write: (results: readonly Result[]) => Written;
}

interface Shape {
  readonly engine: string;
  readonly fits: (request: WorldRequest) => boolean;
  readonly query: (request: WorldRequest) => unknown;
  readonly count: (request: WorldRequest) => unknown;
  readonly write: (request: WorldRequest, query: string) => (results: readonly Result[]) => Written;
}

const COUNT = 10;
const MOST = 50;

/** What is asked, where a request asks anything; undefined of any other request. */
export function askedOf(request: WorldRequest): Asked | undefined {
  const shape = SHAPES.find(({ fits }) => fits(request));
  if (shape === undefined) return undefined;
  const query = String(shape.query(request) ?? '');
  const count = Math.trunc(Number(shape.count(request) ?? COUNT));
  return { engine: shape.engine, query, count: count >= 1 ? Math.min(count, MOST) : COUNT, write: shape.write(request, query) };
}

const json = (value: unknown): Written => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(value) });

/** Whether it came to one of a service's hosts, or to the world's own address. */
const at = (request: WorldRequest, ...hosts: string[]) => request.direct || hosts.includes(request.host);

const SHAPES: readonly Shape[] = [
  {
    engine: 'tavily',
    fits: (request) => request.method === 'POST' && request.path === '/search' && 'query' in request.body && at(request, 'api.tavily.com'),
    query: ({ body }) => body.query,
    count: ({ body }) => body.max_results ?? 5,
    write:
      ({ body }, query) =>
      (results) =>
        json({
          query,
          answer: null,
          images: [],
          results: results.map(({ title, url, snippet, text }, i) => ({
            title,
            url,
            content: snippet,
            score: scoreOf(i),
            raw_content: body.include_raw_content ? text : null,
          })),
          response_time: 0.1,
          request_id: 'world',
        }),
  },
  {
    engine: 'serper',
    fits: (request) =>
      request.path === '/search' &&
      ((request.method === 'POST' && 'q' in request.body && at(request, 'google.serper.dev')) || request.host === 'google.serper.dev'),
    query: ({ body, params }) => body.q ?? params.get('q'),
    count: ({ body, params }) => body.num ?? params.get('num') ?? undefined,
    write: (_request, query) => (results) =>
      json({
        searchParameters: { q: query, type: 'search', engine: 'google' },
        organic: results.map(({ title, url, snippet, date }, i) => ({ title, link: url, snippet, date, position: i + 1 })),
        credits: 1,
      }),
  },
  {
    engine: 'brave',
    fits: (request) => request.path === '/res/v1/web/search' && at(request, 'api.search.brave.com'),
    query: ({ params }) => params.get('q'),
    count: ({ params }) => params.get('count') ?? undefined,
    write: (_request, query) => (results) =>
      json({
        type: 'search',
        query: { original: query, more_results_available: false },
        web: {
          type: 'search',
          results: results.map(({ title, url, snippet, date }) => ({ title, url, description: snippet, page_age: date })),
        },
      }),
  },
  {
    engine: 'bing',
    fits: (request) => request.path === '/search' && request.params.get('format') === 'rss' && at(request, 'www.bing.com', 'bing.com'),
    query: ({ params }) => params.get('q'),
    count: ({ params }) => params.get('count') ?? undefined,
    write: (_request, query) => (results) => ({ type: 'text/xml; charset=utf-8', body: rss(query, results) }),
  },
  {
    engine: 'searxng',
    fits: (request) => request.path === '/search' && request.direct,
    query: ({ params, body }) => params.get('q') ?? body.q,
    count: () => undefined,
    write:
      ({ params }, query) =>
      (results) =>
        params.get('format') === 'json'
          ? json({
              query,
              number_of_results: results.length,
              results: results.map(({ title, url, snippet, date }, i) => ({
                url,
                title,
                content: snippet,
                publishedDate: date,
                engine: 'world',
                engines: ['world'],
                positions: [i + 1],
                score: scoreOf(i),
                category: 'general',
              })),
              answers: [],
              corrections: [],
              infoboxes: [],
              suggestions: [],
              unresponsive_engines: [],
            })
          : { type: 'text/html; charset=utf-8', body: resultsHtml(query, results) },
  },
];

/** Hosts of search services that the world answers for. */
export const SEARCH_HOSTS = ['api.tavily.com', 'google.serper.dev', 'api.search.brave.com', 'www.bing.com', 'bing.com'];

function scoreOf(place: number): number {
  return Math.round(1000 / (place + 1)) / 1000;
}

function rss(query: string, results: readonly Result[]): string {
  const items = results.map(
    ({ title, url, snippet, date = '1970-01-01' }) =>
      `<item><title>${escaped(title)}</title><link>${escaped(url)}</link><description>${escaped(snippet)}</description><pubDate>${new Date(date).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${escaped(query)}</title><link>https://www.bing.com/search</link><description>Search results</description>${items.join('')}</channel></rss>`;
}
