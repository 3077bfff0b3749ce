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
    verdicts: 'fe6f8da5ea82442ff014b3d7606fd19fcb04fa73daf29965db37d059f97fa8e2',
    battles: '0707446ea6c8dc8e95717a1b0150ddf5b2fb193eace4fd36f23ab70f873ca4e7',
    leaderboard: 'b4a799394ce9f44a22fa5ed28a76370e9fc99d83f25b1c1bd8cce8bb01e33731',
    strict: 'a1922e495d57d45aa89de9a8bbc7d594a9ab962c338a19848b598a79bbfdee92',
    ratings: 'c466acd9201735e0245a198eb003836aa301f317806a14df835ad1b35f8d7b9e',
    compare: 'b44d6f5a34126d07d9eb316de1d4a64cd5ee11b682c4ff216b51101088c28f80',
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
    axes: '64b858ff17873481a175f1d32301e200be6e19a992f69485be66405825f488a1',
  });
});
