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
    verdicts: '7cf12595cb0590a60a03f3c3bd9f08e3c4eeb85fa344db3e0bcd02ee01a009a1',
    battles: '1184e246b3d998fadd528a8fce57dcc824f06d3a308c9177de7d16818a6afc4e',
    leaderboard: '6c899384c6dd5bbd1b5ed00d2547ceba1d3fa408965da2f5aff6f303a1e9aa19',
    strict: 'b20618d0151f351b4aa7d18bf952eb3cd92b94890820767c7872361e60166d54',
    ratings: '6112b5a3a70b1c5d6ede88b5bf30b8487fa401822b428bb9751709e453cd0c90',
    compare: '2f582eecaa4a224448aa114d87417414a0f43482ecd1fc993cbdf151123ebd26',
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
    score: '55ba3d837c5c1dc51b6f495adf06d4e497fa7ed895f9a864410dd017b40722f9',
    domains: '32d64406de684ec405b99f559eb032963b97845fdfb6f2df46ab53b41472f975',
    axes: '5ce29fd0f625509136aa3974e02cef1e8f402a199efc8ab293adbce438dc3c4d',
  });
});
