import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completion, startMock } from '../../mock-endpoint.ts';
import { gavel } from '../../program.ts';
import { taskOf } from '../../runners/work.ts';
import { desk, verdictsIn } from '../desk.ts';

const script = `
let query = '';
process.stdin.on('data', (part) => (query += part)).on('end', () => {
  require('fs').appendFileSync('attempts', process.env.GAVEL_TASK_ID + '\\n');
  if (process.env.GAVEL_TASK_ID === 'b' && !require('fs').existsSync('mended')) process.exit(3);
  process.stdout.write('# Report\\n\\nIt has been asked: ' + query + ' And here is an answer of some length.');
});`;
const sweep = (more = '') =>
  `name: first\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - {kind: command, name: c, command: [node, agent.cjs]}\n  - {kind: folder, name: f, dir: reports}\n${more}store: s.db\n`;

function place(more?: string) {
  const made = desk();
  made.write('agent.cjs', script);
  made.write('sweep.yaml', sweep(more));
  return made;
}
const attempts = (cwd: string) => readFileSync(join(cwd, 'attempts'), 'utf8').trim().split('\n').sort();

describe('gavel run', () => {
  it('runs agents, lists what failed and ends with 1; again it attempts only what is asked for', async () => {
    const { path, write } = place();
    const first = await gavel(['run', 'sweep.yaml'], { cwd: path });
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/^ {2}c on b: agent "c" exited with code 3/m);
    expect(first.stderr).toMatch(/^gavel: 1 failed trials/m);
    expect(attempts(path)).toEqual(['a', 'b']);
    expect(verdictsIn(join(path, 's.db')).trim().split('\n')).toHaveLength(9);
    expect((await gavel(['run', 'sweep.yaml'], { cwd: path })).code).toBe(1);
    expect(attempts(path)).toEqual(['a', 'b']);
    write('mended', '');
    expect((await gavel(['run', 'sweep.yaml', '--retry-failed'], { cwd: path })).code).toBe(0);
    expect(attempts(path)).toEqual(['a', 'b', 'b']);
    expect(verdictsIn(join(path, 's.db')).trim().split('\n')).toHaveLength(12);
  });

  it('plans without running, paying or storing anything', async () => {
    const mock = await startMock();
    const { path } = place(`judge: {kind: model, model: m, url: "${mock.url}", trials: 2}\n`);
    const plan = await gavel(['run', 'sweep.yaml', '--plan', '--json'], { cwd: path });
    expect(plan.code).toBe(0);
    // 2 agents x 2 tasks x 3 criteria x 2 trials.
    expect(JSON.parse(plan.stdout)).toMatchObject({ attempts: 4, reused: 0, criteria: 24, calls: 24, judgeCost: null });
    expect((await gavel(['run', 'sweep.yaml', '--plan'], { cwd: path })).stdout).toContain('judge cost          unknown');
    expect([existsSync(join(path, 's.db')), existsSync(join(path, 'attempts')), mock.asks.length]).toEqual([false, false, 0]);
  });

  it('looks at a plan of edited tasks without changing what the leaderboard shows', async () => {
    const { path, write } = place();
    write('mended', '');
    await gavel(['run', 'sweep.yaml'], { cwd: path });
    const show = async () => (await gavel(['leaderboard', 'first', '--json', '--store', 's.db'], { cwd: path })).stdout;
    const before = await show();
    write('tasks.jsonl', readFileSync(join(path, 'tasks.jsonl'), 'utf8').replaceAll('"weight":1', '"weight":5'));
    const plan = await gavel(['run', 'sweep.yaml', '--plan', '--json'], { cwd: path });
    expect(JSON.parse(plan.stdout)).toMatchObject({ attempts: 0, reused: 4, criteria: 0 });
    expect(await show()).toBe(before);
  });

  it('judges again with another judge and runs no agent for it', async () => {
    const mock = await startMock();
    const { path, write } = place();
    write('mended', '');
    await gavel(['run', 'sweep.yaml'], { cwd: path });
    const words = ['rejudge', 'first', '--judge-url', mock.url, '--judge-model', 'm', '--store', 's.db'];
    expect((await gavel(words, { cwd: path })).code).toBe(0);
    expect(mock.asks).toHaveLength(12);
    expect((await gavel(words, { cwd: path })).code).toBe(0);
    expect(mock.asks).toHaveLength(12);
    expect(attempts(path)).toEqual(['a', 'b']);
    const board = await gavel(['leaderboard', 'first', '--judge', 'm', '--json', '--store', 's.db'], { cwd: path });
    expect(JSON.parse(board.stdout)).toMatchObject({ judge: 'm', rows: [{ tasks: 2 }, { tasks: 2 }] });
  });

  it("judging again counts what an agent failed at as the leaderboard does, and what was nobody's fault as owed", async () => {
    const mock = await startMock();
    const { path, write } = desk();
    const lines = [
      { task: 'a', agent: 'x', report: '# Report\n\nAn answer.' },
      { task: 'b', agent: 'x', status: 'failed' },
      { task: 'a', agent: 'y', status: 'interrupted' },
      { task: 'b', agent: 'y', report: '# Report\n\nAnother answer.' },
    ];
    write('runs.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await gavel(['import', 'reports', 'runs.jsonl', '--benchmark', 'bench=tasks.jsonl', '--store', 's.db'], { cwd: path });
    const words = ['rejudge', 'import', '--judge-url', mock.url, '--judge-model', 'm', '--store', 's.db'];
    const { code, stderr } = await gavel(words, { cwd: path });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^1 attempt failed before and left nothing to judge: counted as failed$/m);
    expect(stderr).toMatch(/^1 report is not there yet: owed, not counted as failed$/m);
    const board = await gavel(['leaderboard', 'import', '--judge', 'm', '--json', '--store', 's.db'], { cwd: path });
    const { rows } = JSON.parse(board.stdout) as { rows: { agent: string; failed: number; owed: number }[] };
    expect(Object.fromEntries(rows.map(({ agent, failed, owed }) => [agent, { failed, owed }]))).toEqual({
      x: { failed: 1, owed: 0 },
      // Of the report that is not there its three criteria.
      y: { failed: 0, owed: 3 },
    });
  });

  it('judges again as often as the sweep was planned, and says so, unless another number is asked for', async () => {
    const mock = await startMock();
    const { path, write } = place('judge: {kind: offline, trials: 2}\n');
    write('mended', '');
    await gavel(['run', 'sweep.yaml'], { cwd: path });
    const again = (...more: string[]) =>
      gavel(['rejudge', 'first', '--judge-url', mock.url, '--store', 's.db', '--judge-model', ...more], { cwd: path });
    const { code, stderr } = await again('m');
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^note: 2 judgments of every criterion, as the sweep was planned; --trials N/m);
    expect(mock.asks).toHaveLength(24);
    expect((await again('n', '--trials', '1')).stderr).not.toContain('as the sweep was planned');
    expect(mock.asks).toHaveLength(24 + 12);
  });

  it('plans no call for reports of a folder that are not there, and says how many are missing', async () => {
    const { path } = place();
    rmSync(join(path, 'reports/b.md'));
    const { stdout } = await gavel(['run', 'sweep.yaml', '--plan'], { cwd: path });
    expect(stdout).toMatch(/^trials to attempt {3}3 .*\nreports missing {5}1 .*\ncriteria to judge {3}9$/m);
  });

  it('counts failed attempts of chat agents against a budget, over several commands', async () => {
    const mock = await startMock(() => completion('', { prompt_tokens: 100, completion_tokens: 900 }));
    const { path, write } = desk(Array.from({ length: 8 }, (_, i) => taskOf(`t${i}`)));
    const chat = `{kind: chat, name: c, model: m, url: "${mock.url}", concurrency: 1}`;
    write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - ${chat}\nbudget: {tokens: 2500}\nstore: s.db\n`);
    // 1000 tokens a try: 3 tries are the first count past 2500.
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await gavel(['run', 'sweep.yaml'], { cwd: path });
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^gavel: the budget of 2500 tokens is spent/m)]);
      expect(mock.asks).toHaveLength(3);
    }
  });

  it('ends with one line where a chat agent’s endpoint does not count tokens that the budget needs, now and when it is resumed', async () => {
    const mock = await startMock(() => completion('# Report\n\nSome words of it, which were paid for.', null));
    const { path, write } = desk();
    const chat = `{kind: chat, name: c, model: m, url: "${mock.url}", concurrency: 1}`;
    write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - ${chat}\nbudget: {tokens: 2500}\nstore: s.db\n`);
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await gavel(['run', 'sweep.yaml'], { cwd: path });
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^gavel: the endpoint of "m" does not say how many tokens a call took.*$/m),
      ]);
      expect(mock.asks).toHaveLength(1);
    }
    write('sweep.yaml', readFileSync(join(path, 'sweep.yaml'), 'utf8').replace('{tokens: 2500}', '{calls: 99}'));
    expect((await gavel(['run', 'sweep.yaml'], { cwd: path })).code).toBe(0);
    // The report that came before the run ended was kept.
    expect(mock.asks).toHaveLength(2);
  });

  it('refuses a budget in money for an agent whose model has no price', async () => {
    const { path, write } = place();
    write(
      'sweep.yaml',
      'name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n  - {kind: chat, name: c, model: unheard-of, url: "http://127.0.0.1:9/v1"}\nbudget: {amount: 1, currency: USD}\n',
    );
    const { code, stderr } = await gavel(['run', 'sweep.yaml'], { cwd: path });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gavel: a budget in USD needs a price for "unheard-of".*\n$/)]);
  });

  it('runs what "gavel init" writes', async () => {
    const { path } = desk();
    expect((await gavel(['init'], { cwd: path })).code).toBe(0);
    const { code, stderr } = await gavel(['run', 'sweep.yaml'], { cwd: path });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Next: gavel leaderboard first-sweep --store gavel.db');
  });
});
