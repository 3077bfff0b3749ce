/** Keys that an endpoint repeats, as a debugging proxy does, in what it answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { completion, startMock } from '../mock-endpoint.ts';
import { gavel } from '../program.ts';
import { desk, JUDGE } from './desk.ts';

const KEY = 'sk-test/0123456789"x';

it.each([
  ['the usual variable', 'OPENAI_API_KEY', []],
  ['a variable whose name says nothing', 'GATE', ['--judge-key-env', 'GATE']],
])('a judge’s key in its reply, from %s, reaches neither the store nor an export', async (_, name, more) => {
  const { path } = desk();
  const mock = await startMock(({ authorization = '' }) =>
    completion(JSON.stringify({ reason: `You sent ${authorization}.`, quotes: [authorization], label: 'partial', confidence: 0.9 })),
  );
  const env = { [name]: KEY };
  const ended = await gavel([...JUDGE, '--judge-url', mock.url, '--judge-model', 'm', ...more], { cwd: path, env });
  expect(ended.code, ended.stderr).toBe(0);
  const bytes = readdirSync(path)
    .filter((file) => file.startsWith('s.db'))
    .map((file) => readFileSync(join(path, file), 'latin1'));
  expect(bytes.join('')).toContain('You sent Bearer [key].');
  expect(bytes.join('')).not.toContain('0123456789');
  const { stdout } = await gavel(['export', 'verdicts', '--store', 's.db'], { cwd: path, env });
  expect(stdout).toContain('You sent Bearer [key].');
  expect(stdout + ended.stderr).not.toContain('0123456789');
});
