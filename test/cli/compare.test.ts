/** Two agents compared from the command line, in this process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gavel } from '../program.ts';
import { lines } from '../runners/exchange/verdict-files.ts';
import { type Desk, desk, TASKS } from './desk.ts';

let place: Desk;
const compare = (...words: string[]) => gavel(['compare', ...words, '--store', 's.db'], { cwd: place.path });

/** Verdicts of two judges, and battles of a person who gave none. */
beforeAll(async () => {
  place = desk();
  const criteria = TASKS.flatMap(({ id, rubric = [] }) => rubric.map((criterion) => ({ task: id, criterion: criterion.id })));
  const verdicts = ['one', 'two'].flatMap((judge) =>
    ['x', 'y'].flatMap((agent) =>
      criteria.map((criterion, i) => ({ ...criterion, agent, judge, label: (i + agent.length) % 2 === 0 ? 'satisfied' : 'partial' })),
    ),
  );
  place.write('v.jsonl', lines(verdicts));
  place.write('b.jsonl', lines(TASKS.map(({ id }) => ({ benchmark: 'bench', task: id, a: 'x', b: 'y', outcome: 'a', judge: 'ann' }))));
  const files = [
    ['verdicts', 'v.jsonl', '--benchmark', `bench=${join(place.path, 'tasks.jsonl')}`],
    ['battles', 'b.jsonl'],
  ];
  for (const words of files) expect((await gavel(['import', ...words, '--store', 's.db'], { cwd: place.path })).code).toBe(0);
});

describe('gavel compare', () => {
  it.each([
    [['x', 'y', '--wins', '3'], '--wins goes without agents: the store has their counts'],
    [['--wins', '3', '--ties', '0', '--losses', '0', '--out', 'site'], '--out goes with agents, not with bare counts'],
  ])('%j is refused in one line', async (words, message) => {
    expect(await compare(...words)).toEqual({ stdout: '', stderr: `gavel: ${message}\n`, code: 2 });
  });

  it.each([
    [['--judge', 'one'], ['head-to-head.html']],
    [[], ['head-to-head.html', 'win-tie-lose.png']],
  ])('%j writes what the terminal says of scores into the page, with battles and without', async (words, files) => {
    const { stdout, stderr } = await compare('x', 'y', ...words, '--out', `site${words.length}`);
    expect(stderr.match(/[\w-]+\.(?:html|png)$/gm)).toEqual(files);
    const [, points = '', , tasks = ''] = /^ {2}overall +(\S+) +(.*), (\d+) tasks$/m.exec(stdout) ?? [];
    const page = readFileSync(join(place.path, `site${words.length}`, 'head-to-head.html'), 'utf8');
    expect(page).toContain(`<td>${points.replace('-', '−')}</td>`);
    expect(page).toContain(`<td>${tasks}</td></tr>`);
    for (const heading of ['Scores on bench: x less y', 'bench 上的得分：x 减去 y']) expect(page).toContain(heading);
  });

  it('shows scores by the judges that were named, and by no other', async () => {
    const judges = async (...words: string[]) =>
      (JSON.parse((await compare('x', 'y', '--json', ...words)).stdout) as { scores: { judge: string }[] }).scores.map(
        ({ judge }) => judge,
      );
    expect(await judges('--judge', 'ann')).toEqual([]);
    expect(await judges('--judge', 'ann', '--judge', 'one')).toEqual(['one']);
    expect(await judges('--judge', 'two', '--judge', 'one')).toEqual(['two', 'one']);
    expect(await judges()).toHaveLength(1);
  });

  it('fails where the first is shown to be worse, and for no less', async () => {
    expect((await compare('x', 'y', '--fail-if-worse')).code).toBe(0);
    expect(await compare('x', '--fail-if-worse')).toMatchObject({ code: 2, stdout: '' });
    const tasks = Array.from({ length: 9 }, (_, i) => `t${i}`);
    place.write('w.jsonl', lines(tasks.map((task) => ({ benchmark: 'other', task, a: 'x', b: 'y', outcome: 'b', judge: 'bob' }))));
    await gavel(['import', 'battles', 'w.jsonl', '--store', 'w.db'], { cwd: place.path });
    const of = (...agents: string[]) => gavel(['compare', ...agents, '--fail-if-worse', '--store', 'w.db'], { cwd: place.path });
    expect(await of('x', 'y')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/gavel: x is worse than y: 9 battles lost, 0 won\n$/),
    });
    expect((await of('y', 'x')).code).toBe(0);
  });
});
