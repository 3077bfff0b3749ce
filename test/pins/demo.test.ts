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
    verdicts: 'd0830c9eea54bd002adf808339080aa7cf6aa236132379dd15f3f22183f6f1d8',
    battles: 'a399ec00a188a8fd606b42ff7aefd33896ca0c474f52ff03ef578b52f50abdf2',
    leaderboard: '59f084de385820d98cc14a308b973dae4f27504d816703e0e439dcbc76f4d50b',
    strict: 'ed43aec7ec9a9bd0287fd4c8de16297e7d5ca036900c2c9789f006026a3db3ed',
    ratings: 'ddb3699d2d9131baafabe09e4abaa28118699a7c5bbdb34ef295fdee8aaa9267',
    compare: 'f4b1b99a6f720639de46703c3772107fe97c68c0cd99b675d0d8784a09fed859',
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
    axes: '063354d8eb1139c6ae97aeb7198e1cd21d1e8c3ab38e755381cd1e80a6a0c097',
  });
});
