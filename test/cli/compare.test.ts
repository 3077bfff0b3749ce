/** Two agents compared from the command line, in this process. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lines } from '../runners/exchange/verdict-files.ts';
import { said } from '../said.ts';
import { type Desk, desk, TASKS } from './desk.ts';

let place: Desk;
const compare = (...words: string[]) => said(['compare', ...words, '--store', 's.db'], place.path);

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
  for (const words of files) expect((await said(['import', ...words, '--store', 's.db'], place.path)).code).toBe(0);
});

describe('gavel compare', () => {
  it.each([
    [['x', 'y', '--wins', '3'], '--wins goes without agents: the store has their counts'],
    [['--wins', '3', '--ties', '0', '--losses', '0', '--out', 'site'], '--out goes with agents, not with bare counts'],
  ])('%j is refused in one line', async (words, message) => {
    expect(await compare(...words)).toEqual({ out: '', err: '', code: 2, line: `gavel: ${message}` });
  });

  it('refuses to write a page of no battles before it has printed anything', async () => {
    const { out, code, line } = await compare('x', 'y', '--judge', 'one', '--out', 'site');
    expect([out, code]).toEqual(['', 2]);
    expect(line).toBe('gavel: x met y in no battle on the whole: there is nothing to write into site');
  });

  it('shows scores by the judges that were named, and by no other', async () => {
    const judges = async (...words: string[]) =>
      (JSON.parse((await compare('x', 'y', '--json', ...words)).out) as { scores: { judge: string }[] }).scores.map(({ judge }) => judge);
    expect(await judges('--judge', 'ann')).toEqual([]);
    expect(await judges('--judge', 'ann', '--judge', 'one')).toEqual(['one']);
    expect(await judges('--judge', 'two', '--judge', 'one')).toEqual(['two', 'one']);
    expect(await judges()).toHaveLength(1);
  });
});
