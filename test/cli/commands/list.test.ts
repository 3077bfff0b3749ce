/** `gavel list`, `rename` and `forget`: what a store holds, and names that were mistyped. */
import { beforeEach, describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { type Desk, desk } from '../desk.ts';

let place: Desk;
const run = (...words: string[]) => gavel([...words, '--store', 's.db'], { cwd: place.path });
const list = async (...words: string[]) => JSON.parse((await run('list', ...words, '--json')).stdout) as Record<string, unknown>[];

beforeEach(async () => {
  place = desk();
  const rows = ['x', 'y'].map((agent) => ({ agent, task: 'a', criterion: 'c01', label: 'satisfied', judge: 'one' }));
  place.write('v.jsonl', lines(rows));
  place.write('b.jsonl', lines([{ benchmark: 'bench', task: 'a', a: 'x', b: 'y', outcome: 'a', judge: 'ann' }]));
  await run('import', 'verdicts', 'v.jsonl', '--benchmark', 'bench=tasks.jsonl');
  await run('import', 'battles', 'b.jsonl');
});

describe('gavel list', () => {
  it('names sweeps, runs, agents, judges and tasks', async () => {
    const [sweep] = await list('sweeps');
    expect(sweep).toMatchObject({ benchmarks: ['bench'], agents: 2, judges: ['one'] });
    expect((await list('runs')).map(({ agent, judge, tasks, repeats }) => [agent, judge, tasks, repeats])).toEqual([
      ['x', 'one', 1, 1],
      ['y', 'one', 1, 1],
    ]);
    expect(await list('agents', String(sweep?.sweep))).toEqual(
      ['x', 'y'].map((agent) => ({ agent, kind: 'reports', trials: 1, failed: 0 })),
    );
    expect(await list('judges')).toMatchObject([
      { judge: 'ann', verdicts: 0 },
      { judge: 'one', verdicts: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(await list('tasks')).toMatchObject([{ benchmark: 'bench', task: 'a', language: 'en', domain: 'STEM', criteria: 3 }]);
  });

  it('prints a table, and refuses what it does not know', async () => {
    const { stdout, code } = await run('list', 'agents');
    expect([code, stdout.includes('\u001b')]).toEqual([0, false]);
    expect(stdout).toMatch(/agent.*kind.*attempts.*failed.*x.*reports.*1.*0/s);
    expect(await run('list', 'agents', 'none')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('list', 'friends')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('names of agents', () => {
  const boards = async () => {
    const { stdout } = await run('leaderboard', '--json');
    return (JSON.parse(stdout) as { rows: { agent: string }[] }).rows.map(({ agent }) => agent).sort();
  };
  const rated = async () =>
    ((JSON.parse((await run('ratings', '--json')).stdout) as { rows: { agent: string }[] }).rows ?? []).map(({ agent }) => agent).sort();

  it('are changed, and all that an agent did goes with it', async () => {
    expect((await run('rename', 'agent', 'x', 'z')).code).toBe(0);
    expect([await boards(), await rated()]).toEqual([
      ['y', 'z'],
      ['y', 'z'],
    ]);
    expect(await run('rename', 'agent', 'z', 'y')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is an agent "y" already'),
    });
    expect(await run('rename', 'agent', 'x', 'w')).toMatchObject({ code: 2, stderr: expect.stringContaining('no agent "x"') });
    expect(await boards()).toEqual(['y', 'z']);
  });

  it('are forgotten: no board, battle or list shows it, its verdicts stay, and the name is free', async () => {
    expect((await run('forget', 'agent', 'x')).code).toBe(0);
    expect(await boards()).toEqual(['y']);
    expect((await list('agents')).map(({ agent }) => agent)).toEqual(['y']);
    expect((await run('ratings', '--json')).stdout).not.toContain('"x"');
    expect((await run('export', 'verdicts')).stdout).not.toContain('"agent":"x"');
    expect((await list('judges')).find(({ judge }) => judge === 'one')).toMatchObject({ verdicts: 2 });
    expect((await run('forget', 'agent', 'x')).code).toBe(2);
    await run('import', 'verdicts', 'v.jsonl', '--benchmark', 'bench=tasks.jsonl');
    expect(await boards()).toEqual(['x', 'y']);
  });
});
