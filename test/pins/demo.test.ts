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
    verdicts: '18cb1f91095a0cc4f3f858aed6696a594ca170ef17f1bd20c3b428de83725fce',
    battles: '5499eb3761b8ce50f6f1deb7fcca6d6cef3206bc8440e681732a49bdf5124f54',
    leaderboard: '8d4eccbc149098f92f16c764564622795e123c25731d26a3b59dbac11b6aa190',
    strict: '66dd07fcee36fa84430a23d8f7016e3e9995ffbdc15bf01ef363a519a8d9a014',
    ratings: 'f2fdf9a122edcb6c439e7bfcfd5ade01eb42e27f48db06137b85c6d457f5e8ed',
    compare: '841cbd07c99b4efa00740d1f5affecc3e276dc25e683e30ec356970aa33c35a0',
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
    axes: 'd319aad13a9b7ab533031ff18a7b3e5a7c2fcb9e1efd15ec75d33d53df0a226f',
  });
});
