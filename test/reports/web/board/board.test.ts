import { expect, it } from 'vitest';
import { createModelJudge } from '../../../../judge/checklist/judge.ts';
import type { AskDeps } from '../../../../judge/model/ask.ts';
import { axisPoints } from '../../../../reports/board/axis-points.ts';
import { shownTrial } from '../../../../reports/show-report.ts';
import { readAddress, writeHash, writePath } from '../../../../reports/web/board/address.ts';
import { PageCache } from '../../../../reports/web/board/page-cache.ts';
import { importedAgent } from '../../../../runners/store/agents.ts';
import { storeEndpoint } from '../../../../runners/store/calls.ts';
import { storeBattle } from '../../../../runners/store/imported-battles.ts';
import { storeJudge } from '../../../../runners/store/judges.ts';
import type { Store } from '../../../../runners/store/store.ts';
import { storeResult } from '../../../../runners/store/verdicts.ts';
import { AT, storeOf, task } from '../../../runners/annotation/fixture.ts';
import { importFile } from '../../../runners/exchange/verdict-files.ts';
import { app, judgedStore, over, rubric, TASKS, written } from './fixture.ts';

/** Of a model judge with the built-in words. */
const { identity: modelIdentity } = createModelJudge(
  { name: 'gpt', model: 'gpt-x', temperature: 0, labels: 3, criteriaPerCall: 1, contextTokens: 100_000, warmPrefix: false },
  {} as AskDeps,
);

/** On the first task: a person prefers "one", and a model changes its mind with the order. */
function importBattlesOf(store: Store): void {
  const [a, b] = ['one', 'two'].map((name) => importedAgent(store, name)) as [number, number];
  const about = { file: 'f', benchmark: 'bench', task: 't-1', a, b, dimension: 'overall', judgeId: undefined, trial: 1 } as const;
  storeBattle(store, { ...about, outcome: 'a', words: { reason: 'Clearer <b>and</b> dated.' } });
  storeBattle(store, { ...about, outcome: 'tie', flipped: true, words: { reasons: ['The first.', 'The first again.'] } });
}

it('leads from the standings to the sentence by links', async () => {
  const get = await app();
  expect((await get('/board')).to).toBe('/board/bench');
  const grid = await get('/board/bench');
  // "two" on t-1: (0 + 1 - 2) / 4.
  expect(grid.text).toContain('href="/board/bench/task/t-1/agent/two">−25.0</a>');
  expect(grid.text).toContain('Where is &lt;i&gt;it&lt;/i&gt;?');
  expect(grid.text).toMatch(/Made from: Fingerprint [0-9a-f]+.*6 criteria/);
  const one = await get('/board/bench/task/t-1/agent/one');
  expect(one.text).toContain('<mark id="q-c1-0-0" class="quote met" data-cited="c1-0-0">the </mark><strong>');
  expect(one.text).toContain('<a href="#q-c1-0-0">“the North Bay”</a>');
  expect(one.text).toContain('It is &lt;b&gt;named&lt;/b&gt;.');
});

it('writes the reward out, by points lost, and says of a quote that it is not in the report', async () => {
  const { text } = await (await app())('/board/bench/task/t-1/agent/two');
  expect(text).toContain('−25.0</strong> = −1 / 4');
  expect(text.indexOf('Names the bay')).toBeLessThan(text.indexOf('Invents a source'));
  expect(text).toContain('“no such words”');
  expect(text).not.toContain('<script>alert(1)');
});

it('on another scale gives the reward of that scale', async () => {
  const get = await app();
  // partial of weight 3: 1.5 of 4 and the flaw, or nothing and the flaw.
  expect((await get('/board/bench/task/t2/agent/two')).text).toContain('= 0.5 / 4');
  expect((await get('/board/bench/task/t2/agent/two?scale=strict')).text).toContain('= −1 / 4');
});

it('puts two agents side by side: what differs, the greatest difference first', async () => {
  const { text } = await (await app())('/board/bench/task/t-1/agent/one?vs=two');
  expect(text).toContain('2 of 3 criteria differ.');
  expect(text).not.toContain('Gives &lt;b&gt;a&lt;/b&gt; date');
  expect(text.indexOf('Names the bay')).toBeLessThan(text.indexOf('Invents a source'));
});

it('adds up what two reports got on each axis', () => {
  const of = (points: readonly (number | null)[]) =>
    [3, 1, -2, 5].map((weight, i) => {
      const about = { id: `c${i}`, criterion: '', weight, axis: i < 2 ? 'depth' : null, fatal: false, verdicts: [], lost: null };
      return { ...about, points: points[i] ?? null };
    });
  // The last was judged for one of them only, and counts for neither.
  expect(axisPoints(of([1, 0.5, 1, 1]), of([0, 1, 0, null]))).toEqual([
    { axis: null, one: -2, other: 0, positive: 0, criteria: 1 },
    { axis: 'depth', one: 3.5, other: 1, positive: 4, criteria: 2 },
  ]);
});

it('shows the criteria of a task for all agents, finds and orders tasks, and knows what is not there', async () => {
  const get = await app();
  expect((await get('/board/bench/task/t-1')).text).toMatch(/agent\/two\?c=c1".*not met/);
  expect((await get('/board/bench?find=WHERE')).text).toContain('1 of 2 tasks');
  const spread = (await get('/board/bench?sort=spread')).text;
  expect(spread.indexOf('task/t-1/')).toBeLessThan(spread.indexOf('task/t2/'));
  expect([(await get('/board/other')).status, (await get('/board/bench/task/t9/agent/one')).status]).toEqual([404, 404]);
});

it('is closed to people who annotate blind', async () => {
  const get = await app({ owner: 'mine', people: new Map([['hers', 'ann']]) });
  expect((await get('/board/bench', { authorization: 'Bearer hers' })).status).toBe(403);
  expect((await get('/board/bench', { authorization: 'Bearer mine' })).status).toBe(200);
});

it.each([
  ['path', writePath, '/board/b%2F1/task/t/agent/a%2F%C3%A4?'],
  ['hash', writeHash, '#/b%2F1/task/t/agent/a%2F%C3%A4?'],
] as const)('writes and reads addresses by one grammar, as a %s', (_, write, begins) => {
  const state = {
    judge: 'a b',
    scale: 'strict',
    order: 'spread',
    find: '法 law',
    beside: 'x/y',
    all: true,
    repeat: 2,
    criterion: 'c&1',
    quote: 0,
    margin: 2.5,
  } as const;
  const place = { benchmark: 'b/1', task: 't', agent: 'a/ä' };
  const address = write(place, state);
  expect(address.startsWith(begins)).toBe(true);
  expect(readAddress(address)).toEqual({ place, state });
  expect(readAddress(write({ benchmark: 'b', view: 'compare' }, { of: 'x' }))).toMatchObject({
    place: { benchmark: 'b', view: 'compare' },
    state: { of: 'x', scale: 'ternary' },
  });
  expect(readAddress(write({}))).toMatchObject({ place: {} });
});

it('leaves the defaults out of an address, and reads nothing into words that it does not know', () => {
  expect(writePath({ benchmark: 'b' }, { scale: 'ternary', order: 'task', find: '', all: false })).toBe('/board/b');
  expect(readAddress('/board/b?scale=loud&repeat=0&q=-1&margin=x')?.state).toEqual({
    scale: 'ternary',
    order: 'task',
    find: '',
    all: false,
  });
  expect(['/board/b/nothing', '/board/b/task', '/board/%E0%A4%A', '/board/b/task/t/agent/a/more'].map(readAddress)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('shows leaderboard, ratings, checkpoints and tasks as views of the same app', async () => {
  const get = await app();
  const board = await get('/board/bench/leaderboard?scale=strict');
  expect(board.text).toContain('<a href="/board/bench/leaderboard?scale=strict" aria-current="page">');
  expect(board.text).toContain('data-chart="b0-score"');
  // "two" gets −25 and, as partial is nothing, −25 again.
  expect(board.text).toMatch(/<bdi>two<\/bdi>.*?-25\.0/s);
  expect((await get('/board/bench/ratings')).text).toContain('No battles here yet');
  expect((await get('/board/bench/history')).text).toContain('No series of checkpoints here');
  const tasks = (await get('/board/bench/tasks')).text;
  expect(tasks).toContain('data-domain=');
  expect(tasks).toContain('Gives &lt;b&gt;a&lt;/b&gt; date');
});

it('compares two agents over all tasks: what costs the most points first, each with its way to the case', async () => {
  const get = await app();
  const { text } = await get('/board/bench/compare?of=two&vs=one');
  expect(text).toContain('too few for an interval or a test');
  // A dot a task: −25 against 100, and 12.5 against 100.
  expect(text).toContain('aria-label="t-1: −125.0"');
  expect(text).toContain('aria-label="t2: −87.5"');
  const rows = [...text.matchAll(/<td class="number (worse|better)">([^<]+)<\/td><th scope="row"><a href="([^"]+)">/g)].map((row) =>
    row.slice(1),
  );
  expect(rows).toEqual([
    ['worse', '−3', '/board/bench/task/t-1/agent/two?vs=one&amp;c=c1'],
    ['worse', '−2', '/board/bench/task/t-1/agent/two?vs=one&amp;c=c3'],
    ['worse', '−2', '/board/bench/task/t2/agent/two?vs=one&amp;c=c3'],
    ['worse', '−1.5', '/board/bench/task/t2/agent/two?vs=one&amp;c=c1'],
  ]);
  expect((await get('/board/bench/compare?of=one&vs=two')).text).toContain('aria-label="t-1: +125.0"');
  expect((await get('/board/bench/compare')).status).toBe(200);
  expect((await get('/board/bench/compare?of=one&vs=nobody')).status).toBe(404);
});

it('shows the grid as differences from a baseline, each cell leading to the two side by side', async () => {
  const { text } = await (await app())('/board/bench?vs=one');
  // −25 less 100.
  expect(text).toContain('<a class="cell l5" role="gridcell" href="/board/bench/task/t-1/agent/two?vs=one">−125.0</a>');
  expect(text).toContain('<a class="cell b10" role="gridcell" href="/board/bench/task/t-1/agent/one">100.0</a>');
});

it('reads a page over all tasks again only once the store has changed', async () => {
  const store = storeOf([{ task: task('t-1', { rubric }), reports: { one: 'It lies in the North Bay.' } }]);
  const line = { agent: 'one', benchmark: 'bench', task: 't-1', repeat: 1, criterion: 'c1', label: 'satisfied', trial: 1 };
  await importFile(store, await written([line]), TASKS);
  const pages = new PageCache(store);
  const address = readAddress('/board/bench');
  const read = () => pages.read({ ...(address ?? expect.fail()) });
  const first = await read();
  expect(await read()).toBe(first);
  await importFile(store, await written([{ ...line, criterion: 'c2', label: 'unsatisfied' }]), TASKS);
  const second = await read();
  expect(second).not.toBe(first);
  expect(JSON.stringify(second)).toContain('"reward":0.75');
});

it('puts a judge beside another: a table of labels whose cells open their cases, each beside the other judge', async () => {
  const get = await app();
  expect((await get('/board/bench/judges')).text).toContain('One judge alone');
  const both = await app({ people: new Map() }, { second: true });
  const { text } = await both('/board/bench/judges?judge=second&vsjudge=imported');
  // The second judge says of both criteria that "two" partly meets them; the first said not met and met.
  expect(text).toContain('2 criteria that both have labelled');
  expect(text).toMatch(/judges\?judge=second&amp;vsjudge=imported&amp;cell=unsatisfied-partial#cases">1<\/a>/);
  const cell = (await both('/board/bench/judges?judge=second&vsjudge=imported&cell=unsatisfied-partial')).text;
  expect(cell).toContain('/board/bench/task/t-1/agent/two?judge=second&amp;vsjudge=imported&amp;c=c1');
  expect(cell).not.toContain('agent/two?judge=second&amp;vsjudge=imported&amp;c=c2');
  const beside = (await both('/board/bench/task/t-1/agent/two?judge=second&vsjudge=imported')).text;
  expect(beside).toContain('two, second</a>');
  expect(beside).toContain('3 of 3 criteria differ.');
});

it('shows a report as it was written, and escapes it', async () => {
  const { text } = await (await app())('/board/bench/task/t-1/agent/two?tab=raw');
  expect(text).toContain('<pre class="plain">Nothing &lt;script&gt;alert(1)&lt;/script&gt; here.</pre>');
  expect((await (await app())('/board/bench/task/t-1/agent/two?tab=trace')).text).toContain('No trace was recorded.');
});

it('shows what a judge was asked, made again, and what is stored of its reply', async () => {
  const [first = expect.fail()] = TASKS;
  const report = 'Nothing <script>alert(1)</script> here, and </pre> not a word more than that.';
  const store = storeOf([{ task: first, reports: { two: report } }]);
  const line = { agent: 'two', benchmark: 'bench', task: 't-1', repeat: 1, criterion: 'c2', label: 'satisfied', trial: 1 };
  await importFile(store, written([line]), TASKS);
  const judgeId = storeJudge(store, { name: 'gpt', model: 'gpt-x', identity: modelIdentity });
  const { trial, stored } = shownTrial(store, { task: 't-1', agent: 'two' });
  const place = { judgeId, reportId: trial.reportId ?? expect.fail(), criteria: stored.criteria };
  const answer = { label: 'partial', reason: 'Half </pre><script>alert(2)</script>', quotes: [] } as const;
  storeResult(store, place, { answers: [{ question: { criterion: 'c2', trial: 1 }, answer }], unscored: [] }, () => AT);
  storeEndpoint(store, judgeId, { url: 'http://localhost:8000/v1', model: 'gpt-x-2' }, () => AT);
  const get = over(store);
  const { text } = await get('/board/bench/task/t-1/agent/two?tab=prompt&c=c2');
  // The report stands in its fence as the model saw it, escaped.
  expect(text).toMatch(/What about t-1\?\n\n# Report\n\n~~~ [0-9a-f]{16}\n<span class="fenced">Nothing &lt;script&gt;alert\(1\)/);
  expect(text).toContain('# Criterion\n\nGives &lt;b&gt;a&lt;/b&gt; date');
  expect(text).toContain('http://localhost:8000/v1');
  expect(text).toContain('Half &lt;/pre&gt;&lt;script&gt;alert(2)');
  expect(text).not.toMatch(/<script>alert/);
  // Of the imported judge nothing is known, and nothing is made up.
  expect(text).toContain('These verdicts were imported');
  expect((await get('/board/bench/task/t-1/agent/two?tab=prompt&c=nothing')).text).toContain('No judge has said anything');
});

it('shows the battles of a report, and of two, each with its reason', async () => {
  const store = await judgedStore();
  importBattlesOf(store);
  const get = over(store);
  const { text } = await get('/board/bench/task/t-1/agent/two?tab=battles');
  expect(text).toContain('Won 0, tied 1, lost 1');
  expect(text).toContain('Clearer &lt;b&gt;and&lt;/b&gt; dated.');
  expect(text).toContain('href="/board/bench/task/t-1/agent/two?vs=one"');
  expect((await get('/board/bench/task/t-1/agent/one?vs=two')).text).toContain('Won 1, tied 1, lost 0');
  expect((await get('/board/bench/task/t2/agent/one?vs=two')).text).toContain('No battles on this task.');
});

const cells = (text: string) => [...text.matchAll(/role="gridcell"[^>]*>(.*?)<\/(?:a|span)>/g)].map(([, cell]) => cell);

it('narrows the grid by what was said of criteria: cells show what these cost and lead to them alone', async () => {
  const store = await judgedStore();
  const line = { agent: 'two', benchmark: 'bench', task: 't-1', repeat: 1, criterion: 'c2' };
  // A second trial differs, and a person says otherwise of another criterion.
  await importFile(store, written([{ ...line, label: 'partial', trial: 2 }]), TASKS);
  await importFile(store, written([{ ...line, criterion: 'c3', label: 'unsatisfied', trial: 1, judge: 'ann', by: 'person' }]), TASKS);
  const get = over(store);
  const grid = async (find: string, more = '') => (await get(`/board/bench?judge=imported&find=${encodeURIComponent(find)}${more}`)).text;
  const unverified = await grid('unverified label:partial');
  expect(unverified).toContain('1 of 2 tasks');
  // Of weight 3, half is lost.
  expect(cells(unverified)).toEqual(['·', '−1.5 <small>1</small>']);
  expect(unverified).toContain('href="/board/bench/task/t2/agent/two?judge=imported&amp;find=unverified+label%3Apartial"');
  expect(cells(await grid('split'))).toEqual(['·', '−0.25 <small>1</small>']);
  expect(cells(await grid('judge!=human'))).toEqual(['·', '−2 <small>1</small>']);
  expect(await grid('disputed agent:one')).toContain('0 of 2 tasks');
  expect(await grid('axis:depth')).toContain('0 of 2 tasks');
  expect(await grid('language:en domain:social')).toContain('2 of 2 tasks');
  // Less the baseline: −125 (with the second trial a little less), and −87.5.
  expect(await grid('delta<-100', '&vs=one')).toContain('1 of 2 tasks');
  const open = await grid('delta<-100');
  expect(open).toContain('0 of 2 tasks');
  expect(open).toContain('choose one above');
  expect(await grid('axis:"<script>alert(1)</script>"')).not.toContain('<script>alert');
});

it('narrows the criteria of a case and of two agents compared by the same words', async () => {
  const get = await app();
  const one = (await get('/board/bench/task/t-1/agent/two?find=weight%3C0')).text;
  expect(one).toContain('1 of 3 criteria');
  expect(one).not.toContain('id="c-c1"');
  // What is typed stays when something else is switched.
  expect(one).toContain('scale=strict&amp;find=weight%3C0');
  const rows = (text: string) => [...text.matchAll(/<td class="number (?:worse|better)">([^<]+)</g)].map(([, lost]) => lost);
  const compared = async (find: string) => (await get(`/board/bench/compare?of=two&vs=one&find=${encodeURIComponent(find)}`)).text;
  expect(rows(await compared('weight<0'))).toEqual(['−2', '−2']);
  const delta = await compared('delta<-100');
  expect(rows(delta)).toEqual(['−3', '−2']);
  expect(delta).not.toContain('aria-label="t2: −87.5"');
  expect(delta).toContain('the tests are of all tasks');
  expect(rows(await compared('unverified label:partial'))).toEqual(['−1.5']);
  expect(rows(await compared('bay'))).toEqual(['−3', '−1.5']);
});
