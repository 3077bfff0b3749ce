/** Cascades, run as a sweep: who is asked about what, which stage decides, and that another threshold costs only what is new. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readLeaderboards } from '../../../reports/read-leaderboards.ts';
import { verdictLines } from '../../../runners/export-lines.ts';
import { readJudgeFile } from '../../../runners/judge-file.ts';
import { openJudge } from '../../../runners/judges/open.ts';
import { parseSweep } from '../../../runners/read-sweep.ts';
import { planSweep, runSweep } from '../../../runners/run-sweep.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { completion, type MockEndpoint, startMock } from '../../mock-endpoint.ts';
import { judgeDeps } from '../judge-deps.ts';
import { LONG, taskOf } from '../work.ts';

const folder = testFolder();
const folders = { dataDir: folder.path, cacheDir: folder.path };
const around = { env: {}, onNotice: () => {} };

/** What the cheap judge says to "Says a thing 1", 2 and the flaw 3, and how sure it is. */
const CHEAP = [
  ['satisfied', 0.95],
  ['unsatisfied', 0.6],
  ['absent', 0.8],
] as const;

let store: Store;
let cheap: MockEndpoint;
let dear: MockEndpoint;

const says = (label: string, confidence: number | null) =>
  completion(JSON.stringify({ reason: `It is ${label}.`, quotes: [], label, confidence }));
const numberOf = (criterion: string) => Number(criterion.at(-2)) - 1;

beforeEach(async () => {
  store = new Store(':memory:', { mode: 'write' });
  folder.write('tasks.jsonl', `${JSON.stringify(taskOf('a', [2, 1, -1]))}\n`);
  folder.write('a.md', `${LONG} On a.`);
  cheap = await startMock(({ criterion }) => {
    const [label, confidence] = CHEAP[numberOf(criterion)] ?? ['', 0];
    return says(label, confidence);
  });
  dear = await startMock(({ criterion }) => says(numberOf(criterion) === 2 ? 'present' : 'partial', 0.9));
});

const cascade = (setting: string) =>
  `{kind: cascade, first: {kind: model, model: cheap, url: "${cheap.url}"}, then: {kind: model, model: dear, url: "${dear.url}"}, ${setting}}`;

function sweepOf(setting: string) {
  const text = `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents: [{kind: folder, name: x, dir: .}]\njudge: ${cascade(setting)}\n`;
  return { file: { ...parseSweep(text, 's.yaml'), baseDir: folder.path }, folders };
}

const run = (setting: string) => runSweep(store, sweepOf(setting), around);
const said = (judge = 'cheap, then dear'): Record<string, [string, number | undefined]> =>
  Object.fromEntries(
    [...verdictLines(store)].filter((line) => line.judge === judge).map(({ criterionId, label, stage }) => [criterionId, [label, stage]]),
  );

describe('a cascade', () => {
  it('takes a judge by the word that a sweep takes, and names what is none', () => {
    const file = folder.write('offline.yaml', '{kind: cascade, first: offline, then: {kind: small}, threshold: 0.5}');
    expect(readJudgeFile(file)).toMatchObject({ first: { kind: 'offline', trials: 1 } });
    const odd = folder.write('odd.yaml', '{kind: cascade, first: offlin, then: {kind: small}, threshold: 0.5}');
    expect(() => readJudgeFile(odd)).toThrow(/odd\.yaml:1: first: expected .*offline/);
  });

  it('asks the next judge where the first is unsure, and says which of them decided', async () => {
    await run('threshold: 0.75');
    expect(said()).toEqual({ c01: ['satisfied', 1], c02: ['partial', 2], c03: ['unsatisfied', 1] });
    expect([cheap.asks.length, dear.asks.length]).toEqual([3, 1]);
    const line = [...verdictLines(store)].find(({ judge, criterionId }) => judge === 'cheap, then dear' && criterionId === 'c02');
    expect(line?.votes).toEqual([
      { judge: 'cheap', label: 'unsatisfied', confidence: 0.6, reason: 'It is unsatisfied.' },
      { judge: 'dear', label: 'partial', confidence: 0.9, reason: 'It is partial.' },
    ]);
    const prices = folder.write(
      'prices.json',
      JSON.stringify({
        models: ['cheap', 'dear'].map((model, i) => ({
          model,
          currency: 'USD',
          input: 1 + 99 * i,
          output: 0,
          date: '2026-01-01',
          source: 'a test',
        })),
      }),
    );
    const { boards } = await readLeaderboards(store, { scale: 'ternary', currency: 'USD', prices });
    expect(boards[0]?.rows[0]).toMatchObject({
      score: expect.closeTo(250 / 3, 6),
      coverage: 1,
      judgeCost: { amount: (3 * 100 + 100 * 100) / 1e6 },
    });
  });

  it('pays only for what is new with another threshold, and for nothing the second time', async () => {
    await run('threshold: 0.75');
    await run('threshold: 0.9');
    const stages = [...verdictLines(store)].filter((line) => line.stage !== undefined).map(({ stage }) => stage);
    expect(stages.filter((stage) => stage === 2)).toHaveLength(3);
    expect([cheap.asks.length, dear.asks.length]).toEqual([3, 2]);
    await run('threshold: 0.9');
    expect([cheap.asks.length, dear.asks.length]).toEqual([3, 2]);
  });

  it('takes a threshold of its card for each kind of criterion', async () => {
    folder.write('card.json', JSON.stringify({ cascade: { thresholds: { default: 0.5, 'flawed claim': 1.1 } } }));
    const judge = readJudgeFile(folder.write('judge.yaml', cascade('card: card.json')));
    const open = openJudge(judge, judgeDeps());
    expect(open.panel?.rule).toEqual({ thresholds: { default: 0.5, 'flawed claim': 1.1 } });
    await open.close();
    await run(`card: ${folder.path}/card.json`);
    expect(said()).toEqual({ c01: ['satisfied', 1], c02: ['unsatisfied', 1], c03: ['satisfied', 2] });
  });

  it('asks the next where the first states no confidence or gives no verdict, and leaves open what that one cannot say', async () => {
    cheap.script = ({ criterion }) => (numberOf(criterion) === 0 ? says('satisfied', null) : completion('Who knows.'));
    dear.script = ({ criterion }) => (numberOf(criterion) === 1 ? completion('Not me.') : undefined);
    const { progress } = await run('threshold: 0');
    expect(progress.agents[0]).toMatchObject({ judged: 2, unscored: 1 });
    expect(Object.values(said()).map((each) => each[1])).toEqual([2, 2]);
  });

  it('plans both judges, at most, and needs a threshold or a card', async () => {
    expect(await planSweep(store, sweepOf('threshold: 0.5'), around)).toMatchObject({ calls: 6 });
    expect(() => sweepOf('trials: 1')).toThrow(/s\.yaml:4: .*give threshold or card/);
    expect(() => sweepOf('threshold: 0.5, card: c.json')).toThrow(/give threshold or card/);
    await expect(run('card: none.json')).rejects.toThrow(/none\.json: expected the card of a cascade/);
  });
});
