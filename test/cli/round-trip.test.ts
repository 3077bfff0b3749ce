/** The demo's store, exported in each format and imported into an empty one by the commands, reads the same. */
import { beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../benchmarks/folder.ts';
import { demoIn } from '../demo.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const KINDS = ['reports', 'traces', 'verdicts', 'battles'];
const DEMO = 'gavel-out/demo.db';

async function printed(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await gavel(words, { cwd: folder.path });
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(async () => {
  expect((await demoIn(folder.path)).code).toBe(0);
  // The demo's agents are folders, which keep no traces: one event comes from a file.
  const [first = ''] = (await printed('export', 'reports', '--store', DEMO)).split('\n');
  const { benchmark, task, agent, repeat } = JSON.parse(first);
  const event = { benchmark, task, agent, repeat, turn: 1, kind: 'tool', input: '5', output: { found: ['a', null] }, at: 'now' };
  folder.write('event.jsonl', JSON.stringify(event));
  await printed('import', 'traces', 'event.jsonl', '--store', DEMO);
});

describe.each(['jsonl', 'csv', 'parquet'])('%s', (format) => {
  const copy = `${format}.db`;
  beforeAll(async () => {
    for (const kind of KINDS) {
      await printed('export', kind, '--store', DEMO, '--out', `${kind}.${format}`);
      await printed('import', kind, `${kind}.${format}`, '--store', copy);
    }
  });

  it.each(KINDS)('%s come back as they were', async (kind) => {
    const [came, was] = await Promise.all([copy, DEMO].map(async (store) => (await printed('export', kind, '--store', store)).split('\n')));
    expect(came?.find((line, i) => line !== was?.[i])).toBeUndefined();
    expect(came?.length).toBe(was?.length);
  });
});

/** Without when, under which sweep and by what kind of judge it was made, which files of verdicts and battles do not say. */
function dateless(text: string): unknown {
  const unsaid = ['from', 'to', 'sweep', 'hash', 'kind'];
  return JSON.parse(text, (key, value: unknown) => (unsaid.includes(key) ? undefined : value));
}

it.each([
  [['leaderboard', '--json']],
  [['leaderboard', '--json', '--scale', 'strict']],
  [['ratings', '--json', '--dimension', 'all', '--bootstrap', '20', '--seed', '1']],
  [['compare', 'sample-prose', 'sample-tables', '--json']],
  [['compare', 'sample-prose', '--json']],
])('gavel %s', async (words) => {
  expect(dateless(await printed(...words, '--store', 'jsonl.db'))).toEqual(dateless(await printed(...words, '--store', DEMO)));
});

it('Parquet goes into a file only', async () => {
  const { stderr, code } = await gavel(['export', 'battles', '--format', 'parquet', '--store', DEMO], { cwd: folder.path });
  expect([code, stderr]).toEqual([2, expect.stringContaining('--format parquet needs --out FILE')]);
});

it.each(['jsonl', 'parquet'])('a file that cannot be written as %s is named', async (format) => {
  const { stderr, code } = await gavel(['export', 'battles', '--store', DEMO, '--out', `nowhere/x.${format}`], { cwd: folder.path });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere\/x\.\w+: cannot be used \(ENOENT\)/)]);
});
