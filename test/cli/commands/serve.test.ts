/** `gavel serve` as it is typed: it says where it listens, answers, and ends; what does not go together is said before anything is opened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { serveCommand } from '../../../cli/commands/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'gavel-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command until it ends; `use` gets the address, and the server is interrupted after it. */
async function run(words: readonly string[], use: (address: string) => Promise<void> = async () => {}, env: Record<string, string> = {}) {
  let interrupt = () => {};
  let said = '';
  const command = serveCommand({
    stdout: { write: () => {} },
    stderr: {
      write(text: string) {
        said += text;
        const [, address] = /^listening on (\S+)/m.exec(text) ?? [];
        if (address !== undefined) void use(address).finally(() => interrupt());
      },
    },
    env,
    cwd: folder,
    home: folder,
    onInterrupt: (callback) => {
      interrupt = callback;
      return () => {};
    },
  }).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  await command.parseAsync(['--port', '0', '--store', ':memory:', ...words], { from: 'user' });
  return said;
}

const REPORT = 'The audit of 2024 says that uptake rose by 12% since the fee was dropped in March of that year.';
const rewards = (address: string, item: object, headers: object = {}) =>
  fetch(`${address}/v1/rewards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ items: [{ query: 'Why?', report: REPORT, ...item }] }),
  });

it('answers by the offline judge where none is named, tasks of a benchmark by their id, and logs a line of JSON a request', async () => {
  const task = {
    id: 't1',
    query: 'Why?',
    language: 'en',
    domain: 'd',
    rubric: [{ criterion: 'States that uptake rose by 12%.', weight: 1 }],
  };
  writeFileSync(join(folder, 'tasks.jsonl'), `${JSON.stringify(task)}\n`);
  let status = 0;
  const said = await run(
    ['--benchmark', 'b=tasks.jsonl'].map((word) => word.replace('tasks', join(folder, 'tasks'))),
    async (address) => {
      const answer = await rewards(address, { task: 'b/t1' });
      status = answer.status;
      expect(((await answer.json()) as { results: { reward: number }[] }).results[0]?.reward).toBeTypeOf('number');
    },
  );
  expect(status).toBe(200);
  const lines = said.trim().split('\n');
  expect(lines[0]).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'info', protocol: 'native', status: 200, items: 1, failed: 0 });
  expect(said).not.toContain('uptake');
});

it('wants the token that the environment holds', async () => {
  const statuses: number[] = [];
  await run(
    ['--log', 'none'],
    async (address) => {
      const rubric = [{ criterion: 'Names the cause.', weight: 1 }];
      statuses.push((await rewards(address, { rubric })).status);
      statuses.push((await rewards(address, { rubric }, { authorization: 'Bearer long-enough' })).status);
    },
    { GAVEL_TOKEN: 'long-enough' },
  );
  expect(statuses).toEqual([401, 200]);
});

it('takes a judge from a file of its own', async () => {
  writeFileSync(join(folder, 'judge.yaml'), 'kind: small\n');
  const said = await run(['--config', 'judge.yaml']);
  expect(said).toContain('listening on');
});

it.each([
  [['--config', 'judge.yaml', '--judge-model', 'm'], /--config and --judge-model exclude each other/],
  [['--format-pattern', 'x'], /--format-pattern and --format-points go together/],
  [['--fallback', 'zero'], /Expected a number/],
  [['--clip', '1,0'], /the lower one first/],
  [['--length', '20:10:1'], /FROM below TO/],
  [['--deadline', '0'], /above 0/],
  [['--host', '0.0.0.0'], /--token-env/],
  [['--judge', 'nobody'], /--judge takes/],
  [['--benchmark', 'nowhere'], /unknown benchmark/],
])('refuses %j', async (words, complaint) => {
  await expect(run(words)).rejects.toThrow(complaint);
});
