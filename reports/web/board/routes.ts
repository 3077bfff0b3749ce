/** boardRoutes: the case board, from a number to the sentence that lost the points. */
import { type Context, Hono } from 'hono';
import { printable } from '../../../benchmarks/files/check.ts';
import { InputError } from '../../../judge/errors.ts';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { readGrid, readTask } from '../../read-board.ts';
import { readLeaderboards } from '../../read-leaderboards.ts';
import { showReport } from '../../show-report.ts';
import { opening, type ViewDeps } from '../deps.ts';
import { boardPath, readState } from './address.ts';
import { besidePage, type Case, casePage } from './case-page.ts';
import { gridPage } from './grid-page.ts';
import { boardPage } from './parts.ts';
import { taskPage } from './task-page.ts';

/** People who annotate are to stay blind: to them the board is closed. */
export function boardRoutes(deps: ViewDeps): Hono<GuardEnv> {
  const { store, sweep } = deps;
  const app = new Hono<GuardEnv>();
  app.use(async (c, next) =>
    c.get('annotator') === undefined ? next() : c.text('gavel: the board names agents: it is not for annotators\n', 403),
  );
  const leaderboards = (c: Context<GuardEnv>, benchmark?: string) => {
    const { judge, scale } = readState((name) => c.req.query(name));
    return readLeaderboards(store, {
      sweep,
      scale,
      currency: 'USD',
      ...(benchmark !== undefined && { benchmark: [benchmark] }),
      ...(judge !== undefined && { judge }),
    });
  };

  app.get('/', async (c) => {
    const { boards } = await leaderboards(c);
    const [only] = boards;
    if (boards.length === 1 && only !== undefined) return c.redirect(boardPath({ benchmark: only.benchmark }));
    const links = boards.map(({ benchmark }) => html`<li><a href="${boardPath({ benchmark })}">${benchmark}</a></li>`);
    return c.html(boardPage(opening(c, deps), [], html`<h1>${both('board.title')}</h1><ul>${links}</ul>`));
  });

  app.get('/:benchmark', async (c) => {
    const state = readState((name) => c.req.query(name));
    const benchmark = c.req.param('benchmark');
    const { boards } = await leaderboards(c, benchmark);
    const grid = await readGrid(store, { benchmark, sweep, judge: state.judge, scale: state.scale });
    const [board] = boards;
    return board === undefined ? c.notFound() : c.html(gridPage(opening(c, deps), board, grid, state));
  });

  const shownBy = (c: Context<GuardEnv>, place: { benchmark: string; task: string; agent: string }, report: boolean) => {
    const { judge, scale, repeat } = readState((name) => c.req.query(name));
    return showReport(store, { ...place, sweep, judge, scale, repeat, report });
  };
  const about = async (c: Context<GuardEnv>, benchmark: string, task: string) => {
    const state = readState((name) => c.req.query(name));
    const around = await readTask(store, { benchmark, sweep, task, judge: state.judge });
    if (around === undefined) throw new InputError(`no task "${printable(task, 80)}" with a rubric on ${printable(benchmark, 80)}`);
    return { state, ...around };
  };

  app.get('/:benchmark/task/:task', async (c) => {
    const { benchmark, task } = c.req.param();
    const { state, agents, ...words } = await about(c, benchmark, task);
    const reports = await Promise.all(agents.map((agent) => shownBy(c, { benchmark, task, agent }, false)));
    return c.html(taskPage(opening(c, deps), { benchmark, task, ...words, reports: reports.map(({ shown }) => shown) }, state));
  });

  app.get('/:benchmark/task/:task/agent/:agent', async (c) => {
    const place = c.req.param();
    const { state, ...rest } = await about(c, place.benchmark, place.task);
    const one: Case = { ...rest, shown: (await shownBy(c, place, state.beside === undefined)).shown };
    if (state.beside === undefined) return c.html(casePage(opening(c, deps), one, state));
    const other = await shownBy(c, { ...place, agent: state.beside }, false);
    return c.html(besidePage(opening(c, deps), one, other.shown, state));
  });
  return app;
}
