/** The web pages as a value: a router over the store that is tested with requests and no port. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { answeredPairs } from '../../runners/annotation/annotations.ts';
import { labelledKeys } from '../../runners/annotation/labels.ts';
import { pairOpinions } from '../../runners/annotation/pair-opinions.ts';
import { readPairs } from '../../runners/annotation/pairs.ts';
import { Reserved } from '../../runners/annotation/reserved.ts';
import { checkHost, checkOrigin, checkToken, type GuardEnv, strictHeaders } from '../../runners/http/guard.ts';
import { judgesOf } from '../../runners/store/judges.ts';
import { benchmarkNames } from '../../runners/store/runs.ts';
import { annotationAgreement } from '../agreement/annotators.ts';
import { agreementPage, overviewPage } from './annotation/overview-pages.ts';
import { annotationRoutes, isOpen } from './annotation/routes.ts';
import { writePath } from './board/address.ts';
import { boardRoutes } from './board/routes.ts';
import { hereFor, opening, queueFor, type ViewDeps } from './deps.ts';
import { storeEvents } from './events.ts';
import { LabelCriteria, labelQueueOf } from './label/criteria.ts';
import { LABEL_IMPORT_PATH, LARGEST_LABEL_BODY, labelRoutes } from './label/routes.ts';
import { liveRoutes } from './live/routes.ts';
import { LARGEST_FILE_BODY, MAP_PATH, mapRoutes } from './map/routes.ts';
import { searchRoutes } from './search/routes.ts';

const LARGEST_BODY = 64 * 1024;
const SEED = 1;

export function createViewApp(deps: ViewDeps): Hono<GuardEnv> {
  const app = new Hono<GuardEnv>();
  const reserved = new Reserved();
  app.use(strictHeaders());
  app.use(checkHost(deps.host));
  app.use(checkToken(deps.tokens));
  app.use(checkOrigin());
  const small = limited(LARGEST_BODY);
  const large = new Map([
    [MAP_PATH, limited(LARGEST_FILE_BODY)],
    [LABEL_IMPORT_PATH, limited(LARGEST_LABEL_BODY)],
  ]);
  app.use((c, next) => (large.get(c.req.path) ?? small)(c, next));
  const criteria = new LabelCriteria(deps.store, deps.sweep);
  const queues = { reserved, criteria, labelling: new Reserved() };
  app.get('/', async (c) => (opensBoard(c, deps) ? c.redirect(writePath({})) : c.html(await overview(c, deps, queues))));
  app.get('/people', async (c) => c.html(await overview(c, deps, queues)));
  app.route('/annotate', annotationRoutes(deps, reserved));
  app.route('/label', labelRoutes(deps, criteria, queues.labelling));
  app.route('/live', liveRoutes(deps));
  app.route('/search', searchRoutes(deps));
  app.route('/board', boardRoutes(deps));
  app.route(MAP_PATH, mapRoutes(deps));
  app.get('/events', storeEvents(deps.store));
  app.get('/agreement', (c) => c.html(agreementPage({ ...opening(c, deps), here: hereFor(c, 'agreement'), figures: figures(deps) })));
  app.get('/agreement.json', (c) => c.json(figures(deps)));
  app.notFound((c) => c.text('gavel: there is no such page\n', 404));
  app.onError((error, c) => refusal(c, error, deps));
  return app;
}

function limited(maxSize: number) {
  return bodyLimit({ maxSize, onError: (c) => c.json({ error: 'the request is too large' }, 413) });
}

/** Whoever evaluates comes to the board first, where there is something on it; people who annotate to their page. */
function opensBoard(c: Context<GuardEnv>, { store, sweep }: ViewDeps): boolean {
  return (
    c.get('annotator') === undefined && benchmarkNames(store, sweep).some((benchmark) => judgesOf(store, { benchmark, sweep }).length > 0)
  );
}

interface Queues {
  readonly reserved: Reserved;
  readonly criteria: LabelCriteria;
  readonly labelling: Reserved;
}

async function overview(c: Context<GuardEnv>, deps: ViewDeps, { reserved, criteria, labelling }: Queues): Promise<string> {
  const { store, sweep, tokens, overlap, now } = deps;
  const items = await criteria.list(Date.parse(now()));
  const pairs = readPairs(store, sweep);
  const named = [...tokens.people.values()];
  const names = named.length > 0 ? named : [...new Set([...answeredPairs(store).keys(), ...labelledKeys(store).keys()])].sort();
  const people = names.map((name) => {
    const { done, open } = queueFor(deps, name, pairs, reserved);
    const labels = labelQueueOf(store, { annotator: name, items, reserved: labelling, overlap, now: now() });
    return { name, done, open: open.length, labelled: labels.done, toLabel: labels.open.length };
  });
  return overviewPage({
    ...opening(c, deps),
    here: hereFor(c, 'annotate'),
    people,
    anyone: isOpen(tokens),
    pairs: pairs.length,
    overlap,
    criteria: items.length,
    isReadOnly: store.isReadOnly,
  });
}

function figures({ store, sweep }: ViewDeps) {
  return annotationAgreement(pairOpinions(store, readPairs(store, sweep)), { seed: SEED });
}

function refusal(c: Context, error: Error, deps: ViewDeps): Response {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return c.json({ error: 'expected another kind of request' }, 400);
  if (error instanceof InputError) {
    return c.req.method === 'GET' ? c.text(`gavel: ${error.message}\n`, 404) : c.json({ error: error.message }, 404);
  }
  deps.onError(error);
  return c.text('gavel: unexpected failure; the terminal says more\n', 500);
}
