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
    battles: '0fa7b808753dc2fc362e389b2de6ffc20bdae06250e57b2d43226b67924e3281',
    leaderboard: 'd569ccd2f73f4ee1e1fb1c93a2bacd204a40622dc2fc9a30c32812d14a0b0e64',
    strict: 'a92c5c949f2223d33d73a64eb475505dc30b6d486f8edad8c2651ae54feb07a9',
    ratings: '2b6fb677d08d80902e6e820645724caa2772c6436196b615587e3048a7b8717d',
    compare: '60410bba4f76ff6f61124c655d5f6bfe52867ff0652c5b30b487c472063d109d',
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
    axes: '34e957c128d476e421ba7bf17f644ef30027fd4dc94fe9f78123b27acc53ed3d',
  });
});
