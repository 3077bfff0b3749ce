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
import { DEMO_DAY, demoIn } from '../demo.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const STORE = ['--store', 'gavel-out/demo.db'];

beforeAll(async () => {
  expect((await demoIn(folder.path)).code).toBe(0);
  vi.useFakeTimers({ toFake: ['Date'], now: DEMO_DAY });
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
    verdicts: 'a536ebdde86c6cf06c2fe08dbce148f43c2d4868112271d18c3d88447136af7a',
    battles: 'a399ec00a188a8fd606b42ff7aefd33896ca0c474f52ff03ef578b52f50abdf2',
    leaderboard: 'd01eac9b1a6e6a83f87bbd3a7c039f506c7371d82c135548a162e103f8231217',
    strict: 'c19c5f1f0496e8d7b5db2c8f5b51bbc12231878391880e3b55a352a2f1e3eaa9',
    ratings: '0fb98fc3526d028ac62fb07b30275dd6f7a583ba6b7bad228d9a086fcacb1b6e',
    compare: '6ed7b635ac4910e493689d505dff0bc0bdc2970000e14e5b80e44a2f2faa8a45',
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
    score: 'f72595096e3dfa50aa90bbc3fc42fab5f0cd2255f4a467d77d6f79f0aacba567',
    domains: '63a958727817323386246613271e2f785d381d4e0e03d8fe46369eca3db18c1c',
    axes: '1845475e7d482554e9a890d3bd7cbaa7254c2b54bbe2adf7d4c9fa05eb3bf5e0',
  });
});
