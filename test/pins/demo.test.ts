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
    leaderboard: 'b3fb6a69dd7c91e5bb8e044a207eff8ea88d067e0439df8777f02a26d8ac8f8f',
    strict: 'fcf4a41058d8b6d7a60062808a477c3e673ae99f2cb64386d23fc39b5026cb95',
    ratings: '93d3aca83c4016e429d198841a0c35230bf95c46553cd8ab7174f32c359a3a69',
    compare: 'a1ef32cdaf63f83baaceb0149ec0f423dc9d32abd06465a3906d86ea1109c898',
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
    axes: 'c63054b508fa29880be7f2882c80b95274a3004d544a3289bc7b7bea3ef8d4a7',
  });
});
