import { expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { desk } from '../desk.ts';

const lineOf = (stdout: string, name: string) => stdout.split('\n').find((line) => line.slice(6).startsWith(`${name} `));

it('gavel doctor names an endpoint that cannot be reached, why, and what to look at', async () => {
  const { code, stdout } = await gavel(['doctor', '--judge-url', 'http://127.0.0.1:9/v1/chat/completions'], { cwd: desk().path });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^FAIL +endpoint +cannot reach http:\/\/127\.0\.0\.1:9\/v1\/models \(.+\): is the server running, and is --judge-url right\?$/m,
  );
});

it('gavel doctor has the rules of the judge for URL and key, and names the database driver in use', async () => {
  const cwd = desk().path;
  const { stdout } = await gavel(['doctor', '--judge-model', 'm'], { cwd, env: { OPENAI_API_KEY: '' } });
  expect(lineOf(stdout, 'sqlite')).toMatch(/^ok +sqlite +better-sqlite3 1[23]\.\d+\.\d+, SQLite 3\.\d+\.\d+$/);
  expect(lineOf(stdout, 'endpoint')).toMatch(/^FAIL.*no key for https:\/\/api\.openai\.com\/v1/);
  const there = await gavel(['doctor', '--judge-model', 'm'], { cwd, env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } });
  expect(lineOf(there.stdout, 'endpoint')).toContain('cannot reach http://127.0.0.1:9/v1/models');
  const refused = await gavel(['doctor', '--judge-url', 'localhost'], { cwd });
  expect([refused.code, refused.stderr]).toEqual([2, 'gavel: --judge-url: expected a URL like https://host/path, got "localhost"\n']);
});
