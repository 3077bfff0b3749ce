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
    leaderboard: 'c67eff852d06e350907ea94441b8d46dffebfb8dfe4ff62b02d6a1b7bbc9ae11',
    strict: '2960007bf5dce3ea4ecf89ddbe96c553f704d6f02e22aa6526b4e74a4be1ef99',
    ratings: 'ea2d70d3b0770cd06defc773868f0c12f9ff7ac0512fa8411f1138b840014434',
    compare: '7548746ad757e78bcbe7785ce4f80acc155062864b16d9f31cf2bd69d673f55d',
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
    axes: '6eb92d5df45b99a0c897605e3388cbeede652af2f779fc2d9f982c6d33cec834',
  });
});
