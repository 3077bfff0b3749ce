/** The demo's store, exported and imported into an empty one by the commands, reads the same. */
import { beforeAll, expect, it } from 'vitest';
import { testFolder } from '../benchmarks/folder.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const HERE = ['--store', 'gavel-out/demo.db'];
const COPY = ['--store', 'copy.db'];

async function printed(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await gavel(words, { cwd: folder.path });
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(async () => {
  await printed('demo');
  for (const kind of ['reports', 'verdicts', 'battles']) {
    folder.write(`${kind}.jsonl`, await printed('export', kind, ...HERE));
    await printed('import', kind, `${kind}.jsonl`, ...COPY);
  }
});

it.each([
  [['leaderboard', '--json']],
  [['leaderboard', '--json', '--scale', 'strict']],
  [['ratings', '--json', '--dimension', 'all', '--bootstrap', '20', '--seed', '1']],
  [['compare', 'sample-strong', 'sample-listy', '--json']],
  [['compare', 'sample-strong', '--json']],
  [['export', 'reports']],
  [['export', 'verdicts']],
  [['export', 'battles']],
])('gavel %s', async (words) => {
  expect(await printed(...words, ...COPY)).toBe(await printed(...words, ...HERE));
});
