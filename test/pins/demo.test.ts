/**
 * Frozen bytes of the demo: what it exports, its leaderboard, its pictures. They change where a format, a number or a look changes; then
 * the new hash goes in together with a line in the CHANGELOG that says what changed. Never to make a test pass.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sha256 } from '../../judge/hash.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const STORE = ['--store', 'gavel-out/demo.db'];

beforeAll(async () => {
  // Pages, pictures and JSON say when they were made.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:05Z') });
  expect((await gavel(['demo'], { cwd: folder.path })).code).toBe(0);
});

afterAll(() => {
  vi.useRealTimers();
});

async function printed(...words: string[]): Promise<string> {
  const { stdout, code } = await gavel([...words, ...STORE], { cwd: folder.path });
  expect(code).toBe(0);
  return stdout;
}

it('what a script reads', async () => {
  expect({
    verdicts: sha256(await printed('export', 'verdicts')),
    battles: sha256(await printed('export', 'battles')),
    leaderboard: sha256(await printed('leaderboard', '--json')),
    strict: sha256(await printed('leaderboard', '--format', 'csv', '--scale', 'strict')),
    ratings: sha256(await printed('ratings', '--json', '--bootstrap', '20', '--seed', '1')),
    compare: sha256(await printed('compare', 'sample-prose', 'sample-tables', '--json')),
  }).toEqual({
    verdicts: '88b506e755050f2886d20c016207db1d45dd57346f224e2db92a58098124b7f0',
    battles: '5499eb3761b8ce50f6f1deb7fcca6d6cef3206bc8440e681732a49bdf5124f54',
    leaderboard: '4a11ecf9b202535172409073c6372e6268d620c5353b685be5f0824dbc1243cc',
    strict: '6466f883396c6dab4358cecd7c57f5c76e88dd1ca56ad69f25f38b665bb63e96',
    ratings: '48cc6804738d345c9fca74d93b5d46c4aeb64c158b05a79d6474707368d3e7c4',
    compare: 'bc1e526304f4ae6d06ca61e448c3a662afb705e501928f86cba72e894ae5bc8e',
  });
});

/** Drawn by the CPU: another kind of processor may round a pixel otherwise. */
it.runIf(process.platform === 'linux' && process.arch === 'x64')('pictures', () => {
  const picture = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder.path, 'gavel-out', name)))
      .digest('hex');
  expect({
    score: picture('demo-score.png'),
    domains: picture('demo-domains.png'),
    axes: picture('adr-bench-axes.png'),
  }).toEqual({
    score: '1b7df94cf120e2ef15a9515dc23511b9dfc01c7ea49b4f3a29361a420cb7c60e',
    domains: '174f04547e7b39efd30d9934a1b1d09986dc5db6bf8877033f73ed3dc4ba114c',
    axes: '343cbd167dee8b5788784e79c475d917897da4da3c1a4f7d301d5226fa364f1c',
  });
});
