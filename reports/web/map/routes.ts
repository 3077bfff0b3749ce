/** mapRoutes: a file of other people's, looked at on a page by the mapper of `gavel data map`; nothing is stored. */
import { Hono } from 'hono';
import { z } from 'zod';
import { check } from '../../../benchmarks/files/check.ts';
import { mapPlan } from '../../../benchmarks/map/plan.ts';
import { InputError } from '../../../judge/errors.ts';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { lookAtBytes, MOST_PAGE_BYTES } from '../../../runners/map-file.ts';
import { hereFor, opening, type ViewDeps } from '../deps.ts';
import { SERVED } from '../frame.ts';
import { lookHtml } from './look.ts';
import { mapPage } from './page.ts';

export const MAP_PATH = SERVED.map;
/** A file as base64, and what is said of it. */
export const LARGEST_FILE_BODY = Math.ceil((MOST_PAGE_BYTES * 4) / 3) + 64 * 1024;

const askedSchema = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.base64().max(LARGEST_FILE_BODY),
  plan: z.looseObject({}),
  /** The plan stands as it is: nothing is guessed beside it. */
  settled: z.boolean(),
});

export function mapRoutes(deps: ViewDeps): Hono<GuardEnv> {
  const routes = new Hono<GuardEnv>();
  routes.use(async (c, next) =>
    c.get('annotator') === undefined ? next() : c.text('gavel: files are brought by whoever evaluates: not for annotators\n', 403),
  );
  routes.get('/', (c) => c.html(mapPage({ ...opening(c, deps), here: hereFor(c, 'map') })));
  routes.post('/', async (c) => {
    const { name, bytes, plan, settled } = askedSchema.parse(await c.req.json());
    try {
      const look = await lookAtBytes(Buffer.from(bytes, 'base64'), name, check(mapPlan, plan, 'plan'), settled);
      return c.json({ html: lookHtml(name, look, opening(c, deps).language).html, plan: look.plan });
    } catch (error) {
      if (error instanceof InputError) return c.json({ error: error.message }, 422);
      throw error;
    }
  });
  return routes;
}
