import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { piecesOf, searchStore } from '../../../../reports/search.ts';
import { createViewApp } from '../../../../reports/web/app.ts';
import { renameAgent } from '../../../../runners/store/agents.ts';
import { SearchIndex } from '../../../../runners/store/search-index.ts';
import { Store } from '../../../../runners/store/store.ts';
import { AT, storeOf, storeReports, task } from '../../../runners/annotation/fixture.ts';
import { importText, judgedStore } from '../label/fixture.ts';

let store: Store;
let index: SearchIndex;
beforeEach(async () => {
  ({ store } = await judgedStore());
  index = new SearchIndex(store);
});

const find = async (query: string) => {
  await index.update();
  return searchStore(store, index, { query }).flatMap(({ kind, found }) => found.map((one) => ({ ...one, kind })));
};
const kinds = async (query: string) => [...new Set((await find(query)).map(({ kind }) => kind))];

it('finds agents, tasks, criteria, what was said, and reports, each with its place', async () => {
  expect(await find('two')).toMatchObject([{ kind: 'agent', benchmark: 'bench', agent: 'two' }]);
  expect(await find('"what about"')).toMatchObject([{ kind: 'task', task: 't1' }]);
  expect(await find('invents')).toMatchObject([
    { kind: 'criterion', task: 't1', criterion: 'c3', weight: -2 },
    { kind: 'criterion', task: 't2', criterion: 'c3' },
  ]);
  expect(searchStore(store, index, { query: 'mild so', kind: 'verdict' })).toMatchObject([{ found: { length: 12 }, more: false }]);
  expect((await find('mild so')).filter(({ kind }) => kind === 'verdict')).toHaveLength(8);
  expect((await find('north bay')).filter(({ kind }) => kind === 'report')).toMatchObject([
    { task: 't1', agent: 'one' },
    { task: 't2', agent: 'one' },
  ]);
});

it('asks for every word, for the stem of it, for the beginning of the last, and for quotes together', async () => {
  expect(await kinds('north nowhere')).toEqual([]);
  expect(await kinds('inventing')).toEqual(['criterion']);
  expect(await kinds('inve')).toEqual(['criterion']);
  expect(await kinds('"bay north"')).toEqual([]);
  expect(await kinds('* " OR (')).toEqual([]);
});

it('finds Chinese inside a run of characters, one character at its end too', async () => {
  expect(await find('在哪')).toMatchObject([
    { kind: 'task', task: 't2', pieces: [{ text: '它' }, { text: '在哪', hit: true }, { text: '里？' }] },
  ]);
  expect(await kinds('它里')).toEqual([]);
  expect(await kinds('里')).toEqual(['task']);
});

it('narrows by tests', async () => {
  expect(await find('mild agent:two task:t1 label:satisfied')).toMatchObject([
    { criterion: 'c1', judge: 'mild' },
    { criterion: 'c2', judge: 'mild' },
  ]);
  expect(await find('mild agent:two task:t1 weight<0')).toMatchObject([{ criterion: 'c3', label: 'unsatisfied' }]);
});

it('takes in what comes later, and leaves out who was forgotten', async () => {
  expect(await kinds('meanwhile')).toEqual([]);
  storeReports(store, [{ task: task('t3'), reports: { three: 'Written meanwhile.' } }]);
  expect(await find('meanwhile')).toMatchObject([{ kind: 'report', task: 't3', agent: 'three' }]);
  renameAgent(store, 'three', 'drei');
  expect(await find('meanwhile')).toMatchObject([{ agent: 'drei' }]);
  store.sql("UPDATE any_agent SET name = NULL WHERE name = 'drei'").run();
  expect(await kinds('meanwhile')).toEqual([]);
});

it('finds the text of a report of which only verdicts were known', async () => {
  const rubric = [{ id: 'c1', criterion: 'Says it', weight: 1 }];
  const tasks = [task('late', { rubric })];
  const other = storeOf([{ task: task('x'), reports: { one: 'A text.' } }]);
  await importText(
    other,
    `${JSON.stringify({ agent: 'far', benchmark: 'bench', task: 'late', criterion: 'c1', label: 'partial', judge: 'j', trial: 1 })}\n`,
    tasks,
  );
  const late = new SearchIndex(other);
  await late.update();
  other.sql("UPDATE report SET text = 'Now it can be read.' WHERE text IS NULL").run();
  await late.update();
  expect(searchStore(other, late, { query: 'read' }).find(({ kind }) => kind === 'report')?.found).toMatchObject([{ agent: 'far' }]);
});

it('cuts what is around the words on one line', () => {
  const long = `${'a '.repeat(200)}needle\n\nhay ${'b '.repeat(200)}`;
  const pieces = piecesOf(long, 'Needle hay');
  expect(pieces.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['needle', 'hay']);
  expect(pieces.map(({ text }) => text).join('').length).toBeLessThan(300);
  expect(piecesOf('x (a+b) y', '(a+b)')[1]).toEqual({ text: '(a+b)', hit: true });
});

const get = async (on: Store, path: string, headers = {}, people: ReadonlyMap<string, string> = new Map()) => {
  const tokens = { people, ...(people.size > 0 && { owner: 'mine' }) };
  const onError = (error: unknown) => {
    throw error;
  };
  const app = createViewApp({ store: on, host: '127.0.0.1', tokens, overlap: 2, language: 'en', now: () => AT, onError });
  const response = await app.request(new Request(`http://127.0.0.1:8080${path}`, { headers: { host: '127.0.0.1:8080', ...headers } }));
  return { status: response.status, text: await response.text() };
};

it('leads to the places, and what was found cannot do anything', async () => {
  const { text } = await get(store, '/search?q=alert');
  expect(text).toContain('href="/board/bench/task/t1/agent/two#:~:text=alert"');
  expect(text).toContain('&lt;script&gt;<mark>alert</mark>(&#39;script&#39;)&lt;/script&gt;');
  expect((await get(store, `/search?q=${encodeURIComponent('"><script>x')}`)).text).not.toContain('<script>x');
  expect((await get(store, '/search?q=mild&kind=verdict')).text).toMatch(/agent\/two\?c=c1/);
});

it('is closed to people who annotate', async () => {
  expect((await get(store, '/search?q=a', { authorization: 'Bearer hers' }, new Map([['hers', 'ann']]))).status).toBe(403);
});

it('searches a store that may only be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-search-'));
  const path = join(folder, 's.db');
  storeOf([{ task: task('x'), reports: { one: 'A needle.' } }], path).close();
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  const read = new Store(path, { mode: 'read' });
  expect((await get(read, '/search?q=needle')).text).toContain('/board/bench/task/x/agent/one');
  read.close();
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});
