import { expect, it } from 'vitest';
import { createViewApp } from '../../../../reports/web/app.ts';
import { storeStanding } from '../../../../runners/store/standings.ts';
import { sweepWishes } from '../../../../runners/store/wishes.ts';
import { NOW, runningStore, STANDING } from './fixture.ts';

async function open(tokens: { owner?: string; people: ReadonlyMap<string, string> } = { people: new Map() }, now = NOW) {
  const store = await runningStore();
  const app = createViewApp({
    store,
    host: '127.0.0.1',
    tokens,
    overlap: 2,
    language: 'en',
    now: () => now,
    onError: (error) => {
      throw error;
    },
  });
  const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const given = { host: '127.0.0.1:8080', 'content-type': 'application/json', ...headers };
    const response = await app.request(new Request(`http://127.0.0.1:8080${path}`, { ...init, headers: given }));
    return { status: response.status, text: await response.text() };
  };
  const wishes = () => store.sql<[], object>('SELECT kind, agent_id AS agent, query_id AS query, limits FROM wish ORDER BY id').all();
  return { store, ask, wishes };
}

it('shows what runs, what it cost, what failed and why', async () => {
  const { ask } = await open();
  expect((await ask('/live')).text).toMatch(/href="\/live\/test">test<[\s\S]*running/);
  const { text } = await ask('/live/test');
  expect(text).toContain('12 calls of judges, 3 456 tokens counted of judges and agents');
  expect(text).toContain('0.012 USD');
  expect(text).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; broke');
  expect(text).toContain('x on a: &lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain('data-agent="x" data-task="c &lt;i&gt;"');
  expect(text).toContain('3 / 6');
});

it('says that nothing runs once its process has said nothing for long', async () => {
  const { ask } = await open(undefined, '2026-01-01T00:11:00.000Z');
  const { text } = await ask('/live/test');
  expect(text).toContain('nothing runs');
  expect(text).toContain('gavel run SWEEP.yaml');
  expect(text).not.toMatch(/data-ask="(stop|pause|resume)"/);
});

it('offers to go on where a run that ended was told to wait: the next one would', async () => {
  const { store, ask } = await open();
  store.transaction(() => storeStanding(store, 'test', { ...STANDING, ended: 'done' }, NOW));
  expect((await ask('/live/test')).text).not.toMatch(/data-ask="(stop|pause|resume)"/);
  await ask('/live/test', { kind: 'pause' });
  expect((await ask('/live/test')).text).toMatch(/data-ask="resume"/);
});

it('passes on what a person asks', async () => {
  const { store, ask, wishes } = await open();
  for (const body of [
    { kind: 'pause' },
    { kind: 'limits', limits: { concurrency: 3, judgeConcurrency: 16 } },
    { kind: 'requeue', agent: 'x', task: 'b' },
    { kind: 'requeue-failed' },
    { kind: 'stop' },
  ])
    expect(await ask('/live/test', body)).toMatchObject({ status: 200 });
  expect(wishes()).toMatchObject([
    { kind: 'pause', agent: null, query: null },
    { kind: 'limits', limits: '{"concurrency":3,"judgeConcurrency":16}' },
    { kind: 'requeue', agent: 1, query: 2 },
    { kind: 'requeue', agent: 1, query: 1 },
    { kind: 'stop', agent: null },
  ]);
  expect(sweepWishes(store, 'test', '2026-01-01')).toEqual({ paused: true, stop: true, judgeConcurrency: 16 });
  store.transaction(() => storeStanding(store, 'test', { ...STANDING, paused: true }, NOW));
  expect((await ask('/live/test')).text).toContain('data-ask="resume"');
});

it.each([
  ['a number that is none', { kind: 'limits', limits: { concurrency: 0 } }, 400],
  ['no number', { kind: 'limits', limits: {} }, 404],
  ['another kind', { kind: 'delete' }, 400],
  ['a task that there is not', { kind: 'end', agent: 'x', task: 'zzz' }, 404],
])('refuses %s', async (_, body, status) => {
  const { ask, wishes } = await open();
  expect((await ask('/live/test', body)).status).toBe(status);
  expect(wishes()).toEqual([]);
});

it('is closed to people who annotate, and knows what is not there', async () => {
  const { ask } = await open({ owner: 'mine', people: new Map([['hers', 'ann']]) });
  const hers = { authorization: 'Bearer hers' };
  expect([(await ask('/live', undefined, hers)).status, (await ask('/live/test', { kind: 'stop' }, hers)).status]).toEqual([403, 403]);
  expect((await ask('/live/other', undefined, { authorization: 'Bearer mine' })).status).toBe(404);
});
