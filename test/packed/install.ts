/** The product as a stranger gets it: packed, installed into an empty prefix, and run in an empty folder. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { testFolder } from '../benchmarks/folder.ts';

const root = join(import.meta.dirname, '../..');
const folder = testFolder();
const at = (...names: string[]) => join(folder.path, ...names);

/** With nothing of this checkout in sight, and no key. */
function gavel(...words: string[]): string {
  const env = { PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter), HOME: folder.path };
  return execFileSync(at('bin/gavel'), words, { cwd: folder.path, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(() => {
  const npm = (...words: string[]) => execFileSync('npm', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const packed = npm('pack', '--silent', '--pack-destination', folder.path).trim();
  npm('install', '--global', '--prefix', folder.path, '--no-audit', '--no-fund', at(packed));
});

test('the installed command knows its version and its benchmarks', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(gavel('--version')).toBe(`${version}\n`);
  expect(gavel('data', 'lint', 'adr-bench')).toMatch(/0 errors|nothing to report/);
});

test('its demo judges, stores, and draws the picture that the README shows', () => {
  expect(gavel('demo')).toContain('sample-thorough');
  expect(readFileSync(at('gavel-out/leaderboard.html'), 'utf8')).toContain('<canvas');
  const drawn = readFileSync(at('gavel-out/demo-score.png'));
  if (process.platform === 'linux' && process.arch === 'x64')
    expect(drawn.equals(readFileSync(join(root, 'docs/demo-score.png')))).toBe(true);
  else expect(drawn.subarray(1, 4).toString('latin1')).toBe('PNG');
});
