/** What leaves a store as battles comes back into another as the same battles. */
import { beforeEach, describe, expect, it } from 'vitest';
import { toBattleLine } from '../../runners/exchange/battle-line.ts';
import { importBattles } from '../../runners/import-battles.ts';
import { battleRows } from '../../runners/store/battles.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

const read = (into: Store, lines: readonly unknown[]) =>
  importBattles(into, {
    file: folder.write('battles.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')),
    benchmark: undefined,
    judge: undefined,
  });
const lines = (of: Store) => [...battleRows(of, { words: true })].map(toBattleLine);

const MODEL = {
  benchmark: 'b',
  domain: 'STEM',
  task: 't1',
  a: 'x',
  b: 'y',
  dimension: 'depth',
  judge: 'gpt',
  judgeHash: '0123456789abcdef',
  trial: 2,
  outcome: 'tie',
  flipped: true,
  by: 'model',
  reasons: ['Left is deeper.', null],
  quotes: [[{ text: 'q', verified: false, of: 'a' }], null],
  scores: [[7, 6], null],
  confidences: [0.9, null],
};
const PERSON = {
  task: 't1',
  a: 'x',
  b: 'y',
  dimension: 'overall',
  judge: 'ann',
  trial: 1,
  outcome: 'tie',
  absolute: 'fair',
  by: 'person',
  reason: 'Both are thin.',
  scores: [5, 5],
  confidence: 0.6,
};
const BARE = { a: 'x', b: 'y', dimension: 'overall', trial: 1, outcome: 'a' };

describe('battles', () => {
  it('keep domain, reasons, quotes, scores, confidences, flips, the hash of the judge and who judged', async () => {
    const written = [MODEL, PERSON, BARE];
    await read(store, written);
    expect(lines(store)).toEqual(written);
    const copy = new Store(':memory:', { mode: 'write' });
    await read(copy, lines(store));
    expect([...battleRows(copy, { words: true })]).toEqual([...battleRows(store, { words: true })]);
  });

  it('of two judges of one name stay those of two', async () => {
    const other = { ...MODEL, judgeHash: 'fedcba9876543210' };
    await read(store, [MODEL, other, { ...MODEL, by: 'person' }]);
    expect(lines(store).map(({ judgeHash, by }) => `${judgeHash} ${by}`)).toEqual([
      '0123456789abcdef model',
      'fedcba9876543210 model',
      '0123456789abcdef person',
    ]);
  });

  it('that came as two orders keep what was said in each, in the names of the first', async () => {
    const order = { task: 't', a: 'x', b: 'y', outcome: 'a', order: 'ab', reason: 'First.', scores: [8, 3] };
    await read(store, [order, { ...order, a: 'y', b: 'x', outcome: 'b', reason: 'Second.', scores: [4, 9], confidence: 0.5 }]);
    expect(lines(store)).toMatchObject([
      {
        outcome: 'a',
        flipped: false,
        reasons: ['First.', 'Second.'],
        scores: [
          [8, 3],
          [9, 4],
        ],
        confidences: [null, 0.5],
      },
    ]);
  });

  it('come as CSV with the same names as columns; cells that are no text hold JSON', async () => {
    const file = folder.write(
      'battles.csv',
      'task,a,b,outcome,by,flipped,scores,confidence,reason\nt,x,y,tie,model,true,"[[7,6],[5,5]]",0.5,12\n',
    );
    await importBattles(store, { file, benchmark: undefined, judge: undefined });
    expect(lines(store)).toMatchObject([
      {
        flipped: true,
        scores: [
          [7, 6],
          [5, 5],
        ],
        confidence: 0.5,
        reason: '12',
      },
    ]);
  });

  it.each([
    [{ ...BARE, confidence: 7 }, /:1: confidence: expected a number of at most 1, got 7/],
    [{ ...BARE, by: 'robot' }, /:1: by: expected one of "model", "person", got "robot"/],
    [{ ...BARE, scores: ['a', 'b'] }, /:1: scores/],
  ])('are refused whole where a field is not what it should be: %j', async (line, message) => {
    await expect(read(store, [line])).rejects.toThrow(message);
    expect(lines(store)).toEqual([]);
  });
});
