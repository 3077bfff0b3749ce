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
    verdicts: 'c26e6716945b966fdf57d4afb5dd729c1246b5bf7e4c6853d71b28c48eb76d7c',
    battles: 'bfea767934cb62df8e4054ae6e97ff65da24082619a72f1dc1d24145d0279413',
    leaderboard: '92d7f6df70f386daa21ff9b3030085af0befec9528290dddc61e355aa06506cd',
    strict: 'ccd5a85047f6c354e5bdf8b1fab8821a6e8923b1d085aa31fcc55d06c4984a07',
    ratings: '61d214b4b6c79c86ca59335f681fbf514eb7d4f476873e88b2f53e7eaacccecc',
    compare: '320189f221c14efc27f7ceba7fce83e6a4339e97ff227cfa4ea84c34ceeb9f6f',
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
    score: '36ca39b4a419be7217612494ad8e10a0f20c0d1e3259b148c1b7c7ca26a8d33a',
    domains: '8b42b40456df65c84464479fcd97ee03e95cbeb09e71913ac2b1a98032bdab50',
    axes: '76faf91775027c0366173c7a893b93d77d5ad718dbb6db84b5d3dd8c3047780b',
  });
});
