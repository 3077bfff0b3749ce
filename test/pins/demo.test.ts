/**
 * Frozen bytes of the demo: what it exports, its leaderboard, its pictures. They change where a format, a number or a look changes; then
 * the new hash goes in together with a line in the CHANGELOG that says what changed. Never to make a test pass.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { sha256 } from '../../judge/hash.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const STORE = ['--store', 'gavel-out/demo.db'];

beforeAll(async () => {
  expect((await gavel(['demo'], { cwd: folder.path })).code).toBe(0);
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
    leaderboard: '828232e13c2432e2b45881db441d978f6c10e9fd7944b34c7b204e41777cee11',
    strict: 'c5e7dd27460648899ddab7cba9fb60905ade4bc972dd84f9e5a83b1322222c93',
    ratings: '6aed4f82003db80376416b50efb6cff1300dc03409c764486ba403a8f967dd7b',
    compare: 'a2e3c822d5633dbc4917dda976749a341d1ea412dce28a3c946a168d5f7f6c88',
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
    score: 'c41fef3dc04361e19057e59cf0d00e96def1834d443097354f76fa179ed0e402',
    domains: '9a3d7fd4b476627724f2cb42aaf9bf2799387192672e54af584f60b39d79271a',
    axes: '2045c40e6053815a7b01574178af8ed1ec55efb8d223d4c52bf17690644891bc',
  });
});
