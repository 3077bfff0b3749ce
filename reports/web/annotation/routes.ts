/** The pages and requests of blind annotation. */

import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { blindTo } from '../../../judge/blind/blind.ts';
import { InputError } from '../../../judge/errors.ts';
import { previousItem, readDraft, saveDraft, skipItem, storeAnswer } from '../../../runners/annotation/annotations.ts';
import { annotatorSchema, answerSchema, draftSchema } from '../../../runners/annotation/answer.ts';
import { pairKey, readPairs } from '../../../runners/annotation/pairs.ts';
import type { Item, Queue } from '../../../runners/annotation/queue.ts';
import type { Reserved } from '../../../runners/annotation/reserved.ts';
import type { GuardEnv } from '../../../runners/http/guard.ts';
import { agentNames } from '../../../runners/store/agents.ts';
import { storedTask } from '../../../runners/store/tasks.ts';
import { reportText } from '../../../runners/store/trials.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { renderReport } from '../../rendering/report.ts';
import type { ViewDeps } from '../deps.ts';
import { hereFor, opening, queueFor } from '../deps.ts';
import { messagePage, readOnlyPage } from '../shell.ts';
import { itemPage } from './item-page.ts';

const requestSchema = z.strictObject({ as: annotatorSchema, item: z.string().max(64), answer: z.unknown() });

export function annotationRoutes(deps: ViewDeps, reserved: Reserved): Hono<GuardEnv> {
  const { store, now } = deps;
  const routes = new Hono<GuardEnv>();
  routes.get('/', (c) => annotate(c, deps, reserved));
  routes.get('/previous', (c) => {
    const name = annotatorOf(c, c.req.query('as'), deps);
    const queue = queueOf(deps, name, reserved);
    const back = previousItem(store, name, queue.all, find(queue, c.req.query('item')));
    return c.redirect(linkTo(c, name, { item: back?.token }));
  });
  routes.post('/draft', async (c) => {
    const { name, item, answer } = await asked(c, deps, reserved);
    saveDraft(store, name, item, draftSchema.parse(answer));
    return c.json({ saved: true });
  });
  routes.post('/skip', async (c) => {
    const { name, item, answer } = await asked(c, deps, reserved);
    skipItem(store, name, item, draftSchema.parse(answer));
    reserved.release(name);
    return c.json({ saved: true });
  });
  routes.post('/answer', async (c) => {
    const { name, item, answer } = await asked(c, deps, reserved);
    storeAnswer(store, name, item, answerSchema.parse(answer), now());
    reserved.release(name);
    return c.json({ saved: true });
  });
  return routes;
}

/** Whether anyone may annotate, under a name of their own: as on one's own machine, before there is a token. */
export function isOpen({ owner, people }: ViewDeps['tokens']): boolean {
  return owner === undefined && people.size === 0;
}

/** @throws InputError where the request is nobody's who annotates here, or is another person's than it says */
export function annotatorOf(c: Context<GuardEnv>, as: string | undefined, { tokens }: ViewDeps): string {
  const own = c.get('annotator');
  if (!isOpen(tokens) && own === undefined)
    throw new InputError('annotating needs a link of your own: gavel view --annotator NAME prints one a person');
  const name = annotatorSchema.safeParse(as ?? own ?? '');
  if (!name.success) throw new InputError('a name of 1 to 64 characters is needed at the end of the address, as in ?as=NAME');
  if (own !== undefined && name.data !== own) throw new InputError("this is another person's page: open the link that is yours");
  return name.data;
}

function queueOf(deps: ViewDeps, name: string, reserved: Reserved): Queue {
  return queueFor(deps, name, readPairs(deps.store, deps.sweep), reserved);
}

function find(queue: Queue, token: string | undefined): Item | undefined {
  return token === undefined ? undefined : queue.all.find((item) => item.token === token);
}

async function asked(c: Context<GuardEnv>, deps: ViewDeps, reserved: Reserved): Promise<{ name: string; item: Item; answer: unknown }> {
  const request = requestSchema.parse(await c.req.json());
  const name = annotatorOf(c, request.as, deps);
  const item = find(queueOf(deps, name, reserved), request.item);
  if (item === undefined) throw new InputError('this pair is no longer in the queue');
  return { name, item, answer: request.answer };
}

/**
 * Without an item: wherever the queue goes on. `more`: also pairs that enough people have answered. A language in the link stays
 * in the next.
 */
function linkTo(c: Context, as: string, { item, more }: { readonly item?: string | undefined; readonly more?: boolean }): string {
  const lang = c.req.query('lang');
  const words = { ...(item !== undefined && { item }), ...(more === true && { more: '1' }), ...(lang !== undefined && { lang }) };
  return `/annotate?${new URLSearchParams({ as, ...words })}`;
}

function annotate(c: Context<GuardEnv>, deps: ViewDeps, reserved: Reserved): Response | Promise<Response> {
  if (deps.store.isReadOnly) return c.html(readOnlyPage({ ...opening(c, deps), here: hereFor(c, 'annotate') }));
  const name = annotatorOf(c, c.req.query('as'), deps);
  const more = c.req.query('more') === '1';
  const queue = queueOf(deps, name, reserved);
  const token = c.req.query('item');
  const item = find(queue, token);
  const keep = ({ pair }: Item) => reserved.show(name, pairKey(pair.queryId, pair.reports[0].id, pair.reports[1].id), deps.now());
  if (item !== undefined) {
    keep(item);
    return c.html(itemHtml(c, deps, { name, queue, item, more }));
  }
  // Links to pairs that are gone, as after a newer report, go on like links without one.
  const next = queue.open[0] ?? (more ? queue.extra[0] : undefined);
  if (next !== undefined) {
    keep(next);
    return c.redirect(linkTo(c, name, { item: next.token, more }));
  }
  return c.html(endHtml(c, deps, name, queue));
}

function itemHtml(
  c: Context<GuardEnv>,
  deps: ViewDeps,
  { name, queue, item, more }: { readonly name: string; readonly queue: Queue; readonly item: Item; readonly more: boolean },
): string {
  const { store } = deps;
  const { task } = storedTask(store, item.pair.taskId);
  const blind = blindTo(agentNames(store));
  const shown = (id: number, side: 'left' | 'right') => renderReport(reportText(store, id) ?? '', blind, side);
  const waiting = [...queue.open, ...(more ? queue.extra : [])];
  return itemPage({
    ...opening(c, deps),
    annotator: name,
    token: item.token,
    query: task.query,
    notes: task.notes,
    taskLanguage: task.language,
    left: shown(item.left.id, 'left'),
    right: shown(item.right.id, 'right'),
    draft: readDraft(store, name, item),
    answered: ![...queue.open, ...queue.extra].includes(item),
    done: queue.done,
    total: queue.done + waiting.length,
    hasPrevious: previousItem(store, name, queue.all, item) !== undefined,
    next: linkTo(c, name, { more }),
  });
}

function endHtml(c: Context<GuardEnv>, deps: ViewDeps, name: string, queue: Queue): string {
  const empty = queue.all.length === 0;
  const previous = previousItem(deps.store, name, queue.all, undefined);
  const extra = queue.extra.length;
  return messagePage(
    { ...opening(c, deps), here: hereFor(c, 'annotate'), title: 'annotate.compare' },
    both(empty ? 'annotate.nothing' : 'annotate.done'),
    [
      ...(extra > 0 ? [html`<a class="button" href="${linkTo(c, name, { more: true })}">${both('annotate.extra', { n: extra })}</a>`] : []),
      ...(previous === undefined
        ? []
        : [html`<a class="button" href="${linkTo(c, name, { item: previous.token })}">${both('annotate.undo')}</a>`]),
      html`<a class="button" href="/label?${new URLSearchParams({ as: name }).toString()}">${both('label.title')}</a>`,
      html`<a class="button" href="/people">${both('annotate.overview')}</a>`,
      html`<a class="button" href="/agreement">${both('annotate.agreement')}</a>`,
    ],
  );
}
