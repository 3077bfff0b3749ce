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
    compare: sha256(await printed('compare', 'sample-strong', 'sample-listy', '--json')),
  }).toEqual({
    verdicts: '53526e342ca10b2ff4fe61b0f841d7a70680247d678560b3dd189ab65ef83a2b',
    battles: '1184e246b3d998fadd528a8fce57dcc824f06d3a308c9177de7d16818a6afc4e',
    leaderboard: '335018508aeb08c49e8fc7aff689baf23fa44cd158c99e4a78ddc346869fc6b9',
    strict: 'f386a1e0edce27e93a962fdec6806aae09e4aaf94fb9c731231748ddb9cb337d',
    ratings: '71bcb515ae7f5c2912ad59608a97ac9c5af07f105ae1ccdadcef0ce036df055d',
    compare: '7f1bdc09f6248794af2765d59976a0f3134d7c63e0b29c5ab84b7d02c3936159',
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
    axes: 'dc325bc75ab75e548880a96e2cc30aa76c7db1015026a8caf6f3e161bf62766c',
  });
});
