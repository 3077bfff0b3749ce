/** What `gavel data items` prints: what is worth a look, and that few reports make it no more than a hint. */
import { expect, test } from 'vitest';
import { items } from '../../cli/data-items.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { importFile, lines } from '../runners/exchange/verdict-files.ts';
import { taskOf } from '../runners/work.ts';

const folder = testFolder();

/** One criterion that all reports meet and one that every second meets. */
async function printed(reports: number): Promise<string> {
  const path = `${folder.path}/${reports}.db`;
  const store = new Store(path, { mode: 'write' });
  const rows = Array.from({ length: reports }, (_, i) =>
    ['satisfied', i % 2 === 0 ? 'satisfied' : 'unsatisfied'].map((label, j) => ({
      agent: `a${i}`,
      task: 't1',
      repeat: 1,
      criterion: `c0${j + 1}`,
      label,
    })),
  ).flat();
  await importFile(store, folder.write(`${reports}.jsonl`, lines(rows)), [taskOf('t1', [1, 1])]);
  store.close();
  let out = '';
  const deps = { cwd: folder.path, dataDir: folder.path, cacheDir: folder.path, stdout: (text: string) => (out += text) };
  await items(deps, undefined, { scale: 'ternary', store: path });
  return out;
}

test.each([
  [4, true],
  [19, true],
  [20, false],
])('of %i reports', async (reports, hint) => {
  const out = await printed(reports);
  expect(out).toContain('2 criteria; always 1, never 0');
  expect(out).toMatch(/t1\/c01 .*always/);
  expect(out.includes(`On ${reports} reports a mean of 0 or 1`)).toBe(hint);
});
