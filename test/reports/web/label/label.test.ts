import { beforeEach, expect, it } from 'vitest';
import { createViewApp } from '../../../../reports/web/app.ts';
import { exportText } from '../../../../runners/export-lines.ts';
import type { Store } from '../../../../runners/store/store.ts';
import { AT, storeOf } from '../../../runners/annotation/fixture.ts';
import { importText, judgedStore } from './fixture.ts';

let store: Store;
let tasks: Awaited<ReturnType<typeof judgedStore>>['tasks'];
beforeEach(async () => {
  ({ store, tasks } = await judgedStore());
});

function open(tokens: { owner?: string; people: ReadonlyMap<string, string> } = { people: new Map() }) {
  const app = createViewApp({
    store,
    host: '127.0.0.1',
    tokens,
    overlap: 2,
    language: 'en',
    now: () => AT,
    onError: (error) => {
      throw error;
    },
  });
  const ask = async (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) => {
    const request = new Request(`http://127.0.0.1:8080${path}`, { ...init, headers: { host: '127.0.0.1:8080', ...headers } });
    const response = await app.request(request);
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };
  const post = (path: string, as: string, item: string, answer: unknown, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body: JSON.stringify({ as, item, answer }) }, { 'content-type': 'application/json', ...headers });
  const next = async (as: string) => new URLSearchParams((await ask(`/label?as=${as}`)).to?.split('?')[1]).get('item') ?? '';
  const page = async (as: string, item: string) => (await ask(`/label?as=${as}&item=${item}`)).text;
  const say = (as: string, item: string, label: string, justification = '') => post('/label/answer', as, item, { label, justification });
  /** Labels all that is open to a person; of each criterion the one that is said of its words, else `satisfied`. */
  const labelAll = async (as: string, labels: Readonly<Record<string, string>> = {}) => {
    for (let item = await next(as); item !== ''; item = await next(as)) {
      const text = await page(as, item);
      const [, label = 'satisfied'] = Object.entries(labels).find(([words]) => text.includes(`>${words}<`)) ?? [];
      await say(as, item, label);
    }
  };
  return { ask, post, next, page, say, labelAll };
}

it('asks first where judges differ, blind to who wrote the report and to what judges say', async () => {
  const { next, page } = open();
  const text = await page('ann', await next('ann'));
  expect(text).toContain('<p class="criterion" lang="en">Names the bay</p>');
  expect(text).toContain('Nothing of t1.');
  expect(text).not.toMatch(/severe|mild|says &lt;i|By two/);
  expect(text).not.toContain('<script>alert');
  // Agents are called "one" and "two": their names are hidden wherever they stand.
  expect(await page('ann', await next('ann'))).not.toContain('By one');
});

it('stores a label as a verdict of the person, a change as a later one, and the same again not at all', async () => {
  const { next, say } = open();
  const item = await next('ann');
  await say('ann', item, 'partial', 'Only half.');
  await say('ann', item, 'partial', 'Only half.');
  await say('ann', item, 'unsatisfied');
  const rows = store
    .sql<[], object>(
      `SELECT judge.name, verdict.trial, label, reason FROM verdict JOIN judge ON judge.id = judge_id LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE json_extract(identity, '$.kind') = 'person' ORDER BY verdict.trial`,
    )
    .all();
  expect(rows).toEqual([
    { name: 'ann', trial: 1, label: 1, reason: 'Only half.' },
    { name: 'ann', trial: 2, label: 0, reason: null },
  ]);
  // The newest is what she says.
  const csv = [...exportText(store, 'verdicts', 'csv', { by: 'person' })].join('').trim().split('\n');
  expect(csv).toHaveLength(2);
  expect(csv[1]).toContain('unsatisfied');
});

it('keeps a draft, puts off to the end, and goes back', async () => {
  const { ask, post, next, page, say } = open();
  const first = await next('ann');
  await post('/label/draft', 'ann', first, { label: 'satisfied', justification: 'half a th' });
  expect(await page('ann', first)).toContain('half a th</textarea>');
  await post('/label/skip', 'ann', first, { justification: '' });
  const second = await next('ann');
  expect(second).not.toBe(first);
  await say('ann', second, 'satisfied');
  const third = await next('ann');
  expect((await ask(`/label/previous?as=ann&item=${third}`)).to).toContain(second);
  expect((await ask(`/label/previous?as=ann&item=${second}`)).to).toContain(first);
});

it('refuses a label that there is not, an item of another person, and another person’s link', async () => {
  const { next, say, post } = open({ owner: 'mine', people: new Map([['hers', 'ann']]) });
  const hers = { authorization: 'Bearer hers' };
  const owner = open();
  const item = await owner.next('ann');
  expect((await post('/label/answer', 'ann', item, { label: 'good' }, hers)).status).toBe(400);
  expect((await post('/label/answer', 'bob', item, { label: 'satisfied' }, hers)).status).toBe(404);
  expect((await post('/label/answer', 'ann', await owner.next('bob'), { label: 'satisfied' }, hers)).status).toBe(404);
  expect((await post('/label/answer', 'ann', item, { label: 'satisfied' }, hers)).status).toBe(200);
  expect([await next('ann'), (await say('ann', item, 'satisfied')).status]).toEqual(['', 401]);
});

it('says how far people and judges agree, with a table of what was said for what', async () => {
  const { ask, labelAll } = open();
  await labelAll('ann', { 'Invents a source': 'unsatisfied' });
  await labelAll('bob', { 'Invents a source': 'unsatisfied', 'Names the bay': 'partial' });
  const figures = JSON.parse((await ask('/label/agreement.json')).text);
  expect(figures.annotators).toEqual([
    { name: 'ann', labelled: 12 },
    { name: 'bob', labelled: 12 },
  ]);
  // They differ on the bay, 4 of 12.
  expect(figures.people[0].sameAnswer.value).toBeCloseTo(8 / 12);
  const strict = figures.judges.find(({ a, b }: { a: string; b: string }) => a === 'ann' && b === 'severe');
  expect(strict.confusion).toEqual([
    [7, 0, 1],
    [0, 0, 0],
    [0, 0, 4],
  ]);
  expect((await ask('/label/agreement')).text).toContain('<td class="number">67%</td>');
});

it('leads to where people differ, and the last word counts in their place', async () => {
  const { ask, post, labelAll } = open();
  await labelAll('ann', { 'Invents a source': 'unsatisfied' });
  await labelAll('bob', { 'Invents a source': 'unsatisfied', 'Names the bay': 'unsatisfied' });
  const list = (await ask('/label/differences?as=cat')).text;
  expect(list).toContain('4 of 4 are undecided');
  const link = /\/label\/decide\?[^"]*/.exec(list)?.[0].replaceAll('&amp;', '&') ?? '';
  const page = (await ask(link)).text;
  expect(page).toMatch(/<strong>ann<\/strong>[\s\S]*<strong>bob<\/strong>[\s\S]*<strong>mild<\/strong>/);
  expect(page).toContain('mild says &lt;i&gt;so&lt;/i&gt;');
  const item = new URLSearchParams(link.split('?')[1]).get('item') ?? '';
  expect((await post('/label/decide/answer', 'cat', item, { label: 'partial', justification: 'It hints at it.' })).status).toBe(200);
  expect((await ask('/label/differences')).text).toContain('3 of 4 are undecided');
  const { judges } = JSON.parse((await ask('/label/agreement.json')).text);
  // 8 on which both agree, and the one that is decided.
  expect(judges.find(({ a, b }: { a: string; b: string }) => a === '*' && b === 'mild').pairs).toBe(9);
});

it('is closed to annotators where names of agents or labels of others stand', async () => {
  const { ask } = open({ owner: 'mine', people: new Map([['hers', 'ann']]) });
  const hers = { authorization: 'Bearer hers' };
  for (const path of ['/label/differences', '/label/decide?as=ann', '/label/labels.csv'])
    expect((await ask(path, {}, hers)).status).toBe(404);
  expect((await ask('/label/agreement', {}, hers)).status).toBe(200);
});

it('goes out as CSV and comes back into another store, the last word with it', async () => {
  const { ask, post, labelAll } = open();
  await labelAll('ann', { 'Names the bay': 'unsatisfied' });
  const list = (await ask('/label/differences?as=cat')).text;
  const item = /item=([0-9a-f]+)/.exec(list)?.[1] ?? '';
  await post('/label/decide/answer', 'cat', item, { label: 'partial', justification: 'It hints at it, "so".' });
  const csv = (await ask('/label/labels.csv')).text;
  const other = storeOf(tasks.map((each) => ({ task: each, reports: { one: 'One text.', two: 'Another.' } })));
  await importText(other, csv, tasks, 'labels.csv');
  expect([...exportText(other, 'verdicts', 'csv', { by: 'person' })].join('')).toBe(csv);
  expect(csv).toContain('cat (adjudicated),person,,true');
});

it('has nothing to ask where no judge has labelled anything', async () => {
  store = storeOf(tasks.map((each) => ({ task: each, reports: { one: 'One text.' } })));
  expect((await open().ask('/label?as=ann')).text).toContain('There is nothing to label yet');
});

it('stores what is said on the page of a case as in the queue, under no name that has a link of its own', async () => {
  const ada = new Map([['hers', 'ada']]);
  const { ask } = open({ owner: 'mine', people: ada });
  const said = {
    as: 'eve',
    benchmark: 'bench',
    task: 't1',
    agent: 'two',
    repeat: 1,
    criterion: 'c1',
    answer: { label: 'partial', justification: 'so' },
  };
  const post = (body: object, token = 'mine') =>
    ask(
      '/label/case',
      { method: 'POST', body: JSON.stringify({ ...said, ...body }) },
      { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    );
  expect((await post({})).status).toBe(200);
  // The same again is there already.
  expect((await post({})).status).toBe(200);
  expect([...exportText(store, 'verdicts', 'csv', { by: 'person' })].join('').match(/^bench,t1,two.*eve/gm)).toHaveLength(1);
  const refused = await Promise.all([
    post({ as: 'ada' }),
    post({}, 'hers'),
    post({ criterion: 'c9' }),
    post({ repeat: 2 }),
    post({ answer: { label: 'good' } }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 400]);
  expect(refused[0]?.text).toContain('by a link of their own');
});

const upload = (ask: ReturnType<typeof open>['ask'], text: string, more: object = {}, headers: Record<string, string> = {}) =>
  ask(
    '/label/import',
    {
      method: 'POST',
      body: JSON.stringify({ name: 'her labels.csv', bytes: Buffer.from(text).toString('base64'), judge: 'eve', ...more }),
    },
    { 'content-type': 'application/json', ...headers },
  );

it('takes a file of labels, all or nothing, with the complaints of gavel import verdicts', async () => {
  const { ask } = open();
  const rows =
    'task,agent,repeat,criterionId,criterion,label,reason\nt1,two,1,c1,Names the bay,partial,"half, <b>so</b>"\nt2,two,1,c1,Names the bay,satisfied,\n';
  const counted = () => [...exportText(store, 'verdicts', 'csv', { by: 'person' })].join('').match(/,eve,/g)?.length ?? 0;
  for (const [text, why] of [
    [`${rows}t1,two,1,c2,"Gives <b>a</b> date",good,\n`, 'her labels.csv:4: label'],
    [`${rows}t9,two,1,c1,Names the bay,satisfied,\n`, 'her labels.csv:4: task: no task "t9"'],
    ['task,agent,repeat,criterion,label,by\nt1,two,1,Names the bay,satisfied,model\n', 'her labels.csv:2: by: expected person'],
    ['task\n', 'her labels.csv: no verdicts in it'],
  ] as const) {
    const reply = await upload(ask, text);
    expect([reply.status, JSON.parse(reply.text).error]).toEqual([422, expect.stringContaining(why)]);
    expect(counted()).toBe(0);
  }
  expect(JSON.parse((await upload(ask, rows)).text)).toMatchObject({ verdicts: 2, known: 0 });
  expect(JSON.parse((await upload(ask, rows)).text)).toMatchObject({ verdicts: 0, known: 2 });
  expect(counted()).toBe(2);
  // One that contradicts what is there, a workbook, and a name that is no file of labels.
  expect((await upload(ask, rows.replace(',partial,', ',satisfied,'))).text).toContain('contradicts the stored');
  expect((await upload(ask, 'PK\u0003\u0004')).text).toContain('her labels.csv: expected JSON lines, CSV');
  expect((await upload(ask, rows, { name: '../x.exe' })).text).toContain('../x.exe: expected a file of labels');
  expect((await ask('/label/agreement')).text).toContain('id="upload"');
});

it('takes no file from people who label by a link of their own', async () => {
  const { ask } = open({ owner: 'mine', people: new Map([['hers', 'ada']]) });
  expect((await upload(ask, 'task\n', {}, { authorization: 'Bearer hers' })).status).toBe(404);
  expect((await ask('/label/agreement', {}, { authorization: 'Bearer hers' })).text).not.toContain('id="upload"');
});

it('offers no form over a store that may only be read, and says why', async () => {
  Object.assign(store, { isReadOnly: true });
  const { ask } = open();
  for (const path of ['/label?as=ann', '/annotate?as=ann', '/people', '/board/bench/task/t1/agent/one']) {
    const { text } = await ask(path);
    const offers = /id="(?:say|label-here)"|<button [^>]*data-label-here|action="\/annotate"/.test(text);
    expect([path, text.includes('This store can only be read'), offers]).toEqual([path, true, false]);
  }
});
