import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commandSchema, createCommandAgent } from '../../../runners/agents/command.ts';
import { startGavel } from '../../program.ts';
import { closed, failure, NEVER, TASK, temporaryFolder } from './fixtures.ts';

const { PATH = '' } = process.env;

async function node(script: string, config: Record<string, unknown> = {}, env: Record<string, string> = {}) {
  const baseDir = await temporaryFolder();
  const entry = commandSchema.parse({ kind: 'command', name: 'mine', command: [process.execPath, '-e', script], ...config });
  const agent = createCommandAgent(entry, { baseDir, env: { PATH, ...env }, fetch, killGraceMs: 100 });
  return { baseDir, agent, attempt: (signal = NEVER) => agent.attempt(TASK, 2, signal, NEVER) };
}

/** A port that processes connect to: a connection that closes is a process that ended. */
async function lifeline(count: number) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const connected = (async () => {
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      const [socket] = (await once(server, 'connection')) as [Socket];
      socket.on('error', () => {}).resume();
      sockets.push(socket);
    }
    return sockets;
  })();
  return { port: (server.address() as AddressInfo).port, connected };
}

/** A program that ignores SIGTERM and starts another that does too; both hold on to `port`. */
const stubborn = (port: number) => {
  const hold = `process.on('SIGTERM', () => {}); require('node:net').connect(${port}, '127.0.0.1'); setInterval(() => {}, 1000);`;
  return `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { stdio: 'inherit' }); ${hold}`;
};

test('the query is on stdin and the report on stdout', async () => {
  const { attempt } = await node('process.stdin.pipe(process.stdout)');
  expect(await attempt()).toEqual({ report: TASK.query });
});

test('task, repeat and a private query file are in the environment, and the file is gone afterwards', async () => {
  const { attempt } = await node(`
    const { statSync, readFileSync } = require('node:fs');
    const { GAVEL_TASK_ID: id, GAVEL_REPEAT: repeat, GAVEL_QUERY_FILE: file } = process.env;
    console.log(JSON.stringify({ id, repeat, file, mode: statSync(file).mode & 0o777, query: readFileSync(file, 'utf8') }));`);
  const reply = await attempt();
  const seen = JSON.parse(reply?.report ?? '');
  expect(seen).toMatchObject({ id: 'task-1', repeat: '2', mode: 0o600, query: TASK.query });
  expect(await failure(stat(seen.file))).toMatchObject({ code: 'ENOENT' });
});

test('of gavel’s environment only PATH, HOME, LANG, TMPDIR and what is asked for reach the program', async () => {
  const { attempt } = await node(
    'console.log(Object.entries(process.env).map(String).sort().join(" "))',
    { passEnv: ['SEARCH_SITE'], env: { MODE: 'deep', SEARCH_URL: 'http://x/?s=${SEARCH_SITE}' } },
    { OPENAI_API_KEY: 'sk-judge', SEARCH_SITE: 'site-1.example', LANG: 'C' },
  );
  const report = (await attempt())?.report ?? '';
  expect(report).not.toContain('sk-judge');
  expect(report).toContain('SEARCH_SITE,site-1.example');
  expect(report).toContain('SEARCH_URL,http://x/?s=site-1.example');
  expect(report).toContain('MODE,deep');
  expect(report).toContain('LANG,C');
});

test('a key that the program misses and that was not passed on is named, without its value', async () => {
  const env = { OPENAI_API_KEY: 'sk-judge-0123456789', SEARCH_KEY: 'search-0123456789', OTHER_TOKEN: 'other-0123456789', EMPTY_KEY: '' };
  const complaint = 'console.error("KeyError: OPENAI_API_KEY, SEARCH_KEY, EMPTY_KEY, PATH"); process.exitCode = 1';
  const message = String(await failure((await node(complaint, { passEnv: ['SEARCH_KEY'] }, env)).attempt()));
  expect(message).toContain('exited with code 1 (OPENAI_API_KEY is set but not passed on: add it to passEnv): KeyError');
  expect(message).not.toMatch(/0123456789|OTHER_TOKEN/);
  const both = String(await failure((await node(complaint, {}, env)).attempt()));
  expect(both).toContain('(OPENAI_API_KEY, SEARCH_KEY are set but not passed on: add them to passEnv)');
  const silent = await node('process.exitCode = 1', {}, env);
  expect(String(await failure(silent.attempt()))).not.toContain('passEnv');
});

test('a variable that is asked for and not set is an input error', async () => {
  const { attempt } = await node('', { passEnv: ['SEARCH_KEY'] });
  expect(String(await failure(attempt()))).toBe(
    'InputError: passEnv of agent "mine" names SEARCH_KEY, which is not set: put it into the environment or .env',
  );
});

test('an agent that ignores a long query is no error', async () => {
  const { agent } = await node('process.stdin.destroy(); console.log("done")');
  const reply = await agent.attempt({ ...TASK, query: 'x'.repeat(4_000_000) }, 1, NEVER, NEVER);
  expect(reply?.report).toBe('done\n');
});

test('with output json the object is read, and its cost may be a number with a currency', async () => {
  const answer = { report: 'r', usage: { inputTokens: 7, toolCalls: 2, reasoningTokens: null }, cost: 0.25, currency: 'USD', trace: [1] };
  const { attempt } = await node(`console.log(${JSON.stringify(JSON.stringify(answer))})`, { output: 'json' });
  expect(await attempt()).toEqual({
    report: 'r',
    usage: { inputTokens: 7, toolCalls: 2 },
    cost: { amount: 0.25, currency: 'USD', basis: 'measured' },
    trace: [{ turn: 1, kind: 'message', output: 1 }],
  });
});

test.each([
  ['no JSON', 'plain words', /expected one JSON object \{report, \.\.\.\}, got "plain words"/],
  ['no report', '{"usage":{}}', /report: /],
  ['a misspelt usage', '{"report":"r","usage":{"inputToken":1}}', /usage: .*inputToken/],
  ['a cost without currency', '{"report":"r","cost":1}', /no currency/],
  ['a blank report', '{"report":" "}', /wrote no report/],
])('with output json, %s is the agent’s failure', async (_, stdout, message) => {
  const { attempt } = await node(`process.stdout.write(${JSON.stringify(stdout)})`, { output: 'json' });
  expect(await failure(attempt())).toMatchObject({ fault: 'agent', message: expect.stringMatching(message) });
});

test.each([
  ['its answer is no report', '{"report":" ","cost":2,"currency":"USD","model":"m","usage":{"inputTokens":7}}', 0],
  ['its answer is a wrong object', '{"report":1,"cost":{"amount":2,"currency":"USD"},"model":"m","usage":{"inputTokens":7}}', 0],
  ['it fails', '{"error":"x","cost":2,"currency":"USD","model":"m","usage":{"inputTokens":7}}', 3],
])('what an attempt took is known although %s', async (_, stdout, code) => {
  const { attempt } = await node(`process.exitCode = ${code}; process.stdout.write(${JSON.stringify(stdout)})`, { output: 'json' });
  const cost = { amount: 2, currency: 'USD', basis: 'measured' };
  expect(await failure(attempt())).toMatchObject({ fault: 'agent', spent: { cost, model: 'm', usage: { inputTokens: 7 } } });
});

test('a failed exit shows the end of stderr in one line, without terminal escapes and without keys', async () => {
  const script = `console.error('first\\n\\x1b[31mbad key ' + process.env.SEARCH_KEY + '\\x1b[0m\\nlast'); process.exitCode = 3;`;
  const { attempt } = await node(script, { passEnv: ['SEARCH_KEY'] }, { SEARCH_KEY: 'search-key-1' });
  expect(await failure(attempt())).toMatchObject({
    fault: 'agent',
    message: 'agent "mine" exited with code 3: first bad key [key] last',
    stderr: 'first\n\x1b[31mbad key [key]\x1b[0m\nlast',
  });
});

test('a key that an agent writes is kept neither in its report nor in what it records, however it is escaped', async () => {
  const key = 'search/key"1';
  const env = { SEARCH_KEY: key, MODEL: 'gpt-5-mini' };
  const config = { passEnv: ['SEARCH_KEY', 'MODEL'] };
  const said = "process.env.SEARCH_KEY + ' of ' + process.env.MODEL";
  const text = await node(`console.log(${said})`, config, env);
  expect(await text.attempt()).toEqual({ report: '[key] of gpt-5-mini\n' });
  const answer = `{ report: ${said}, model: ${said}, trace: { [${said}]: [{ said: ${said} }, 1, null] } }`;
  const json = await node(`console.log(JSON.stringify(${answer}).replaceAll('/', '\\\\/'))`, { ...config, output: 'json' }, env);
  const kept = '[key] of gpt-5-mini';
  expect(await json.attempt()).toEqual({
    report: kept,
    model: kept,
    trace: [{ turn: 1, kind: 'message', output: { [kept]: [{ said: kept }, 1, null] } }],
  });
});

test.each([
  ['no JSON', 'no key process.env.SEARCH_KEY'],
  ['a wrong object', '{"report": "r", "usage": {"process.env.SEARCH_KEY": 1}}'],
  ['half an object', '{"report": "process.env.SEARCH_KEY'],
])('with output json, a message of %s shows no key', async (_, said) => {
  const script = `console.log(${JSON.stringify(said)}.replace('process.env.SEARCH_KEY', process.env.SEARCH_KEY))`;
  const { attempt } = await node(script, { output: 'json', passEnv: ['SEARCH_KEY'] }, { SEARCH_KEY: 'search-key-1' });
  const error = await failure(attempt());
  expect(error).toMatchObject({ fault: 'agent', message: expect.stringContaining('[key]') });
  expect(JSON.stringify([String(error), error])).not.toContain('search-key-1');
});

test('a trace without a bottom is the agent’s failure', async () => {
  const { attempt } = await node(`process.stdout.write('{"report":"r","trace":' + '['.repeat(1e5) + ']'.repeat(1e5) + '}')`, {
    output: 'json',
  });
  expect(await failure(attempt())).toMatchObject({ name: 'AgentError', fault: 'agent' });
});

test('of a flood on stderr the end is shown', async () => {
  const { attempt } = await node(`process.stderr.write('x'.repeat(1_000_000) + 'the end'); process.exitCode = 1;`);
  expect(await failure(attempt())).toMatchObject({
    message: expect.stringMatching(/code 1: …x+the end$/),
    stderr: `${'x'.repeat(7_993)}the end`,
  });
});

test.each([
  ['nothing', '', /wrote no report/],
  ['no UTF-8', 'process.stdout.write(Buffer.of(0xff))', /not UTF-8/],
  ['too much', 'process.stdout.write("x".repeat(200_000)); setInterval(() => {}, 1000)', /more than 1000 bytes/],
  ['a crash', 'process.kill(process.pid, "SIGSEGV")', /ended by SIGSEGV/],
])('%s on stdout is the agent’s failure', async (_, script, message) => {
  const { attempt } = await node(script, { maxOutputBytes: 1000 });
  expect(await failure(attempt())).toMatchObject({ fault: 'agent', message: expect.stringMatching(message) });
});

test('a program that is not there, may not be run, or has no folder is an input error', async () => {
  const missing = await node('', { command: ['no-such-program'] });
  expect(String(await failure(missing.attempt()))).toMatch(/^InputError: agent "mine": there is no program "no-such-program"/);
  const plain = await node('', { command: ['./plain.txt'] });
  await writeFile(join(plain.baseDir, 'plain.txt'), 'words', { mode: 0o644 });
  expect(String(await failure(plain.attempt()))).toMatch(/^InputError: agent "mine": ".\/plain.txt" may not be run/);
  const nowhere = await node('', { cwd: 'nowhere' });
  expect(String(await failure(nowhere.attempt()))).toMatch(/^InputError: .*there is no folder .*nowhere/);
});

test('arguments are never read by a shell', async () => {
  const { attempt, baseDir } = await node('', { command: [process.execPath, '-p', 'process.argv[1]', '$(touch hacked); `id`'] });
  expect((await attempt())?.report).toBe('$(touch hacked); `id`\n');
  expect(await readdir(baseDir)).toEqual([]);
});

test('on abort a program that ignores SIGTERM is gone with what it started, and the attempt rejects with the reason', async () => {
  const { port, connected } = await lifeline(2);
  const { attempt } = await node(stubborn(port));
  const controller = new AbortController();
  const rejected = failure(attempt(controller.signal));
  const gone = Promise.all((await connected).map(closed));
  const reason = new Error('stop');
  controller.abort(reason);
  expect(await rejected).toBe(reason);
  await gone;
  expect(process.listeners('exit').filter((listener) => listener.name === 'killAll')).toEqual([]);
});

test('a program that takes longer than its time is ended', async () => {
  const { attempt } = await node("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);", { timeoutSeconds: 0.2 });
  expect(await failure(attempt())).toMatchObject({ fault: 'agent', message: 'agent "mine" wrote no report within 0.2 s' });
});

test('what a program leaves running when it ends is ended, and does not hold up its report', async () => {
  const { port, connected } = await lifeline(1);
  const hold = `require('node:net').connect(${port}, '127.0.0.1').on('connect', () => process.send('up')); setInterval(() => {}, 1000);`;
  const { attempt } = await node(`
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', () => { console.log('report'); child.disconnect(); child.unref(); });`);
  const reply = attempt();
  const gone = Promise.all((await connected).map(closed));
  expect(await reply).toEqual({ report: 'report\n' });
  await gone;
});

/** Where the system shows the environments of processes. */
const shown = existsSync('/proc/self/environ');

/** A program that starts another in a session of its own, where no signal to its group reaches it, and says so once that is up. */
const parting = (port: number, then: string) => {
  const hold = `require('node:net').connect(${port}, '127.0.0.1').on('connect', () => process.send('up')); setInterval(() => {}, 1000);`;
  return `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.on('message', () => { child.disconnect(); child.unref(); ${then} });`;
};

test.runIf(shown)('what has left the program’s process group is ended with it', async () => {
  const { port, connected } = await lifeline(1);
  const { attempt } = await node(parting(port, "console.log('report')"));
  const reply = attempt();
  const gone = Promise.all((await connected).map(closed));
  expect(await reply).toEqual({ report: 'report\n' });
  await gone;
});

test.runIf(shown)('kill -9 of gavel ends its agents’ programs, in their group and out of it', async () => {
  const { port, connected } = await lifeline(2);
  const baseDir = await temporaryFolder();
  const connect = `require('node:net').connect(${port}, '127.0.0.1'); setInterval(() => {}, 1000);`;
  await writeFile(join(baseDir, 'agent.cjs'), parting(port, connect));
  await writeFile(join(baseDir, 'tasks.jsonl'), JSON.stringify({ id: 't', query: 'Why?', language: 'en', domain: 'x' }));
  await writeFile(
    join(baseDir, 'sweep.yaml'),
    `name: s\nbenchmarks: [b=tasks.jsonl]\nagents:\n  - {kind: command, name: a, command: [${process.execPath}, agent.cjs]}\n`,
  );
  const { child, done } = startGavel(['run', 'sweep.yaml', '--store', 's.db'], { cwd: baseDir });
  const gone = Promise.all((await connected).map(closed));
  child.kill('SIGKILL');
  expect((await done).signal).toBe('SIGKILL');
  await gone;
});

test('an attempt that begins aborted starts nothing', async () => {
  const reason = new Error('stop');
  const { attempt } = await node('');
  expect(await failure(attempt(AbortSignal.abort(reason)))).toBe(reason);
});

test('the identity holds the arguments, but no key and no path of this machine', async () => {
  const { baseDir, agent } = await node('', {
    command: ['/opt/tools/agent', 'run.py', '--depth', '3', '--config=/etc/deep/c.yaml'],
    env: { KEY: 'sk-typed' },
  });
  expect(agent.identity).toMatchObject({ kind: 'command', command: ['agent', 'run.py', '--depth', '3', '--config=c.yaml'], cwd: '.' });
  expect(JSON.stringify(agent.identity)).not.toContain('sk-typed');
  const typed = (key: string) => node('', { command: ['agent', `--key=${key}`] }, { SEARCH_KEY: 'search-key-1', MODEL: 'gpt-5-mini' });
  expect((await typed('search-key-1')).agent.identity).toMatchObject({ command: ['agent', expect.stringMatching(/^--key=[0-9a-f]{16}$/)] });
  expect((await typed('gpt-5-mini')).agent.identity).toMatchObject({ command: ['agent', '--key=gpt-5-mini'] });
  const inside = commandSchema.parse({ kind: 'command', name: 'mine', command: [join(baseDir, 'bin/agent')] });
  expect(createCommandAgent(inside, { baseDir, env: {}, fetch }).identity).toMatchObject({ command: ['bin/agent'] });
});

test('what an agent needs is looked for beforehand: program, permission, folder and variables', async () => {
  const { agent, baseDir } = await node('');
  await expect(agent.check?.()).resolves.toBeUndefined();
  const checked = (config: Record<string, unknown>) => {
    const entry = commandSchema.parse({ kind: 'command', name: 'mine', ...config });
    return failure(createCommandAgent(entry, { baseDir, env: { PATH }, fetch }).check?.() ?? Promise.resolve());
  };
  expect(String(await checked({ command: ['no-such-program-anywhere'] }))).toMatch(/there is no program "no-such-program-anywhere"/);
  await writeFile(join(baseDir, 'plain.txt'), 'text', { mode: 0o644 });
  expect(String(await checked({ command: ['./plain.txt'] }))).toMatch(/may not be run/);
  expect(String(await checked({ command: ['node'], cwd: 'nowhere' }))).toMatch(/there is no folder/);
  expect(String(await checked({ command: ['node'], passEnv: ['NOT_SET_ANYWHERE'] }))).toMatch(/NOT_SET_ANYWHERE/);
});

test('the offline world is on a port of its own: what a program asks of it is its trace, and its faults are those of the attempt', async () => {
  const script = `(async () => {
    const { GAVEL_WORLD_URL: url, HTTPS_PROXY: proxy, REQUESTS_CA_BUNDLE: bundle } = process.env;
    const pem = require('node:fs').readFileSync(bundle, 'utf8');
    const { results } = await (await fetch(url + '/search?q=gull+census&format=json')).json();
    console.log(results[0].url, proxy === url, pem.split('BEGIN CERTIFICATE').length > 50);
  })()`;
  const { attempt } = await node(script, { world: true });
  const page = 'https://parks.gov.lanmere.test/en/gull-census-2025';
  expect(await attempt()).toMatchObject({
    report: `${page} true true\n`,
    trace: [
      {
        turn: 1,
        kind: 'tool',
        name: 'search',
        input: { queries: ['gull census'] },
        output: [{ results: expect.arrayContaining([{ url: page }]) }],
      },
    ],
  });
  const entry = commandSchema.parse({ kind: 'command', name: 'mine', command: [process.execPath, '-e', script], world: true });
  const faults = { rate: 1, kinds: ['error' as const], lasting: ['always' as const], seed: 1 };
  const failing = createCommandAgent(entry, { baseDir: '/', env: { PATH }, fetch, faults });
  await expect(failing.attempt(TASK, 1, NEVER, NEVER)).rejects.toMatchObject({ fault: 'agent' });
});

test.each(['None\n', 'null', 'Traceback (most recent call last):\n  File "a.py"\nKeyError'])('%j is no report', async (printed) => {
  const { attempt } = await node(`process.stdout.write(${JSON.stringify(printed)})`);
  await expect(attempt()).rejects.toMatchObject({ fault: 'agent', message: expect.stringContaining('wrote no report, but') });
});
