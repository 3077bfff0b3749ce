/** liveRoutes: sweeps as they run, and what a person asks of them. */
import { Hono } from 'hono';
import { z } from 'zod';
import { InputError } from '../../../judge/errors.ts';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { askOfSweep, liveSweeps, requeueFailed, sweepStatus } from '../../../runners/live.ts';
import { hereFor, opening, type ViewDeps } from '../deps.ts';
import { sweepPage, sweepsPage } from './pages.ts';

const name = z.string().min(1).max(500);
const atOnce = z.number().int().min(1).max(100_000);
const wishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['pause', 'resume', 'stop']) }),
  z.strictObject({ kind: z.literal('requeue-failed') }),
  z.strictObject({ kind: z.enum(['end', 'requeue']), agent: name, task: name }),
  z.strictObject({
    kind: z.literal('limits'),
    limits: z.strictObject({ concurrency: atOnce.exactOptional(), judgeConcurrency: atOnce.exactOptional() }),
  }),
]);

export function liveRoutes(deps: ViewDeps): Hono<GuardEnv> {
  const { store, now } = deps;
  const routes = new Hono<GuardEnv>();
  routes.use(async (c, next) =>
    c.get('annotator') === undefined ? next() : c.text('gavel: what runs names agents: it is not for annotators\n', 403),
  );
  const framed = (c: Parameters<typeof hereFor>[0]) => ({ ...opening(c, deps), here: hereFor(c, 'live') });
  routes.get('/', async (c) => c.html(sweepsPage({ ...framed(c), sweeps: await liveSweeps(store, Date.parse(now())) })));
  routes.get('/:sweep', async (c) =>
    c.html(sweepPage({ ...framed(c), status: await sweepStatus(store, c.req.param('sweep'), Date.parse(now())) })),
  );
  routes.post('/:sweep', async (c) => {
    const sweep = c.req.param('sweep');
    const wish = wishSchema.parse(await c.req.json());
    if (wish.kind === 'requeue-failed') return c.json({ asked: await requeueFailed(store, { sweep }) });
    if (wish.kind === 'limits' && Object.keys(wish.limits).length === 0) throw new InputError('expected a number of at least one of them');
    await askOfSweep(store, { sweep, ...wish });
    return c.json({ asked: 1 });
  });
  return routes;
}
