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
    verdicts: 'b1b10fecd8b8b68196bf613df72a58b05ede96e3dc8171884dc2ce93a25cac08',
    battles: '95b4c9480734deac47651bc41cbf900ffe62107f011d3d619701ed2b5d982619',
    leaderboard: '7cc0c7512f487cbdcd760d1168d3714feb35c064e6bc5a496bf04fb730aa50ec',
    strict: 'eeba63964330399fcaf2b7c715fd8abde2a61e1dcab605d0a73f219ef275584e',
    ratings: '0ae9d67aa07f02fca53900201faf7770fdeaa4b1457c1d0352bebb8461bee490',
    compare: 'a521d2a350400fabce0fb08bac039e0b3e5f521335239b417016482bbed767f5',
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
    score: 'fd98fe78173ca42edd9a6a21f25568aa3cba5fbe3f8a05a26e250790a13c309e',
    domains: '0e3fc13c54594a9e74cb6a59a5dd282088827e6b8ab2486abc9ac421a4080db0',
    axes: '4219bd5e6e44c8b82df450336b83a58a544fbb7bafd9d9991b58fac7f91beed9',
  });
});
