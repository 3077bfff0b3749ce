import { describe, expect, it } from 'vitest';
import type { AnnotationAgreement } from '../../../reports/agreement/annotators.ts';
import { createViewApp } from '../../../reports/web/app.ts';
import type { ViewDeps } from '../../../reports/web/deps.ts';
import { battleRows } from '../../../runners/store/battles.ts';
import type { Store } from '../../../runners/store/store.ts';
import { AGENTS, AT, storeOf, storeReports, task, type Written, written } from '../../runners/annotation/fixture.ts';

const ANSWER = { overall: 'left', completeness: 'left', depth: 'tie', fitness: 'right', readability: 'left', justification: '' } as const;
const TASKS = [task('t1'), task('t2')];

function open(all: readonly Written[] = written(TASKS), more: Partial<ViewDeps> = {}) {
  const store = storeOf(all);
  const errors: unknown[] = [];
  const app = createViewApp({
    store,
    host: '127.0.0.1',
    tokens: { people: new Map() },
    overlap: 2,
    language: 'en',
    now: () => AT,
    onError: (error) => errors.push(error),
    ...more,
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(new Request(`http://127.0.0.1:8080${path}`, { headers: { host: '127.0.0.1:8080', ...headers } }));
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(
      new Request(`http://127.0.0.1:8080${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { host: '127.0.0.1:8080', 'content-type': 'application/json', ...headers },
      }),
    );
  /** The token that the queue goes on with; undefined at its end. */
  const next = async (as: string, more = '') => {
    const location = (await get(`/annotate?as=${as}${more}`)).headers.get('location');
    return location === null ? undefined : (new URLSearchParams(location.split('?')[1]).get('item') ?? undefined);
  };
  const item = (as: string, token: string | undefined) => get(`/annotate?as=${as}&item=${token}`);
  const say = (as: string, token: string | undefined, answer: unknown = ANSWER, what = 'answer') =>
    post(`/annotate/${what}`, { as, item: token, answer });
  return { store, app, get, post, next, item, say, errors };
}

const rows = (store: Store) =>
  store
    .sql<[], Record<string, unknown>>(
      `SELECT judge.name AS judge, json_extract(identity, '$.kind') AS kind, dimension, trial, outcome, absolute, reason, comparison.at
       FROM comparison JOIN judge ON judge.id = judge_id LEFT JOIN evidence ON evidence.id = evidence_id ORDER BY trial, dimension`,
    )
    .all() as Record<string, unknown>[];

const stateOf = (page: string): Record<string, unknown> => JSON.parse(/id="data">(.*?)<\/script>/.exec(page)?.[1] ?? '');

describe('an answer', () => {
  it('is stored as one comparison a dimension, first being what was shown on the left', async () => {
    const { store, next, say } = open();
    expect((await say('ann', await next('ann'), { ...ANSWER, justification: 'More figures.' })).status).toBe(200);
    const common = { judge: 'ann', kind: 'person', trial: 1, absolute: null, reason: null, at: AT };
    expect(rows(store)).toEqual([
      { ...common, dimension: 'completeness', outcome: 'a' },
      { ...common, dimension: 'depth', outcome: 'tie' },
      { ...common, dimension: 'fitness', outcome: 'b' },
      { ...common, dimension: 'overall', outcome: 'a', reason: 'More figures.' },
      { ...common, dimension: 'readability', outcome: 'a' },
    ]);
    // As it is exported.
    const battles = [...battleRows(store, { words: true })];
    expect(battles.map(({ dimension, reason }) => [dimension, reason]).filter(([, reason]) => reason !== undefined)).toEqual([
      ['overall', 'More figures.'],
    ]);
  });

  it.each(['good', 'fair', 'poor'] as const)('"both %s" is a tie that keeps how good both are', async (overall) => {
    const { store, next, say } = open();
    await say('ann', await next('ann'), { ...ANSWER, overall });
    expect(rows(store).find(({ dimension }) => dimension === 'overall')).toMatchObject({ outcome: 'tie', absolute: overall });
  });

  it('names the reports as they lie on the page', async () => {
    const { store, next, item, say } = open();
    const token = await next('ann');
    const page = await (await item('ann', token)).text();
    await say('ann', token);
    const stored = store.sql<[], { text: string }>('SELECT text FROM comparison JOIN report ON report.id = first_report LIMIT 1').get();
    const version = /Version ([abc])/;
    expect(version.exec(page.slice(page.indexOf('id="left"')))?.[1]).toBe(version.exec(stored?.text ?? '')?.[1]);
  });

  it('that is changed is appended, and the same one again is not', async () => {
    const { store, next, say } = open();
    const token = await next('ann');
    await say('ann', token);
    await say('ann', token);
    expect(rows(store)).toHaveLength(5);
    await say('ann', token, { ...ANSWER, overall: 'poor' });
    expect(rows(store).map(({ trial }) => trial)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  it.each([
    ['without a dimension', { ...ANSWER, depth: undefined }],
    ['with a side that there is not', { ...ANSWER, depth: 'up' }],
    ['with more than was asked', { ...ANSWER, agent: 'x' }],
    ['with a justification beyond its limit', { ...ANSWER, justification: 'x'.repeat(4001) }],
    ['that is none', 'nothing'],
  ])('%s is refused and nothing is stored', async (_, answer) => {
    const { store, next, say, errors } = open();
    expect((await say('ann', await next('ann'), answer)).status).toBe(400);
    expect(rows(store)).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe('the queue', () => {
  it('goes on with the next pair and ends when all are answered', async () => {
    const { next, say, get } = open();
    const seen = new Set<string>();
    for (let token = await next('ann'); token !== undefined; token = await next('ann')) {
      seen.add(token);
      await say('ann', token);
    }
    expect(seen.size).toBe(6);
    expect(await (await get('/annotate?as=ann')).text()).toContain('Thank you!');
    expect(await (await get('/')).text()).toMatch(/>ann<.*<td class="number">6<\/td><td class="number">0<\/td>/);
  });

  it('offers pairs that enough people have answered only to who asks for more', async () => {
    const { next, say } = open(undefined, { overlap: 1 });
    for (let token = await next('ann'); token !== undefined; token = await next('ann')) await say('ann', token);
    expect(await next('bob')).toBeUndefined();
    expect(await next('bob', '&more=1')).toBeDefined();
  });

  it('shows where the person is', async () => {
    const { next, item, say } = open();
    await say('ann', await next('ann'));
    expect(await (await item('ann', await next('ann'))).text()).toContain('1 of 6');
  });

  it('puts a skipped pair last, with its draft', async () => {
    const { next, item, say } = open();
    const first = await next('ann');
    await say('ann', first, { overall: 'right', justification: 'later' }, 'skip');
    const order: (string | undefined)[] = [];
    for (let token = await next('ann'); token !== first; token = await next('ann')) {
      order.push(token);
      await say('ann', token);
    }
    expect(order).toHaveLength(5);
    expect(stateOf(await (await item('ann', first)).text()).draft).toEqual({ overall: 'right', justification: 'later' });
  });

  it('resumes at a link after a restart, with what was saved on the way', async () => {
    const { store, next, say } = open();
    const token = await next('ann');
    await say('ann', token, { depth: 'left', justification: 'so far' }, 'draft');
    const again = createViewApp({
      store,
      host: 'localhost',
      tokens: { people: new Map() },
      overlap: 2,
      language: 'en',
      now: () => AT,
      onError: () => {},
    });
    const page = await (await again.request(`http://localhost/annotate?as=ann&item=${token}`)).text();
    expect(stateOf(page).draft).toEqual({ depth: 'left', justification: 'so far' });
    expect(page).toContain('value="left" aria-keyshortcuts="a" checked');
    expect(rows(store)).toEqual([]);
  });

  it('goes back over what was answered, newest first, and shows the answers', async () => {
    const { next, get, item, say } = open();
    const one = await next('ann');
    await say('ann', one);
    const two = await next('ann');
    await say('ann', two, { ...ANSWER, overall: 'good' });
    const back = async (from: string | undefined) =>
      new URLSearchParams((await get(`/annotate/previous?as=ann&item=${from}`)).headers.get('location')?.split('?')[1]).get('item');
    expect(await back(await next('ann'))).toBe(two);
    expect(await back(two)).toBe(one);
    const page = await (await item('ann', two)).text();
    expect(stateOf(page)).toMatchObject({ answered: true, draft: { overall: 'good' } });
  });

  it('sends a link to a pair that is gone on to the next', async () => {
    const { store, next, item } = open(written([task('t1')], ['a1', 'a2']));
    const token = await next('ann');
    storeReports(store, [{ task: task('t1'), reports: { a1: 'a newer report' } }]);
    const newer = await next('ann');
    expect(newer).not.toBe(token);
    expect((await item('ann', token)).headers.get('location')).toContain(String(newer));
  });

  it('is by a link of one’s own where annotators are named: under that name and no other', async () => {
    const { get, post } = open(undefined, {
      tokens: {
        people: new Map([
          ['token-of-ann', 'ann'],
          ['token-of-bo', 'bo'],
        ]),
      },
    });
    const arrival = await get('/annotate?token=token-of-ann');
    const cookie = arrival.headers.get('set-cookie')?.split(';')[0] ?? '';
    const location = (await get('/annotate', { cookie })).headers.get('location') ?? '';
    const item = new URLSearchParams(location.split('?')[1]).get('item');
    expect(location).toMatch(/^\/annotate\?as=ann&item=/);
    const say = (as: string, headers: Record<string, string>) => post('/annotate/answer', { as, item, answer: ANSWER }, headers);
    expect([(await get('/annotate?as=bo', { cookie })).status, (await get('/annotate?as=ann')).status]).toEqual([404, 404]);
    expect([(await say('bo', { cookie })).status, (await say('ann', {})).status, (await say('ann', { cookie })).status]).toEqual([
      404, 404, 200,
    ]);
  });

  it('lets nobody annotate by the owner’s token, which is nobody’s name', async () => {
    const { get } = open(undefined, { tokens: { owner: 'secret-token', people: new Map() } });
    const answer = await get('/annotate?as=ann', { authorization: 'Bearer secret-token' });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('needs a link of your own')]);
  });

  it('keeps a pair for whoever has it before them, for half an hour', async () => {
    let now = AT;
    const { next, item, say } = open(written([task('t1')], ['a1', 'a2']), { overlap: 1, now: () => now });
    await item('ann', await next('ann'));
    expect(await next('bo')).toBeUndefined();
    expect(await next('ann')).toBeDefined();
    now = new Date(Date.parse(AT) + 31 * 60_000).toISOString();
    const late = await next('bo');
    await item('bo', late);
    expect(await next('ann')).toBeUndefined();
    await say('bo', late, { justification: '' }, 'skip');
    expect(await next('ann')).toBeDefined();
  });
});

describe('blindness', () => {
  const telling = written(TASKS).map(({ task: asked, reports }) => ({
    task: asked,
    reports: Object.fromEntries(
      Object.entries(reports).map(([agent, report]) => [
        agent,
        `${report}\n\nI am ${agent.toUpperCase()}. See **${agent}**, \`${agent}\`, [${agent}](https://${agent.replace(' ', '-')}.example/), ![${agent}](https://x.example/${encodeURIComponent(agent)}.png)\n\n    ${agent}\n\n| ${agent} |\n|-|\n| ${agent} |\n`,
      ]),
    ),
  }));

  it('holds in every body, header and address: no agent’s name is in any of them', async () => {
    const { get, post, next, item, say } = open(telling);
    const responses = [await get('/'), await get('/annotate?as=ann'), await get('/agreement'), await get('/agreement.json')];
    for (let token = await next('ann'); token !== undefined; token = await next('ann')) {
      responses.push(await get('/annotate?as=ann'), await item('ann', token), await say('ann', token));
    }
    responses.push(await get('/annotate/previous?as=ann'), await post('/annotate/answer', { as: 'ann', item: 'zzz', answer: ANSWER }));
    for (const response of responses) {
      const everything = `${JSON.stringify([...response.headers])}\n${await response.text()}`.toLowerCase();
      for (const agent of AGENTS) {
        for (const spelling of [agent, agent.replace(/[ -]/g, '-'), agent.replace(/[ -]/g, '_'), encodeURIComponent(agent)]) {
          expect(everything).not.toContain(spelling);
        }
      }
    }
  });

  it('leaves no row number in the page but those of the progress', async () => {
    const { store, next, item } = open();
    store.sql('UPDATE trial SET id = id + 700000').run();
    store.sql('UPDATE report SET id = id + 800000').run();
    store.sql('UPDATE trial SET report_id = report_id + 800000').run();
    const page = await (await item('ann', await next('ann'))).text();
    expect(page).not.toMatch(/[78]0000\d/);
  });

  it('gives every pair a page of the same shape: the token alone differs in the address', async () => {
    const { next, say } = open();
    for (let token = await next('ann'); token !== undefined; token = await next('ann')) {
      expect(token).toMatch(/^[0-9a-f]{32}$/);
      await say('ann', token);
    }
  });
});

describe('the server', () => {
  it('lets pages load and send nothing outside', async () => {
    const { get } = open();
    const headers = (await get('/')).headers;
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[^' ]+'; style-src 'nonce-[^' ]+'; connect-src 'self';/);
    // Pictures of reports, on a click alone: no page names one.
    expect(policy.replace('img-src data: https: http:', '')).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('uses another nonce in every answer', async () => {
    const { get } = open();
    const nonces = await Promise.all([get('/'), get('/')].map(async (r) => /nonce="([^"]+)"/.exec(await (await r).text())?.[1]));
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['an origin that hides', { origin: 'null' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:9999' }, 403],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
  ])('refuses to change anything for %s', async (_, headers, status) => {
    const { store, next, post } = open();
    const request = { as: 'ann', item: await next('ann'), answer: ANSWER };
    expect((await post('/annotate/answer', request, headers)).status).toBe(status);
    expect(rows(store)).toEqual([]);
    const own = { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' };
    expect((await post('/annotate/answer', request, own)).status).toBe(200);
  });

  it('answers to names of this machine only, so that no other name can be pointed at it', async () => {
    const { get } = open();
    expect((await get('/', { host: 'evil.example:8080' })).status).toBe(421);
    expect((await get('/', { host: 'localhost:9000' })).status).toBe(200);
    expect((await get('/', { host: '[::1]:8080' })).status).toBe(200);
  });

  it('opens to the token only, where there is one', async () => {
    const { get } = open(undefined, { tokens: { owner: 'secret-token', people: new Map() }, host: '0.0.0.0' });
    expect((await get('/')).status).toBe(401);
    expect((await get('/?token=wrong-token')).status).toBe(401);
    expect((await get('/', { authorization: 'Bearer secret-token' })).status).toBe(200);
    const arrival = await get('/annotate?as=ann&token=secret-token');
    const cookie = arrival.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^gavel_view=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('secret-token');
    expect(await arrival.text()).toContain('url=/annotate?as=ann"');
    expect((await get('/', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
    expect((await get('/', { cookie: 'gavel_view=secret-token' })).status).toBe(401);
  });

  it('takes no more than a request needs', async () => {
    const { post } = open();
    const response = await post('/annotate/draft', { as: 'ann', item: 'x'.repeat(70_000), answer: {} }, { 'content-length': '70100' });
    expect(response.status).toBe(413);
  });

  it.each(['/annotate', '/annotate?as=', `/annotate?as=${'x'.repeat(65)}`, '/annotate?as=a%00b', '/nowhere', '/annotate/../../etc/passwd'])(
    'says in one line why there is no %s',
    async (path) => {
      const { get, errors } = open();
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toMatch(/^gavel: [^\n]+\n$/);
      expect(errors).toEqual([]);
    },
  );

  it('escapes a name that is markup', async () => {
    const { get, next, say } = open();
    const name = '<script>alert(1)</script>';
    await say(name, await next(encodeURIComponent(name)));
    const pages = [await get('/'), await get('/agreement'), await get(`/annotate?as=${encodeURIComponent(name)}`)];
    for (const page of pages) expect(await page.text()).not.toContain('<script>alert');
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['fr, en;q=0.3, zh-TW;q=0.7', 'zh-CN'],
    ['zh;q=0, en;q=0.1', 'en'],
    ['fr;q=nonsense, *', 'en'],
  ])('opens in the first known language of a browser that wants %s, where nobody asked for one', async (header, lang) => {
    const { get } = open(undefined, { language: undefined });
    const accepts = { 'accept-language': header };
    expect(await (await get('/', accepts)).text()).toContain(`<html lang="${lang}">`);
    expect(await (await get('/?lang=en', accepts)).text()).toContain('<html lang="en">');
    expect(await (await open(undefined, { language: 'en' }).get('/', accepts)).text()).toContain('<html lang="en">');
  });

  it('awaits a name where anyone may annotate', async () => {
    expect(await (await open().get('/')).text()).toMatch(/<input [^>]*name="as"[^>]* autofocus/);
  });

  it('opens in the language asked for, and keeps it on the way', async () => {
    const { get } = open(undefined, { language: 'zh' });
    expect(await (await get('/')).text()).toContain('<html lang="zh-CN">');
    expect(await (await get('/?lang=en')).text()).toContain('<html lang="en">');
    expect((await get('/annotate?as=ann&lang=en')).headers.get('location')).toContain('lang=en');
  });
});

describe('agreement', () => {
  it('is between annotators, as page and as JSON', async () => {
    const { get, next, say } = open(written([task('t1')]));
    for (const name of ['ann', 'bob']) {
      for (let token = await next(name); token !== undefined; token = await next(name))
        await say(name, token, { ...ANSWER, overall: 'good' });
    }
    const figures = (await (await get('/agreement.json')).json()) as AnnotationAgreement;
    expect(figures.annotators).toEqual([
      { name: 'ann', pairs: 3 },
      { name: 'bob', pairs: 3 },
    ]);
    const five = figures.questions.find(({ question }) => question === 'five');
    expect(five?.people).toMatchObject([{ a: 'ann', b: 'bob', pairs: 3, sameAnswer: { value: 1 }, kappa: { value: null } }]);
    expect(await (await get('/agreement')).text()).toContain('ann · bob');
  });
});
