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
    battles: '8640f9f51a8512ec845f68f42bcfb5b3df302028b45c763fd51a2bb2ce6f7772',
    leaderboard: '08f51aaf79c0913d07232f47873252bec676c119f3da3668e42254a3b396d1ef',
    strict: '0c39fc7922ba3f4e66bc5235e9fff7b28fb702293c9145518adfa17a8bbb2c10',
    ratings: '6120295bf5411ed923493ba05c525136b266bf580d501ec1134cfa9f48220e13',
    compare: '9236119ab8abe6307d285c7ebb7238daa4ed43e00e6d5a36c7a15b420d3987d6',
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
    axes: 'a4e288db5c7b96eed2b4d8154ae5133cd312cfe024e0ba88cdcfb0d9b5e6e2cf',
  });
});
