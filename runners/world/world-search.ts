/** worldSearch: the offline world as a search for agents of this process: no look-up, no socket, nothing kept. */

import type { AgentDeps } from '../agents/deps.ts';
import { type Page, type Search, SearchError, type SearchProvider, type SearchResult } from '../agents/research/search.ts';
import type { FaultKind } from './faults.ts';
import { Visit } from './visit.ts';
import { openWorld, snippetOf, type WorldPage } from './world.ts';

export function worldSearch({ faults, onVisit }: Pick<AgentDeps, 'faults' | 'onVisit'> = {}): SearchProvider {
  const world = openWorld();
  return {
    identity: { kind: 'world', today: world.today, ...(faults !== undefined && { faults }) },
    forTrial: (trial) => {
      const visit = new Visit(world, faults);
      onVisit?.(trial, visit);
      return searchOf(visit, world.today);
    },
  };
}

function searchOf(visit: Visit, today: string): Search {
  return {
    engine: 'world',
    today,
    search: async (query, { count, signal }) => {
      signal.throwIfAborted();
      const { pages, fault } = visit.search(query, count);
      refuse(fault, 'the search service');
      return pages.map((page) => resultOf(page, query));
    },
    open: async (url, { signal }) => {
      signal.throwIfAborted();
      const answer = visit.open(url);
      if (answer === undefined) throw new SearchError('missing', `${url}: there is no such page in the offline world`);
      refuse(answer.fault, url);
      const [page] = answer.pages;
      if (page === undefined) throw new SearchError('failed', `${url} holds no text`);
      return { ...readingOf(page), url };
    },
  };
}

/** A time-out costs no time here: nobody has to wait for an answer that is known not to come. @throws SearchError */
function refuse(fault: FaultKind | undefined, who: string): void {
  if (fault === 'error') throw new SearchError('failed', `${who} answered with 503 (Service Unavailable)`);
  if (fault === 'timeout') throw new SearchError('failed', `${who} did not answer in time`);
  if (fault === 'shape') throw new SearchError('unreadable', `${who} answered with what cannot be read`);
}

export function resultOf(page: WorldPage, query: string): SearchResult {
  return { title: page.title, url: page.url, snippet: snippetOf(page, query), date: page.modified ?? page.published };
}

function readingOf({ title, text, modified, published, kind }: WorldPage): Omit<Page, 'url'> {
  return { title, text, date: modified ?? published, ...(kind === 'pdf' && { notes: ['PDF'] }) };
}
