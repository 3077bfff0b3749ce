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
    verdicts: '62cbabc83098821d358743def8ad8360ff1396b09bb30f6d41d027953099945c',
    battles: '06a510ba9a461bb8f212c866bb8a6ff3528e3256b5086b5cf6336adedf34cf5e',
    leaderboard: 'ef3d4cbc4a56ee92d5196391356bf67fb62786aa540f5844a375218943fb6533',
    strict: '8969a5bf2e3435e38392ced8c949a300f827501d6d538227f3a598598909a81b',
    ratings: '047f2fac445ff0730198d94a7bfbbf6a875172d9550f135dc9d6beb9ba87b729',
    compare: '57f0ab163d3f5b2a94dd84ca8f4021e1efb3e57710a4284617d989ee29009dcf',
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
    axes: '2ceb2d659791ef14c6342c0353b13be6ed38325793717b7fd697020fd69d2f73',
  });
});
