import { request as plainRequest } from 'node:http';
import { ProxyAgent, request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Authority } from '../../../runners/world/certificates.ts';
import type { FaultPlan } from '../../../runners/world/faults.ts';
import { type ServedWorld, serveWorld, type WorldEvent } from '../../../runners/world/serve.ts';
import { Visit } from '../../../runners/world/visit.ts';
import { openWorld } from '../../../runners/world/world.ts';
import { pdfLines } from './pdf-lines.ts';

const authority = new Authority();
const world = openWorld();
const events: WorldEvent[] = [];

async function serve(faults?: FaultPlan): Promise<ServedWorld> {
  return serveWorld({
    host: '127.0.0.1',
    port: 0,
    world,
    visit: new Visit(world, faults),
    authority,
    silentMs: 20,
    seed: 1,
    onEvent: (event) => void events.push(event),
  });
}

let served: ServedWorld;
let proxy: ProxyAgent;
const throughProxy = ({ port }: ServedWorld) => new ProxyAgent({ uri: `http://127.0.0.1:${port}`, requestTls: { ca: authority.pem } });

beforeAll(async () => {
  served = await serve();
  proxy = throughProxy(served);
});

afterAll(async () => {
  await proxy.close();
  await served.stop();
});

async function direct(path: string, body?: unknown) {
  const answer = await request(`http://127.0.0.1:${served.port}${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return answer.body.text();
}

const PAGE = 'parks.gov.lanmere.test/en/gull-census-2025';

it('answers as SearXNG, Tavily, Serper, Brave and Bing do', async () => {
  const searxng = JSON.parse(await direct('/search?q=gull+census&format=json'));
  expect(searxng.results[0]).toMatchObject({
    url: `https://${PAGE}`,
    title: 'Sable gull census 2025',
    content: expect.stringContaining('2,985'),
  });
  expect(searxng.unresponsive_engines).toEqual([]);
  expect(await direct('/search?q=gull+census')).toContain(`<a href="https://${PAGE}">`);
  const tavily = JSON.parse(
    await direct('/search', { query: 'gull census', max_results: 2, include_raw_content: true, api_key: 'tvly-x' }),
  );
  expect(tavily.results).toHaveLength(2);
  expect(tavily.results[0]).toMatchObject({ url: `https://${PAGE}`, raw_content: expect.stringContaining('Rats were removed') });
  const serper = JSON.parse(await direct('/search', { q: 'gull census', num: 1 }));
  expect(serper.organic).toMatchObject([{ link: `https://${PAGE}`, position: 1, date: '2025-09-30' }]);
  const brave = JSON.parse(await direct('/res/v1/web/search?q=gull+census&count=1'));
  expect(brave.web.results).toMatchObject([{ url: `https://${PAGE}`, description: expect.stringContaining('2,985') }]);
  const bing = await request('http://www.bing.com/search?q=gull+census&format=rss', { dispatcher: proxy });
  expect(await bing.body.text()).toContain(`<item><title>Sable gull census 2025</title><link>https://${PAGE}</link>`);
});

it('has each page at its own address under http and https, with a certificate of its authority', async () => {
  for (const scheme of ['http', 'https']) {
    const answer = await request(`${scheme}://${PAGE}`, { dispatcher: proxy });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.body.text()).toContain('<p>Rats were removed from Norrisay');
  }
  const untrusting = new ProxyAgent({ uri: `http://127.0.0.1:${served.port}` });
  await expect(request(`https://${PAGE}`, { dispatcher: untrusting })).rejects.toThrow(/certificate/);
  await untrusting.destroy();
});

it('takes requests that name the whole address, as proxies get them', async () => {
  const status = await new Promise((resolve, reject) =>
    plainRequest({ port: served.port, path: `http://${PAGE}`, headers: { host: 'parks.gov.lanmere.test' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end(),
  );
  expect(status).toBe(200);
});

it('serves PDFs as files whose table of objects is right', async () => {
  const answer = await request('https://lanmerejournal.test/medicine/calm-2.pdf', { dispatcher: proxy });
  expect(answer.headers['content-type']).toBe('application/pdf');
  const lines = pdfLines(Buffer.from(await answer.body.arrayBuffer()));
  expect(lines[0]).toBe('Telvorin for the prevention of chronic migraine (CALM-2): a randomised trial');
  expect(lines.join(' ')).toContain('difference -1.6 (95% CI -2.3 to -0.9; p < 0.001)');
});

it('forwards nothing: what is not in the world is 502 at once, and in the log without what it carried', async () => {
  events.length = 0;
  const answer = await request('http://example.com/a?key=secret', { dispatcher: proxy }).catch((error: Error) => error.message);
  expect(JSON.stringify(answer)).toMatch(/502/);
  await direct('/search?q=gulls&format=json&api_key=secret');
  const missing = await request('https://brightwater.test/no-such-page', { dispatcher: proxy });
  expect(missing.statusCode).toBe(404);
  await missing.body.dump();
  expect(events.map(({ op, status }) => [op, status])).toEqual([
    ['outside', 502],
    ['search', 200],
    ['other', 404],
  ]);
  expect(JSON.stringify(events)).not.toContain('secret');
});

it('injects the faults that it is given, keyed by request', async () => {
  const faults = (kind: FaultPlan['kinds'][number]): FaultPlan => ({ rate: 1, kinds: [kind], lasting: ['once'], seed: 3 });
  const [error, shape, timeout] = [await serve(faults('error')), await serve(faults('shape')), await serve(faults('timeout'))];
  const get = ({ port }: ServedWorld) => request(`http://127.0.0.1:${port}/search?q=gulls&format=json`);
  const [first, again] = [await get(error), await get(error)];
  expect([[429, 500, 503].includes(first.statusCode), again.statusCode]).toEqual([true, 200]);
  expect(await (await get(shape)).body.json()).toEqual({ version: 2, payload: { entries: [] } });
  await expect(get(timeout)).rejects.toThrow();
  expect((await get(timeout)).statusCode).toBe(200);
  for (const one of [first, again]) await one.body.dump();
  for (const one of [error, shape, timeout]) await one.stop();
});

it('says in one line that a port is in use', async () => {
  const options = { host: '127.0.0.1', port: served.port, world, visit: new Visit(world), authority, silentMs: 1, seed: 1 };
  await expect(serveWorld(options)).rejects.toThrow(/^port \d+ of 127.0.0.1 is in use: choose another with --port$/);
});
