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
    verdicts: 'a1ad47e34481a839b5c0d038ba5a4d5e24223785ab9dd9ce13d241e4d3257200',
    battles: '6f98607a69e2407c08b01edebbb8b0b2624845e973bfbee9d419630d77b43290',
    leaderboard: '79d6b799105fc8376b2d45f12346d179cb54f67c9499a4afe8a9143a313d30a5',
    strict: '96730d68c2e3f40a3931ce3d4f8c38aa32e0c1fe73ab111b0958f1fd15e78d09',
    ratings: 'f35b963279860487535c7cc2d2ad00c4c43340da5df53cecfeff90b5a03a5184',
    compare: '711417baeda9c91b3e4aa34f779b3c98df055d98df1771e40f5f85650e33f455',
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
    score: 'c30f825dac200e0b368d0f48401aaac6886343ecd51b2dc12a7e301d2d318f9b',
    domains: 'e56982b1d5efb074e72d0af6d6780a1cf719ad6f6dc6f24091b21a7c291942d8',
    axes: 'ff128fcd81af37ad1097fe1356d840df9e88b118bc1a4d18543d647df68392f9',
  });
});
