/** Battles out of other people's files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { importBattles } from '../../runners/import-battles.ts';
import { battleRows } from '../../runners/store/battles.ts';
import { Store } from '../../runners/store/store.ts';

const dir = mkdtempSync(join(tmpdir(), 'gavel-battles-'));
afterAll(() => rmSync(dir, { recursive: true }));
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

function file(name: string, text: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const read = (path: string) => importBattles(store, { file: path, benchmark: undefined, judge: undefined });
const load = async (path: string) => (await read(path))?.battles;
const rows = () => [...battleRows(store, {})].map(({ task, a, b, outcome }) => `${task ?? '-'} ${a} ${b} ${outcome}`);

describe('importing battles', () => {
  it('reads our JSON lines with dimension and absolute tie', async () => {
    const path = file('ours.jsonl', '{"task":"t","a":"x","b":"y","outcome":"tie","absolute":"fair","dimension":"depth"}\n');
    expect(await load(path)).toBe(1);
    expect([...battleRows(store, {})][0]).toMatchObject({ task: 't', outcome: 'tie', absolute: 'fair', dimension: 'depth' });
  });

  it('reads MT-bench rows, numeric ids and all spellings of a tie', async () => {
    const winners = ['model_a', 'model_b', 'tie', 'tie (bothbad)', 'tie (inconsistent)'];
    const lines = winners.map((winner, i) =>
      JSON.stringify({ question_id: 81 + i, turn: 1, model_a: 'x', model_b: 'y', winner, judge: 'human:1' }),
    );
    expect(await load(file('mt.jsonl', lines.join('\n')))).toBe(5);
    expect(rows()).toEqual(['81 x y a', '82 x y b', '83 x y tie', '84 x y tie', '85 x y tie']);
  });

  it('reads arena CSV with BOM, CRLF and quoted names, in the order of the file', async () => {
    const path = file('arena.csv', '\ufeffmodel_a,model_b,winner,tstamp\r\n"m, one",two,model_a,1\r\ntwo,"m, one",tie,2\r\n');
    expect(await load(path)).toBe(2);
    expect(rows()).toEqual(['- m, one two a', '- two m, one tie']);
  });

  it('reads our CSV, in which an empty cell is a missing value', async () => {
    const path = file('ours.csv', 'task,a,b,outcome,absolute,dimension,trial\nt,x,y,a,,,\nt,x,y,tie,poor,depth,2\n');
    expect(await load(path)).toBe(2);
    expect([...battleRows(store, {})]).toMatchObject([
      { outcome: 'a', dimension: 'overall', trial: 1 },
      { outcome: 'tie', absolute: 'poor', dimension: 'depth', trial: 2 },
    ]);
  });

  it('folds both orders of one comparison, and counts a mind that changed with the order as a tie', async () => {
    const line = (task: string, a: string, b: string, outcome: string, order?: string) =>
      JSON.stringify({ task, a, b, outcome, ...(order && { order }), judge: 'm', absolute: outcome === 'tie' ? 'good' : undefined });
    const lines = [
      line('same', 'x', 'y', 'a', 'ab'),
      line('changed', 'x', 'y', 'a', 'ab'),
      line('same', 'x', 'y', 'a', 'ba'),
      line('changed', 'x', 'y', 'b', 'ba'),
      // The names turned, and the first named shown first both times: two orders.
      line('turned', 'x', 'y', 'tie', 'ab'),
      line('turned', 'y', 'x', 'tie', 'ab'),
      line('one', 'x', 'y', 'b', 'ba'),
      line('own words', 'x', 'y', 'b', 'original'),
      line('own words', 'x', 'y', 'b', 'swapped'),
      line('no order', 'x', 'y', 'a'),
      line('no order', 'y', 'x', 'a'),
    ];
    expect(await load(file('orders.jsonl', lines.join('\n')))).toBe(7);
    expect([...battleRows(store, {})].map((row) => `${row.task} ${row.outcome} ${row.absolute ?? '-'} ${row.flipped ?? '-'}`)).toEqual([
      'same a - false',
      'changed tie - true',
      'turned tie good false',
      'one b - -',
      'own words b - false',
      'no order a - -',
      'no order a - -',
    ]);
  });

  it('folds no rows without a task: which of them were one comparison, nobody can say', async () => {
    const lines = ['ab', 'ba', 'ab', 'ba'].map((order, i) => JSON.stringify({ a: 'x', b: 'y', outcome: i < 2 ? 'a' : 'b', order }));
    expect(await load(file('no-task.jsonl', lines.join('\n')))).toBe(4);
    expect(rows()).toEqual(['- x y a', '- x y a', '- x y b', '- x y b']);
  });

  it('keeps whether a judge changed its mind, where a row says so', async () => {
    const lines = ['{"model_a":"x","model_b":"y","winner":"tie"}', '{"a":"x","b":"z","outcome":"tie","flipped":true}'];
    await load(file('flips.jsonl', lines.join('\n')));
    await load(file('flips.csv', 'a,b,outcome,flipped\nx,y,tie,true\nx,y,tie,false\n'));
    expect([...battleRows(store, {})].map(({ flipped }) => flipped)).toEqual([undefined, true, true, false]);
  });

  it('keeps what arena rows say of both, and of the dimension', async () => {
    const path = file('both.csv', 'model_a,model_b,winner,dimension\nx,y,Tie (bothbad),\nx,y,both_good,depth\nx,y,tie,\n');
    expect(await load(path)).toBe(3);
    expect([...battleRows(store, {})].map(({ dimension, absolute }) => `${dimension} ${absolute ?? '-'}`)).toEqual([
      'overall poor',
      'depth good',
      'overall -',
    ]);
  });

  it('reads records over several lines and a file of several blocks, and names the line of what is wrong in it', async () => {
    const long = `"${'long\n'.repeat(300_000)}"`;
    const good = `model_a,model_b,winner,note\n"x\n""1""",y,model_a,${long}\nx,y,tie,\n`;
    expect(await load(file('long.csv', good))).toBe(2);
    expect(rows()).toEqual(['- x\n"1" y a', '- x y tie']);
    // The names, a record of 1 + 300,000 + 1 lines, one of 1 line, and then the bad one.
    await expect(load(file('longer.csv', `${good}x,x,tie,\n`))).rejects.toThrow(/longer\.csv:300005: "x" meets itself/);
  });

  it('refuses a table in another encoding', async () => {
    await expect(load(file('latin.csv', Buffer.from('model_a,model_b,winner\nx\xe9,y,tie\n', 'latin1')))).rejects.toThrow(
      /latin\.csv:1: expected UTF-8/,
    );
  });

  it('says what went wrong, though the disk has rolled back already', async () => {
    store.sql("CREATE TRIGGER full BEFORE INSERT ON battle BEGIN SELECT RAISE(ROLLBACK, 'no room'); END").run();
    await expect(load(file('full.csv', 'model_a,model_b,winner\nx,y,tie\n'))).rejects.toThrow('no room');
  });

  it('takes a column for each outcome', async () => {
    const path = file(
      'hot.csv',
      'id,model_a,model_b,winner_model_a,winner_model_b,winner_tie\n7,x,y,1,0,0\n8,x,y,0,0,1\n9,x,y,False,True,False\n',
    );
    expect(await load(path)).toBe(3);
    expect(rows()).toEqual(['- x y a', '- x y tie', '- x y b']);
  });

  it('folds both orders of a FastChat row, whose judge is a list, and keeps what was said in each', async () => {
    const row = { question_id: 81, model_1: 'x', model_2: 'y', judge: ['gpt-4', 'pair-v2'], g1_judgment: 'One.', g2_judgment: 'Two.' };
    const games = [
      { turn: 1, g1_winner: 'model_1', g2_winner: 'model_1' },
      { turn: 2, g1_winner: 'model_1', g2_winner: 'model_2' },
      { turn: 3, g1_winner: 'tie', g2_winner: 'tie' },
      { turn: 4, g1_winner: 'model_2', g2_winner: 'error' },
      { turn: 5, winner: 'model_2' },
    ];
    const path = file('pair.jsonl', games.map((game) => JSON.stringify({ ...row, ...game })).join('\n'));
    expect(await read(path)).toEqual({ battles: 4, failed: 1 });
    expect(
      [...battleRows(store, { words: true })].map(({ trial, outcome, flipped, judge, reasons }) => [
        trial,
        outcome,
        flipped,
        judge,
        reasons,
      ]),
    ).toEqual([
      [1, 'a', false, 'gpt-4, pair-v2', ['One.', 'Two.']],
      [2, 'tie', true, 'gpt-4, pair-v2', ['One.', 'Two.']],
      [3, 'tie', false, 'gpt-4, pair-v2', ['One.', 'Two.']],
      [5, 'b', undefined, 'gpt-4, pair-v2', undefined],
    ]);
  });

  it('leaves out and counts rows whose judge failed', async () => {
    const path = file('error.csv', 'question_id,model_a,model_b,winner,judge\n1,x,y,model_a,j\n2,x,y,error,j\n3,x,y,ERROR,j\n');
    expect(await read(path)).toEqual({ battles: 1, failed: 2 });
    await expect(load(file('errors.csv', 'model_a,model_b,winner\nx,y,error\n'))).rejects.toThrow(
      /no battles in it, 1 rows whose judge failed/,
    );
  });

  it('counts the later of two rows by one judge on the same, as a result file that is appended to holds them', async () => {
    const line = (more: object) => JSON.stringify({ task: 't', a: 'x', b: 'y', outcome: 'a', judge: 'm', ...more });
    const lines = [
      line({}),
      line({ outcome: 'b' }),
      line({ judge: 'n' }),
      line({ trial: 2 }),
      line({ task: 'u', order: 'ab' }),
      line({ task: 'u', order: 'ba' }),
      line({ task: 'u', order: 'ab', outcome: 'b' }),
      line({ task: 'u', order: 'ba', outcome: 'b' }),
      line({ judge: undefined }),
      line({ judge: undefined, outcome: 'b' }),
    ];
    expect(await load(file('appended.jsonl', lines.join('\n')))).toBe(6);
    expect([...battleRows(store, {})].map(({ task, judge, trial, outcome }) => `${task} ${judge} ${trial} ${outcome}`)).toEqual([
      't m 1 b',
      't n 1 a',
      't m 2 a',
      'u m 1 b',
      't imported 1 a',
      't imported 1 b',
    ]);
  });

  it('adds nothing when the same file comes again', async () => {
    const path = file('again.csv', 'model_a,model_b,winner\nx,y,model_a\n');
    expect(await load(path)).toBe(1);
    expect(await load(path)).toBeUndefined();
    expect(rows()).toHaveLength(1);
  });

  it.each([
    ['winner.csv', 'model_a,model_b,winner\nx,y,model_a\nx,y,draw\n', /winner\.csv:3: winner: expected a, b, model_a, model_b or tie/],
    ['self.csv', 'model_a,model_b,winner\nx,x,tie\n', /self\.csv:2: "x" meets itself/],
    ['none.csv', 'model_a,model_b,winner\n', /none\.csv: no battles/],
    ['hot.csv', 'model_a,model_b,winner_model_a,winner_model_b,winner_tie\nx,y,1,0,1\n', /hot\.csv:2: expected 1 in one of winner_model_a/],
    ['half.jsonl', '{"model_1":"x","model_2":"y","g1_winner":"tie"}', /half\.jsonl:1: expected g1_winner and g2_winner, or winner/],
    ['columns.csv', 'model_a,model_b\nx,y\n', /columns\.csv:2: /],
    ['broken.jsonl', '{"a":"x","b":"y","outcome":"a"}\n{"a":\n', /broken\.jsonl:2: /],
    ['ragged.csv', 'model_a,model_b,winner\nx,y\n', /ragged\.csv:2: expected 3 cells as in the first line, got 2/],
    ['proto.csv', 'model_a,model_b,winner\nx,y,constructor\n', /proto\.csv:2: winner: expected a, b, model_a, model_b or tie/],
    ['quote.csv', 'model_a,model_b,winner\n"x\ny",z,tie\n\na"b,y,tie\n', /quote\.csv:5: not CSV/],
    [
      'endless.csv',
      `model_a,model_b,winner\nx,y,tie\n"x,y,tie\n${'x,y,tie\n'.repeat(1_300_000)}`,
      /endless\.csv:3: not CSV: a record of more than 8 MiB begins here; is there a quote that is never closed\?/,
    ],
    ['open.csv', 'model_a,model_b,winner\nx,y,tie\n"x,y,tie\n', /open\.csv:\d: not CSV/],
  ])('refuses %s, naming the line, and stores nothing of it', async (name, text, message) => {
    await expect(load(file(name, text))).rejects.toThrow(message);
    expect(rows()).toEqual([]);
  });
});
