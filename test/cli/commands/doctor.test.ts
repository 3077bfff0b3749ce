import { expect, it } from 'vitest';
import { completion, serveEndpoint } from '../../endpoint-server.ts';
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
  expect(lineOf(stdout, 'judge')).toMatch(/^FAIL.*no key for https:\/\/api\.openai\.com\/v1/);
  const there = await gavel(['doctor', '--judge-model', 'm'], { cwd, env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } });
  expect(lineOf(there.stdout, 'judge')).toContain('cannot reach http://127.0.0.1:9/v1/chat/completions');
  const refused = await gavel(['doctor', '--judge-url', 'localhost'], { cwd });
  expect([refused.code, refused.stderr]).toEqual([2, 'gavel: --judge-url: expected a URL like https://host/path, got "localhost"\n']);
});

it('gavel doctor tries a judge on bundled reports and says what to give the commands that judge', async () => {
  const reply = { reason: 'r', quotes: [], label: 'satisfied', confidence: 1 };
  const server = await serveEndpoint(({ body }) =>
    completion(JSON.stringify(body.messages.some(({ content }) => content.includes('"absent"')) ? { ...reply, label: 'absent' } : reply), {
      usage: { prompt_tokens: 900, completion_tokens: 30 },
    }),
  );
  const words = ['doctor', '--judge-url', server.url, '--judge-model', 'm'];
  const { code, stdout, stderr } = await gavel(words, { cwd: desk().path });
  expect([code, stderr]).toEqual([0, 'asks "m" about bundled reports: at most 20 calls and 60 s\n']);
  expect(lineOf(stdout, 'judge')).toMatch(
    /^ok +judge +http.*: 15 verdicts, 6 as people gave them; a JSON schema works; \d.* tokens a second \(15 calls, 0 /,
  );
  expect(lineOf(stdout, 'pace')).toMatch(/1: [\d.]+, 2: [\d.]+, 4: [\d.]+, 8: [\d.]+; use --concurrency [1248] --timeout \d+$/);
  expect(lineOf(stdout, 'price')).toContain('{"models":[{"model":"m","currency":"USD","input":0,');
  const json = JSON.parse((await gavel([...words, '--json'], { cwd: desk().path })).stdout);
  expect(json.judge).toMatchObject({ model: 'm', verdicts: 15, format: 'schema' });
});
