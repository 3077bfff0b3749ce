/** worldSearch: the offline world as a search for agents of this process: no look-up, no socket, nothing kept. */
import { type Page, type Search, SearchError, type SearchProvider, type SearchResult } from '../agents/research/search.ts';
import { openWorld, snippetOf, type World, type WorldPage, worldAddress } from './world.ts';

export function worldSearch(): SearchProvider {
  const world = openWorld();
  return { identity: { kind: 'world', today: world.today }, forTrial: () => searchIn(world) };
}

function searchIn(world: World): Search {
  return {
    engine: 'world',
    today: world.today,
    search: async (query, { count, signal }) => {
      signal.throwIfAborted();
      return world.search(query, count).map((page) => resultOf(page, query));
    },
    open: async (url, { signal }) => {
      signal.throwIfAborted();
      const page = world.pages.get(worldAddress(url) ?? '');
      if (page === undefined) throw new SearchError('missing', `${url}: there is no such page in the offline world`);
      return readingOf(page);
    },
  };
}

export function resultOf(page: WorldPage, query: string): SearchResult {
  return { title: page.title, url: page.url, snippet: snippetOf(page, query), date: page.modified ?? page.published };
}

function readingOf({ url, title, text, modified, published, kind }: WorldPage): Page {
  return { url, title, text, date: modified ?? published, ...(kind === 'pdf' && { notes: ['PDF'] }) };
}
