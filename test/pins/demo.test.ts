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
    verdicts: 'c754f1eb7ebad7f750183ac31f6bb73bed9271c8631961b881135e636ee96f2c',
    battles: '16a6da4961bd9d97aac6d90320bfe7b3f162fc804d947e06a6cd82aad5d125e3',
    leaderboard: 'c0fcdd8529b57ae79f7e969f87fb98418c8c63feb8f6b9613f87ca9332a9ca55',
    strict: '46ef469409fb52a4bd26912df1c128ed684c6c6afbd162c61ea0d2d88cb55158',
    ratings: '995e9a253c689de38c8305850bda121fe62a5cc6826bb03eae62a6839442d8fb',
    compare: 'a6c561bb3b67c4c6886d6137a35d5ffea3749b9ba80c4ea73ebb4bdedaabd813',
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
    score: '0d8f7b2163f63ca22353e98ddc47bf95fbfc53070826add3b4ae6e25fa561f65',
    domains: 'ec6645bea17a467658ce808f8d754150512d858b77f110ec250d91433a6f8423',
    axes: '7c87874539709e7fa5a3e43037619d78108c5b96f43e960a839a7016c7e62789',
  });
});
