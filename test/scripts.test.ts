import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from './benchmarks/folder.ts';

const folder = testFolder();
const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { scripts: Record<string, string> };

/** Runs a script of package.json where nothing is installed, with an npm that only says what it was asked for. */
function runScript(name: string) {
  chmodSync(folder.write('npm', '#!/bin/sh\necho "npm $*" >&2\n'), 0o755);
  const env = { PATH: `${folder.path}:${dirname(process.execPath)}:/usr/bin:/bin` };
  return spawnSync('sh', ['-c', scripts[name] ?? 'exit 9'], { cwd: folder.path, env, encoding: 'utf8' });
}

test('what takes long on the first run is announced on stderr, and stdout is left to the program', () => {
  const setup = runScript('setup');
  expect([setup.status, setup.stdout]).toEqual([0, '']);
  expect(setup.stderr).toMatch(/^installing packages \(better-sqlite3 is compiled .*two minutes\)\nnpm ci /);
  expect(runScript('start').stderr).toMatch(/^npm run --silent setup\nbuilding\nnpm run --silent build\n/);
});
