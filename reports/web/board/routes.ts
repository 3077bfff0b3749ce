/** boardRoutes: the board, from a number to the sentence that lost the points; one grammar of addresses leads to all of it. */
import { Hono } from 'hono';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { opening, type ViewDeps } from '../deps.ts';
import { readAddress, writePath } from './address.ts';
import { boardDocument } from './document.ts';
import { laterRows } from './grid-page.ts';
import { PageCache } from './page-cache.ts';
import { pageOf } from './pages.ts';

/** People who annotate are to stay blind: to them the board is closed. */
export function boardRoutes(deps: ViewDeps): Hono<GuardEnv> {
  const { store, sweep, pages = new PageCache(store) } = deps;
  const app = new Hono<GuardEnv>();
  app.use(async (c, next) =>
    c.get('annotator') === undefined ? next() : c.text('gavel: the board names agents: it is not for annotators\n', 403),
  );
  app.get('*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const address = readAddress(pathname + search);
    const data = address && (await pages.read({ ...address, sweep }));
    if (address === undefined || data === undefined) return c.notFound();
    if (data.kind === 'home' && data.benchmarks.length === 1) return c.redirect(writePath({ benchmark: data.benchmarks[0] }));
    const opened = { ...opening(c, deps), to: writePath, served: true, isReadOnly: deps.store.isReadOnly };
    // To the script of a page that came with the first rows of its grid alone.
    const from = Number(c.req.query('from') ?? Number.NaN);
    if (data.kind === 'board' && from >= 0) return c.json(laterRows(opened, data, address.state, from));
    return c.html(boardDocument(opened, pageOf(opened, data, address.state)));
  });
  return app;
}
