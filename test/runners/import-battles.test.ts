/** Battles out of other people's files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { battleRows } from '../../runners/battle-rows.ts';
import { importBattles } from '../../runners/import-battles.ts';
import { Store } from '../../runners/store.ts';

const dir = mkdtempSync(join(tmpdir(), 'gavel-battles-'));
afterAll(() => rmSync(dir, { recursive: true }));
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const load = (path: string) => importBattles(store, { file: path, benchmark: undefined, judge: undefined });
const rows = () => [...battleRows(store, {})].map(({ task, a, b, outcome }) => `${task ?? '-'} ${a} ${b} ${outcome}`);

describe('importing battles', () => {
  it('reads our JSON lines with dimension and absolute tie', async () => {
    const path = file('ours.jsonl', '{"task":"t","a":"x","b":"y","outcome":"tie","absolute":"fair","dimension":"depth"}\n');
    expect(await load(path)).toBe(1);
    expect([...battleRows(store, {})][0]).toMatchObject({ task: 't', outcome: 'tie', absolute: 'fair', dimension: 'depth' });
  });

  it('reads MT-bench rows, numeric ids and all spellings of a tie', async () => {
    const winners = ['model_a', 'model_b', 'tie', 'tie (bothbad)', 'tie (inconsistent)'];
    const lines = winners.map((winner) =>
      JSON.stringify({ question_id: 81, turn: 1, model_a: 'x', model_b: 'y', winner, judge: 'human:1' }),
    );
    expect(await load(file('mt.jsonl', lines.join('\n')))).toBe(5);
    expect(rows()).toEqual(['81 x y a', '81 x y b', '81 x y tie', '81 x y tie', '81 x y tie']);
  });

  it('reads arena CSV with BOM, CRLF and quoted names, in the order of the file', async () => {
    const path = file('arena.csv', '\ufeffmodel_a,model_b,winner,tstamp\r\n"m, one",two,model_a,1\r\ntwo,"m, one",tie,2\r\n');
    expect(await load(path)).toBe(2);
    expect(rows()).toEqual(['- m, one two a', '- two m, one tie']);
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
    ['columns.csv', 'model_a,model_b\nx,y\n', /columns\.csv:2: /],
    ['broken.jsonl', '{"a":"x","b":"y","outcome":"a"}\n{"a":\n', /broken\.jsonl:2: /],
    ['ragged.csv', 'model_a,model_b,winner\nx,y\n', /ragged\.csv: not CSV/],
  ])('refuses %s, naming the line, and stores nothing of it', async (name, text, message) => {
    await expect(load(file(name, text))).rejects.toThrow(message);
    expect(rows()).toEqual([]);
  });
});
