/** Breaking off and going on: what was paid for is kept, and only what was in flight is asked for again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completion, type MockEndpoint, startMock, verdict } from '../mock-endpoint.ts';
import { gavel, startGavel } from '../program.ts';
import { lines } from '../runners/exchange/verdict-files.ts';
import { LONG, taskOf } from '../runners/work.ts';
import { desk, JUDGE, verdictsIn } from './desk.ts';

const CONCURRENCY = 4;
const tasks = Array.from({ length: 6 }, (_, i) => taskOf(`t${i}`, [3, 2, 1, 1, -1]));
/** 6 reports x 5 criteria x 2 trials. */
const ALL = 60;

const words = (mock: MockEndpoint, more: readonly string[] = []) => [
  ...JUDGE,
  ...['--judge-url', mock.url, '--judge-model', 'm', '--trials', '2', '--concurrency', String(CONCURRENCY)],
  ...more,
];
const exportOf = async (cwd: string) => (await gavel(['export', 'verdicts', '--store', 's.db'], { cwd })).stdout;
const never = new Promise<undefined>(() => {});

describe('a command that is broken off', () => {
  it.each([1, 23, 59])('by kill -9 at answer %i loses at most what was in flight', async (moment) => {
    const mock = await startMock();
    const [killed, undisturbed] = [desk(tasks), desk(tasks)];
    const first = startGavel(words(mock), { cwd: killed.path });
    mock.script = ({ number }) => {
      if (number < moment) return undefined;
      first.child.kill('SIGKILL');
      return never;
    };
    expect((await first.done).signal).toBe('SIGKILL');
    const before = mock.asks.length;
    mock.script = () => undefined;
    expect((await gavel(words(mock), { cwd: killed.path })).code).toBe(0);
    // Two trials of one criterion are asked in the same words.
    expect(mock.asks.length - ALL).toBeLessThanOrEqual(CONCURRENCY);
    expect(mock.asks.length - before).toBeLessThanOrEqual(ALL - (moment - 1) + CONCURRENCY);
    const resumed = await exportOf(killed.path);
    expect(resumed.trim().split('\n')).toHaveLength(ALL);
    await gavel(words(mock), { cwd: undisturbed.path });
    expect(resumed).toBe(await exportOf(undisturbed.path));
    const asked = mock.asks.length;
    expect((await gavel(words(mock), { cwd: killed.path })).code).toBe(0);
    expect(mock.asks.length).toBe(asked);
  });

  it('by Ctrl-C finishes what is in flight, ends with 130 and goes on without asking twice', async () => {
    const mock = await startMock();
    const place = desk(tasks);
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    mock.script = ({ number }) => (number <= 10 ? undefined : held);
    const first = startGavel(words(mock), { cwd: place.path });
    await mock.came(10 + CONCURRENCY);
    first.child.kill('SIGINT');
    await first.says('Stopping');
    release();
    const { code, stderr } = await first.done;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^gavel: interrupted; everything finished is stored, run the same command to go on$/m);
    expect(mock.asks).toHaveLength(10 + CONCURRENCY);
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(10 + CONCURRENCY);
    expect((await gavel(words(mock), { cwd: place.path })).code).toBe(0);
    expect(mock.asks).toHaveLength(ALL);
  });

  it('by a second Ctrl-C does not wait for what is in flight', async () => {
    const mock = await startMock(({ number }) => (number <= 10 ? undefined : never));
    const place = desk(tasks);
    const first = startGavel(words(mock), { cwd: place.path });
    await mock.came(10 + CONCURRENCY);
    first.child.kill('SIGINT');
    await first.says('Stopping');
    first.child.kill('SIGINT');
    expect((await first.done).code).toBe(130);
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(10);
  });

  it('by Ctrl-C lets no agent try again, and owes what was not answered', async () => {
    const mock = await startMock(() => ({ status: 429, body: '{}' }));
    const place = desk(tasks);
    const chat = `{kind: chat, name: c, model: m, url: "${mock.url}", concurrency: 2}`;
    place.write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - ${chat}\nstore: s.db\n`);
    const first = startGavel(['run', 'sweep.yaml'], { cwd: place.path });
    await mock.came(2);
    first.child.kill('SIGINT');
    await first.says('Stopping');
    const { code, stderr } = await first.done;
    expect([code, stderr]).toEqual([130, expect.not.stringContaining('failed')]);
    expect(mock.asks).toHaveLength(2);
    mock.script = () => completion('# Report\n\nSome words that answer what was asked.');
    expect((await gavel(['run', 'sweep.yaml'], { cwd: place.path })).code).toBe(0);
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('by a second %s ends programs of agents too', async (interrupt) => {
    const mock = await startMock();
    const place = desk([]);
    place.write('tasks.jsonl', lines(tasks));
    place.write(
      'agent.cjs',
      `require('fs').appendFileSync('pids', process.pid + ' '); setTimeout(() => {}, 1e6); fetch('${mock.url}', { method: 'POST' });`,
    );
    const agent = '{kind: command, name: c, command: [node, agent.cjs], concurrency: 2}';
    place.write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - ${agent}\n`);
    const first = startGavel(['run', 'sweep.yaml', '--store', 's.db'], { cwd: place.path });
    await mock.came(2);
    first.child.kill(interrupt);
    await first.says('Stopping');
    first.child.kill(interrupt);
    const { code, stderr } = await first.done;
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/failed/);
    const pids = readFileSync(join(place.path, 'pids'), 'utf8').trim().split(' ').map(Number);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('two commands on one store', () => {
  it('do not pay for the same: the second is refused with one line while the first runs', async () => {
    const mock = await startMock();
    const place = desk(tasks);
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    mock.script = ({ number }) => (number === 1 ? held : undefined);
    const first = startGavel(words(mock), { cwd: place.path });
    await mock.came(1);
    const second = await gavel(words(mock), { cwd: place.path });
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(
      /^gavel: .*s\.db: another gavel process is writing to this store; wait for it, or give another --store\n$/,
    );
    // Reading goes on beside it.
    expect((await gavel(['export', 'verdicts', '--store', 's.db'], { cwd: place.path })).code).toBe(0);
    release();
    expect((await first.done).code).toBe(0);
    expect(mock.asks).toHaveLength(ALL);
  });
});

describe('a budget over several commands', () => {
  it('is kept over all of them, and no word of it once all is done', async () => {
    const mock = await startMock();
    const place = desk(tasks);
    const spent = (calls: number) => gavel(words(mock, ['--budget-calls', String(calls)]), { cwd: place.path });
    const first = await spent(20);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/^gavel: the budget of 20 calls is spent; everything finished is stored/m);
    expect(mock.asks).toHaveLength(20);
    expect((await spent(20)).code).toBe(1);
    expect(mock.asks).toHaveLength(20);
    expect((await spent(ALL)).code).toBe(0);
    expect(mock.asks).toHaveLength(ALL);
    expect((await spent(ALL)).code).toBe(0);
    // The budget is the sweep's: another judge in it does not begin anew.
    const other = await gavel([...words(mock, ['--budget-calls', String(ALL)]), '--judge-name', 'other', '--temperature', '1'], {
      cwd: place.path,
    });
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^gavel: the budget of 60 calls is spent/m)]);
    expect(mock.asks).toHaveLength(ALL);
  });

  it('cannot be kept where earlier calls did not say what they took, or have no price', async () => {
    const mock = await startMock(({ prompt }) => verdict(prompt.includes('"absent"') ? 'absent' : 'satisfied', null));
    const place = desk();
    const judge = (...more: string[]) => gavel([...JUDGE, '--judge-url', mock.url, '--judge-model', 'm', ...more], { cwd: place.path });
    expect((await judge()).code).toBe(0);
    mock.script = () => undefined;
    const tokens = await judge('--trials', '2', '--budget-tokens', '1000000');
    expect([tokens.code, tokens.stderr]).toEqual([2, expect.stringMatching(/^gavel: the endpoint of "m" does not say how many tokens/)]);
    expect(mock.asks).toHaveLength(6);
    const money = await judge('--judge-model', 'gpt-5-mini', '--budget', '5USD');
    expect([money.code, money.stderr]).toEqual([2, expect.stringMatching(/^gavel: a budget in money needs a price for "m"/)]);
    expect(mock.asks).toHaveLength(6);
  });

  it('for judging again leaves out what the agents have cost', async () => {
    const mock = await startMock();
    const place = desk();
    place.write('agent.cjs', `process.stdout.write(JSON.stringify({ report: '${LONG}', cost: 10, currency: 'USD' }))`);
    const agent = '{kind: command, name: c, command: [node, agent.cjs], output: json}';
    place.write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - ${agent}\nstore: s.db\n`);
    expect((await gavel(['run', 'sweep.yaml'], { cwd: place.path })).code).toBe(0);
    const again = ['rejudge', 's', '--judge-url', mock.url, '--judge-model', 'gpt-5-mini', '--budget', '5USD', '--store', 's.db'];
    expect((await gavel(again, { cwd: place.path })).code).toBe(0);
    expect(mock.asks.length).toBeGreaterThan(0);
  });
});
