import { beforeAll, describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { type Desk, desk } from '../desk.ts';

let place: Desk;
const run = (...words: string[]) => gavel([...words, '--store', 's.db'], { cwd: place.path });

/** x and y were judged by ann; then bob judged z, and y. */
beforeAll(async () => {
  place = desk();
  for (const [judge, agents] of [
    ['ann', ['x', 'y']],
    ['bob', ['y', 'z']],
  ] as const) {
    const rows = agents.flatMap((agent) => ['a', 'b'].map((task) => ({ agent, task, criterion: 'c01', label: 'satisfied', judge })));
    place.write(`${judge}.jsonl`, lines(rows));
    expect((await run('import', 'verdicts', `${judge}.jsonl`, '--benchmark', 'bench=tasks.jsonl')).code).toBe(0);
  }
});

describe('agents that not every judge has judged', () => {
  it('are compared by the newest judge that has judged both, who is named', async () => {
    const older = await run('compare', 'x', 'y', '--json');
    expect([older.code, older.stderr]).toEqual([
      0,
      'note: bench: scores are by ann, as the judge of the leaderboard has not judged both\n',
    ]);
    expect(JSON.parse(older.stdout)).toMatchObject({ scores: [{ judge: 'ann', overall: { n: 2 } }] });
    const newest = await run('compare', 'y', 'z', '--json');
    expect([newest.code, newest.stderr]).toEqual([0, '']);
    expect(JSON.parse(newest.stdout)).toMatchObject({ scores: [{ judge: 'bob' }] });
  });

  it('are not compared where no judge has judged both, or not the one asked for', async () => {
    const says = (who: string, by: string) =>
      expect.stringContaining(`/s.db: x and ${who} have met in no battle, and no task has scores of both by ${by}\n`) as unknown;
    expect(await run('compare', 'x', 'z')).toMatchObject({ code: 2, stdout: '', stderr: says('z', 'one judge') });
    expect(await run('compare', 'x', 'y', '--judge', 'bob')).toMatchObject({ code: 2, stdout: '', stderr: says('y', 'bob') });
  });

  it('are missing on a leaderboard with a note that says who judged them', async () => {
    const { stdout, stderr } = await run('leaderboard', '--json');
    expect((JSON.parse(stdout) as { rows: { agent: string }[] }).rows.map(({ agent }) => agent)).toEqual(['y', 'z']);
    expect(stderr).toContain("note: bench: not every agent was judged by bob: --judge 'ann' shows x\n");
    expect((await run('leaderboard', '--judge', 'ann')).stderr).toBe(
      "note: bench: not every agent was judged by ann: --judge 'bob' shows z\n",
    );
  });
});
