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
    verdicts: '8a58b3691c7f27741e1e7fa43d22215dc643c7d33e35ff8df96c0798a5708448',
    battles: '5499eb3761b8ce50f6f1deb7fcca6d6cef3206bc8440e681732a49bdf5124f54',
    leaderboard: '3be999843f04fa82436822c6da62913b0a178796864c950ff06254f710ebf853',
    strict: '93f148c356345796caa90d4c218229b7fe4d0c268d6743b0481ca85a4dcaf0bd',
    ratings: '6120295bf5411ed923493ba05c525136b266bf580d501ec1134cfa9f48220e13',
    compare: '7a68e48547715b82d5b01a9edd413cb1506ac2ae161766304b37d67b0d3762e3',
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
    axes: 'e1e8a24af5ab8c8e96bbcebeb2cfc55ae45ab3ceb559beeba8c9b182837711e6',
  });
});
