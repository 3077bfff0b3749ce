/** searchRoutes: one search over everything in the store, in the address; the index is made when somebody searches first. */
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { SearchIndex } from '../../../runners/store/search-index.ts';
import { KINDS, searchStore } from '../../search.ts';
import { hereFor, opening, type ViewDeps } from '../deps.ts';
import { searchPage } from './page.ts';

/** How long a reader waits for a store to be read; after that they see what there is, and the page asks again. */
const PATIENCE_MS = 1500;
const AGAIN_SECONDS = 3;
const LONGEST = 300;

export function searchRoutes(deps: ViewDeps): Hono<GuardEnv> {
  const { store, sweep } = deps;
  let index: SearchIndex | undefined;
  const routes = new Hono<GuardEnv>();
  routes.use(async (c, next) =>
    c.get('annotator') === undefined ? next() : c.text('gavel: a search names agents: it is not for annotators\n', 403),
  );
  routes.get('/', async (c) => {
    const query = (c.req.query('q') ?? '').trim().slice(0, LONGEST);
    const kind = KINDS.find((each) => each === c.req.query('kind'));
    index ??= new SearchIndex(store);
    let building = query !== '';
    if (building) {
      const read = index.update().then(() => {
        building = false;
      });
      // Whoever has gone on without it hears of its failure at their next look.
      read.catch(() => {});
      const patience = new AbortController();
      await Promise.race([read, setTimeout(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {})]);
      patience.abort();
    }
    if (building) c.header('Refresh', String(AGAIN_SECONDS));
    const found = searchStore(store, index, { query, kind, sweep });
    return c.html(searchPage({ ...opening(c, deps), here: hereFor(c, 'search'), query, kind, found, building }));
  });
  return routes;
}
