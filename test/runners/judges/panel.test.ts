/** Panels of judges, run as a sweep: votes, splits, members that fail, rules, cost. */
import { beforeEach, describe, expect, it } from 'vitest';
import { leaderboardTable } from '../../../reports/leaderboard/table.ts';
import { readLeaderboards } from '../../../reports/read-leaderboards.ts';
import { verdictLines } from '../../../runners/export-lines.ts';
import { parseSweep } from '../../../runners/read-sweep.ts';
import { planSweep, runSweep } from '../../../runners/run-sweep.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { type MockEndpoint, startMock, verdict } from '../../mock-endpoint.ts';
import { LONG, taskOf } from '../work.ts';

const folder = testFolder();
const folders = { dataDir: folder.path, cacheDir: folder.path };
const around = { env: {}, onNotice: () => {} };

/** What each of three judges says to "Says a thing 1", 2 and the flaw 3. */
const SAY = {
  strict: ['satisfied', 'unsatisfied', 'present'],
  mild: ['satisfied', 'partial', 'absent'],
  kind: ['satisfied', 'satisfied', 'absent'],
} as const;
type Name = keyof typeof SAY;

let store: Store;
const mocks = {} as Record<Name, MockEndpoint>;

beforeEach(async () => {
  store = new Store(':memory:', { mode: 'write' });
  folder.write('tasks.jsonl', `${JSON.stringify(taskOf('a', [2, 1, -1]))}\n`);
  folder.write('a.md', `${LONG} On a.`);
  for (const name of Object.keys(SAY) as Name[])
    mocks[name] = await startMock(({ criterion }) => verdict(SAY[name][Number(criterion.at(-2)) - 1] ?? ''));
});

function sweepOf(rule: string, more = '') {
  const judges = (Object.keys(SAY) as Name[]).map((name) => `{kind: model, model: ${name}, url: "${mocks[name].url}"}`);
  const text = `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents: [{kind: folder, name: x, dir: .}]\njudge: {kind: panel, name: ${rule}, rule: ${rule}, judges: [${judges.join(', ')}]}\n${more}`;
  return { file: { ...parseSweep(text, 's.yaml'), baseDir: folder.path }, folders };
}

const run = (rule: string, more = '') => runSweep(store, sweepOf(rule, more), around);
const asked = () => Object.values(mocks).reduce((sum, { asks }) => sum + asks.length, 0);
const labels = (judge: string) =>
  Object.fromEntries([...verdictLines(store)].filter((line) => line.judge === judge).map(({ criterionId, label }) => [criterionId, label]));

describe('a panel', () => {
  it('gives the label of most of its judges, and leaves out what they are split on, which is no failure', async () => {
    const { progress, stoppedBy } = await run('majority');
    expect(progress.agents[0]).toMatchObject({ wanted: 3, judged: 2, split: 1, unscored: 0 });
    expect([progress.problems.lines(), stoppedBy]).toEqual([[], undefined]);
    expect(labels('majority')).toEqual({ c01: 'satisfied', c03: 'unsatisfied' });
    expect(asked()).toBe(9);
  });

  it('keeps what each judge said: with its verdict, and under the name of the judge', async () => {
    await run('majority');
    const flaw = [...verdictLines(store)].find(({ judge, criterionId }) => judge === 'majority' && criterionId === 'c03');
    expect(flaw).toMatchObject({
      confidence: 2 / 3,
      votes: [
        { judge: 'strict', label: 'satisfied', confidence: 0.8, reason: 'It is present.' },
        { judge: 'mild', label: 'unsatisfied', confidence: 0.8, reason: 'It is absent.' },
        { judge: 'kind', label: 'unsatisfied', confidence: 0.8, reason: 'It is absent.' },
      ],
    });
    expect(labels('mild')).toEqual({ c01: 'satisfied', c02: 'partial', c03: 'unsatisfied' });
  });

  it('costs no call by another rule, which takes the lower credit where there is no majority', async () => {
    await run('majority');
    expect(await planSweep(store, sweepOf('lower'), around)).toMatchObject({ criteria: 3, calls: 0 });
    expect((await run('lower')).progress.agents[0]).toMatchObject({ judged: 3, split: 0 });
    expect(labels('lower')).toEqual({ c01: 'satisfied', c02: 'unsatisfied', c03: 'unsatisfied' });
    expect(asked()).toBe(9);
  });

  it('goes on with those that answer, and is unscored where none does', async () => {
    mocks.strict.script = () => verdict('perhaps');
    const some = await run('majority');
    // Mild and kind agree on all but the second.
    expect(some.progress.agents[0]).toMatchObject({ judged: 2, split: 1, unscored: 0 });
    expect([...verdictLines(store)].find(({ judge }) => judge === 'majority')?.votes).toHaveLength(2);
    for (const mock of Object.values(mocks)) mock.script = () => verdict('perhaps');
    folder.write('a.md', `${LONG} Another text.`);
    const none = await run('majority');
    expect(none.progress.agents[0]).toMatchObject({ judged: 0, split: 0, unscored: 3 });
    expect(none.progress.problems.lines()[0]).toMatch(/^a c01.*: unscored: strict: label.*; mild: label.*; kind: label/);
  });

  it('ends with its budget, which counts the calls of all its judges, also those of commands before', async () => {
    const budget = 'budget: {calls: 5}\n';
    expect(await run('majority', budget)).toMatchObject({ stoppedBy: { kind: 'budget', spent: '5 calls' } });
    expect(asked()).toBe(5);
    expect(await run('majority', budget)).toMatchObject({ stoppedBy: { kind: 'budget' } });
    expect(asked()).toBe(5);
    await run('majority');
    expect(asked()).toBe(9);
    expect(labels('majority')).toEqual({ c01: 'satisfied', c03: 'unsatisfied' });
  });

  it('stands on a leaderboard with its splits, and with what its judges cost together', async () => {
    await run('majority');
    const price = (model: Name, input: number) => ({ model, currency: 'USD', input, output: 0, date: '2026-01-01', source: 'a test' });
    const prices = folder.write(
      'prices.json',
      JSON.stringify({ rates: [], models: [price('strict', 1), price('mild', 2), price('kind', 3)] }),
    );
    const read = async (file?: string) =>
      (await readLeaderboards(store, { scale: 'ternary', judge: 'majority', currency: 'USD', prices: file })).boards[0];
    const board = await read(prices);
    // 3 calls of 100 tokens each, at 1, 2 and 3 dollars a million.
    expect(board?.rows[0]).toMatchObject({
      unscored: 0,
      split: 1,
      coverage: 2 / 3,
      judgeCost: { amount: expect.closeTo(0.0018, 12) as number },
    });
    expect(board && leaderboardTable(board, { language: 'en', colour: false })).toContain('panel were split, and which are left out: 1.');
    expect((await read())?.rows[0]?.judgeCost).toMatchObject({ amount: null, basis: 'unknown' });
  });

  it('has at least two judges, no panel among them and none twice', async () => {
    const judge = (judges: string) =>
      `name: s\nbenchmarks: [demo]\nagents: [{kind: folder, name: x, dir: .}]\njudge: {kind: panel, judges: [${judges}]}\n`;
    const model = `{kind: model, model: m, url: "${mocks.kind.url}"}`;
    expect(() => parseSweep(judge(model), 's.yaml')).toThrow(/s\.yaml:4: judge\.judges/);
    expect(() => parseSweep(judge(`${model}, {kind: panel, judges: [${model}, {kind: offline}]}`), 's.yaml')).toThrow(
      /judge\.judges\[1\]\.kind/,
    );
    const twice = { ...parseSweep(judge(`${model}, ${model}`).replace('demo', 'bench=tasks.jsonl'), 's.yaml'), baseDir: folder.path };
    await expect(runSweep(store, { file: twice, folders }, around)).rejects.toThrow('the judge "m" is named twice in a panel');
  });
});
