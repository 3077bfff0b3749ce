/** labelRoutes: the pages and requests by which people label criteria, and settle where they differ. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { blindTo } from '../../../judge/blind/blind.ts';
import { InputError } from '../../../judge/errors.ts';
import { annotatorSchema } from '../../../runners/annotation/answer.ts';
import {
  labelDraftSchema,
  labelKey,
  labelledKeys,
  labelSchema,
  previousLabel,
  readLabelDraft,
  saveLabelDraft,
  skipLabel,
  storeLabelAnswer,
} from '../../../runners/annotation/labels.ts';
import type { Queue } from '../../../runners/annotation/queue.ts';
import type { Reserved } from '../../../runners/annotation/reserved.ts';
import { exportText } from '../../../runners/export-lines.ts';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { importLabels, MOST_LABEL_BYTES } from '../../../runners/import-labels.ts';
import { agentNames } from '../../../runners/store/agents.ts';
import { newestLabel, saidOfLabelled } from '../../../runners/store/labels.ts';
import { storedTask } from '../../../runners/store/tasks.ts';
import { reportText } from '../../../runners/store/trials.ts';
import { reportVerdicts } from '../../../runners/store/verdicts.ts';
import { differences, labelsAgreement } from '../../agreement/people.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { renderReport } from '../../rendering/report.ts';
import { annotatorOf } from '../annotation/routes.ts';
import { hereFor, opening, type ViewDeps } from '../deps.ts';
import { messagePage, readOnlyPage } from '../shell.ts';
import { type LabelCriteria, type LabelItem, labelQueueOf, type PersonItem, tokenOf } from './criteria.ts';
import { differencesPage, labelAgreementPage } from './figures-pages.ts';
import { labelPage } from './item-page.ts';
import { labelOnCase } from './on-case.ts';

export const LABEL_IMPORT_PATH = '/label/import';
export const LARGEST_LABEL_BODY = Math.ceil((MOST_LABEL_BYTES * 4) / 3) + 64 * 1024;

const requestSchema = z.strictObject({ as: annotatorSchema, item: z.string().max(64), answer: z.unknown() });
/** A file as base64, and who labelled where its rows do not say. */
const fileSchema = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.base64().max(LARGEST_LABEL_BODY),
  judge: annotatorSchema,
});
const SEED = 1;

interface Asked {
  readonly name: string;
  readonly on: LabelItem;
  readonly answer: unknown;
}

export function labelRoutes(deps: ViewDeps, criteria: LabelCriteria, reserved: Reserved): Hono<GuardEnv> {
  const { store, now, overlap } = deps;
  const routes = new Hono<GuardEnv>();
  const items = () => criteria.list(Date.parse(now()));
  const queueFor = async (annotator: string) => labelQueueOf(store, { annotator, items: await items(), reserved, overlap, now: now() });
  const asked = async (c: Context<GuardEnv>, name: (as: string) => string): Promise<Asked> => {
    const request = requestSchema.parse(await c.req.json());
    const person = name(request.as);
    const on = (await items()).find((item) => tokenOf(person, item) === request.item);
    if (on === undefined) throw new InputError('this criterion is no longer in the queue');
    return { name: person, on, answer: request.answer };
  };
  const byAnnotator = (c: Context<GuardEnv>) => asked(c, (as) => annotatorOf(c, as, deps));
  const byOwner = (c: Context<GuardEnv>, as: string | undefined) => {
    if (c.get('annotator') !== undefined) throw new InputError('the last word is not for annotators');
    const name = annotatorSchema.safeParse(as ?? '');
    if (!name.success) throw new InputError('a name of 1 to 64 characters is needed, as in /label/differences?as=NAME');
    return name.data;
  };

  routes.get('/', async (c) => {
    if (store.isReadOnly) return c.html(readOnlyPage({ ...opening(c, deps), here: hereFor(c, 'annotate') }));
    const name = annotatorOf(c, c.req.query('as'), deps);
    const queue = await queueFor(name);
    const token = c.req.query('item');
    const more = c.req.query('more') === '1';
    const item = queue.all.find((each) => each.token === token);
    if (item !== undefined) {
      reserved.show(name, labelKey(item.on), now());
      return c.html(itemHtml(c, deps, { name, queue, item, more }));
    }
    const next = queue.open[0] ?? (more ? queue.extra[0] : undefined);
    return next === undefined ? c.html(endHtml(c, deps, name, queue)) : c.redirect(linkTo(c, name, { item: next.token, more }));
  });
  routes.get('/previous', async (c) => {
    const name = annotatorOf(c, c.req.query('as'), deps);
    const queue = await queueFor(name);
    const current = queue.all.find(({ token }) => token === c.req.query('item'));
    return c.redirect(linkTo(c, name, { item: previousOf(deps, name, queue, current)?.token }));
  });
  routes.post('/draft', async (c) => {
    const { name, on, answer } = await byAnnotator(c);
    saveLabelDraft(store, name, on, labelDraftSchema.parse(answer));
    return c.json({ saved: true });
  });
  routes.post('/skip', async (c) => {
    const { name, on, answer } = await byAnnotator(c);
    skipLabel(store, name, on, labelDraftSchema.parse(answer));
    reserved.release(name);
    return c.json({ saved: true });
  });
  routes.post('/answer', async (c) => {
    const { name, on, answer } = await byAnnotator(c);
    storeLabelAnswer(store, name, 'annotator', on, labelSchema.parse(answer), now());
    reserved.release(name);
    return c.json({ saved: true });
  });

  routes.post('/case', async (c) => {
    if (c.get('annotator') !== undefined) throw new InputError('cases name agents: they are not for annotators');
    labelOnCase(deps, await c.req.json());
    return c.json({ saved: true });
  });

  routes.post('/import', async (c) => {
    if (c.get('annotator') !== undefined) throw new InputError('labels name agents: they are not for annotators');
    const { name, bytes, judge } = fileSchema.parse(await c.req.json());
    try {
      return c.json(await importLabels(store, { name, bytes: Buffer.from(bytes, 'base64'), judge, at: now() }));
    } catch (error) {
      if (error instanceof InputError) return c.json({ error: error.message }, 422);
      throw error;
    }
  });

  routes.get('/agreement', (c) =>
    c.html(
      labelAgreementPage({
        canImport: c.get('annotator') === undefined && !store.isReadOnly,
        ...opening(c, deps),
        here: hereFor(c, 'agreement'),
        figures: figures(),
      }),
    ),
  );
  routes.get('/agreement.json', (c) => c.json(figures()));
  const figures = () => labelsAgreement(saidOfLabelled(store), { seed: SEED });

  routes.get('/labels.csv', (c) => {
    if (c.get('annotator') !== undefined) throw new InputError('labels name agents: they are not for annotators');
    c.header('Content-Disposition', 'attachment; filename="labels.csv"');
    c.header('Content-Type', 'text/csv; charset=utf-8');
    return c.body([...exportText(store, 'verdicts', 'csv', { sweep: deps.sweep, by: 'person' })].join(''));
  });

  const known = async () => {
    const all = new Map((await items()).map((item) => [labelKey(item), item]));
    return differences(saidOfLabelled(store)).flatMap((difference) => {
      const on = all.get(labelKey(difference));
      return on === undefined ? [] : [{ ...difference, on }];
    });
  };
  routes.get('/differences', async (c) => {
    if (c.get('annotator') !== undefined) throw new InputError('the last word is not for annotators');
    const as = c.req.query('as');
    const rows = (await known()).map(({ on, ...difference }) => ({
      ...difference,
      ...wordsOf(on),
      ...(as !== undefined && { href: decideLink(c, byOwner(c, as), on) }),
    }));
    const isLabelled = labelledKeys(store).size > 0;
    return c.html(differencesPage({ ...opening(c, deps), here: hereFor(c, 'agreement'), as, rows, isLabelled }));
  });
  const wordsOf = ({ taskId, name }: LabelItem) => {
    const { task } = storedTask(store, taskId);
    const found = task.rubric?.find(({ id }) => id === name);
    return { task: task.id, text: found?.criterion ?? name, weight: found?.weight ?? 1 };
  };
  routes.get('/decide', async (c) => {
    const name = byOwner(c, c.req.query('as'));
    const all = await known();
    const open = all.filter(({ decided }) => decided === undefined);
    const at = all.findIndex(({ on }) => tokenOf(name, on) === c.req.query('item'));
    const found = all[at];
    if (found === undefined) return c.redirect(differencesLink(c, name));
    const next = open.find(({ on }) => on !== found.on);
    return c.html(
      pageOf(c, deps, {
        name,
        on: found.on,
        answered: found.decided !== undefined,
        draft: readLabelDraft(store, name, 'adjudicator', found.on),
        done: all.length - open.length,
        total: all.length,
        previous: all[at - 1] && decideLink(c, name, (all[at - 1] as { on: LabelItem }).on),
        next: next === undefined ? differencesLink(c, name) : decideLink(c, name, next.on),
        said: saidOn(found.on),
      }),
    );
  });
  const saidOn = ({ report, criterion }: LabelItem) =>
    reportVerdicts(store, report, [criterion]).map(({ judge, label, reason }) => ({ name: judge, label, reason: reason ?? '' }));
  routes.post('/decide/answer', async (c) => {
    const { name, on, answer } = await asked(c, (as) => byOwner(c, as));
    storeLabelAnswer(store, name, 'adjudicator', on, labelSchema.parse(answer), now());
    return c.json({ saved: true });
  });
  // What is thought of before the last word is nobody's business: nothing is kept of it.
  routes.post('/decide/draft', async (c) => {
    await asked(c, (as) => byOwner(c, as));
    return c.json({ saved: true });
  });
  return routes;
}

function previousOf({ store }: ViewDeps, name: string, queue: Queue<PersonItem>, current: PersonItem | undefined) {
  return previousLabel(store, name, new Map(queue.all.map((item) => [labelKey(item.on), item])), current?.on);
}

function langOf(c: Context): { readonly lang?: string } {
  const lang = c.req.query('lang');
  return lang === undefined ? {} : { lang };
}

function linkTo(c: Context, as: string, { item, more }: { readonly item?: string | undefined; readonly more?: boolean }): string {
  const words = { ...(item !== undefined && { item }), ...(more === true && { more: '1' }), ...langOf(c) };
  return `/label?${new URLSearchParams({ as, ...words })}`;
}

function decideLink(c: Context, as: string, on: LabelItem): string {
  return `/label/decide?${new URLSearchParams({ as, item: tokenOf(as, on), ...langOf(c) })}`;
}

function differencesLink(c: Context, as: string): string {
  return `/label/differences?${new URLSearchParams({ as, ...langOf(c) })}`;
}

function itemHtml(
  c: Context<GuardEnv>,
  deps: ViewDeps,
  {
    name,
    queue,
    item,
    more,
  }: { readonly name: string; readonly queue: Queue<PersonItem>; readonly item: PersonItem; readonly more: boolean },
): string {
  const { store } = deps;
  const hasPrevious = previousOf(deps, name, queue, item) !== undefined;
  return pageOf(c, deps, {
    name,
    on: item.on,
    draft: readLabelDraft(store, name, 'annotator', item.on),
    answered: newestLabel(store, name, 'annotator', item.on) !== undefined,
    done: queue.done,
    total: queue.done + queue.open.length + (more ? queue.extra.length : 0),
    previous: hasPrevious ? `/label/previous?${new URLSearchParams({ as: name, item: item.token, ...langOf(c) })}` : undefined,
    next: linkTo(c, name, { more }),
  });
}

type Shown = Pick<Parameters<typeof labelPage>[0], 'draft' | 'answered' | 'done' | 'total' | 'previous' | 'next'> &
  Partial<Pick<Parameters<typeof labelPage>[0], 'said'>>;

function pageOf(
  c: Context<GuardEnv>,
  deps: ViewDeps,
  { name, on, ...rest }: Shown & { readonly name: string; readonly on: LabelItem },
): string {
  const { store } = deps;
  const { task } = storedTask(store, on.taskId);
  const criterion = task.rubric?.find(({ id }) => id === on.name);
  return labelPage({
    ...opening(c, deps),
    annotator: name,
    token: tokenOf(name, on),
    query: task.query,
    notes: task.notes,
    taskLanguage: task.language,
    report: renderReport(reportText(store, on.report) ?? '', blindTo(agentNames(store)), 'one'),
    criterion: criterion?.criterion ?? on.name,
    weight: criterion?.weight ?? 1,
    ...rest,
  });
}

function endHtml(c: Context<GuardEnv>, deps: ViewDeps, name: string, queue: Queue<PersonItem>): string {
  const empty = queue.all.length === 0;
  const previous = previousOf(deps, name, queue, undefined);
  const extra = queue.extra.length;
  return messagePage(
    { ...opening(c, deps), title: 'label.title', here: hereFor(c, 'annotate') },
    both(empty ? 'label.nothing' : 'annotate.done'),
    [
      ...(extra > 0 ? [html`<a class="button" href="${linkTo(c, name, { more: true })}">${both('annotate.extra', { n: extra })}</a>`] : []),
      ...(previous === undefined
        ? []
        : [html`<a class="button" href="${linkTo(c, name, { item: previous.token })}">${both('annotate.undo')}</a>`]),
      html`<a class="button" href="/people">${both('annotate.overview')}</a>`,
      html`<a class="button" href="/label/agreement">${both('annotate.agreement')}</a>`,
    ],
  );
}
