import { beforeEach, describe, expect, it } from 'vitest';
import { verdictLines } from '../../runners/export-lines.ts';
import { chooseJudge } from '../../runners/store/judges.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { exported, importFile } from './exchange/verdict-files.ts';
import { agentOf, LONG, runWith, stored, taskOf } from './work.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});
const tasks = [taskOf('b', [1, -2]), taskOf('a', [2, 1])];
const agents = ['y', 'x'].map((name) => agentOf(name, (task, repeat) => ({ report: `${LONG} ${name} ${task} ${repeat}` })));
const work = (open: Store, names = agents) => names.map((agent) => ({ agent, tasks: stored(open, tasks), repeats: 2 }));

describe('exported verdicts', () => {
  it('come in an order that depends on their content only', async () => {
    await runWith(store, work(store), { trials: 2 });
    const other = new Store(':memory:', { mode: 'write' });
    // The same work in other pieces and another order.
    await runWith(other, work(other, [...agents].reverse()), { trials: 1, concurrency: 1 });
    await runWith(other, work(other), { trials: 2 });
    expect(exported(other)).toBe(exported(store));
    const order = [...verdictLines(store)].map((line) => [line.agent, line.task, line.repeat, line.trial, line.criterionId].join(' '));
    expect(order).toHaveLength(2 * 2 * 2 * 2 * 2);
    expect(order).toEqual(order.toSorted());
  });

  it('are those of one benchmark where one is asked for', async () => {
    for (const [benchmark, task] of [
      ['bench', 'a'],
      ['other', 'b'],
    ] as const) {
      const file = folder.write('v.jsonl', `{"agent":"x","task":"${task}","criterion":"c01","label":"partial"}\n`);
      await importFile(store, file, tasks, { benchmark });
    }
    const found = (benchmark?: string) => [...verdictLines(store, { benchmark })].map((line) => `${line.benchmark} ${line.task}`);
    expect(found()).toEqual(['bench a', 'other b']);
    expect(found('other')).toEqual(['other b']);
  });

  it('read in again are the same', async () => {
    await runWith(store, work(store), { trials: 2, model: 'judge-1' });
    await runWith(store, work(store), { trials: 1, model: 'judge-2' });
    const text = exported(store);
    const copy = new Store(':memory:', { mode: 'write' });
    const file = folder.write('exported.jsonl', text);
    expect(await importFile(copy, file, tasks)).toMatchObject({ verdicts: 32 + 16, known: 0, agents: 2 });
    expect(exported(copy)).toBe(text);
  });

  const QUOTES = [
    { text: 'q', verified: true, start: 4, end: 5 },
    { text: 'r', verified: false },
  ];

  it('keep, read in again, where quotes stand in the report and in how many parts it was read', async () => {
    const row = { agent: 'x', task: 'a', criterion: 'c01', label: 'partial', quotes: QUOTES, parts: 3 };
    await importFile(store, folder.write('parts.jsonl', `${JSON.stringify(row)}\n`), tasks);
    expect([...verdictLines(store)]).toMatchObject([{ quotes: QUOTES, parts: 3 }]);
  });

  it('tell judges of one name and other settings apart, as the leaderboard can be asked to', async () => {
    const one = [{ agent: agentOf('x'), tasks: stored(store, [taskOf('a', [1])]) }];
    await runWith(store, one, { temperature: 0 });
    await runWith(store, one, { temperature: 1 });
    const names = [...verdictLines(store)].map((line) => line.judge);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^m \([0-9a-f]{8}\)$/);
    const copy = new Store(':memory:', { mode: 'write' });
    await importFile(copy, folder.write('two.jsonl', exported(store)), [taskOf('a', [1])]);
    expect(exported(copy)).toBe(exported(store));
    expect(chooseJudge(copy, { benchmark: 'bench' }, names[0]).name).toBe(names[0]);
  });

  it('are those on the version of a task that was planned last for the agent, whatever others were planned on', async () => {
    const [old, edited] = [taskOf('a', [1, 1]), taskOf('a', [], { rubric: [{ id: 'c09', criterion: 'Says another thing.', weight: 1 }] })];
    const judged = (agent: string, task: typeof old) => runWith(store, [{ agent: agentOf(agent), tasks: stored(store, [task]) }]);
    const found = () => [...verdictLines(store)].map(({ agent, criterionId }) => `${agent} ${criterionId}`);
    await judged('x', old);
    await judged('y', old);
    await judged('x', edited);
    expect(found()).toEqual(['x c09', 'y c01', 'y c02']);
    await judged('x', old);
    expect(found()).toEqual(['x c01', 'x c02', 'y c01', 'y c02']);
  });

  it('leave out verdicts on an attempt that a newer one has taken the place of', async () => {
    let text = `${LONG} first`;
    const agent = agentOf('x', () => ({ report: text }), { rereads: true });
    const one = [{ agent, tasks: stored(store, [taskOf('a', [1])]) }];
    await runWith(store, one);
    text = `${LONG} second`;
    await runWith(store, one, { complete: async () => ({ text: 'no verdict', finish: 'stop', usage: undefined }) });
    expect(exported(store)).toBe('');
  });
});
