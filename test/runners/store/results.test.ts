import { beforeEach, describe, expect, it } from 'vitest';
import { chooseJudge, judgeOfLine, judgesOf, storeJudge } from '../../../runners/store/judges.ts';
import { trialRows } from '../../../runners/store/results.ts';
import { benchmarkNames, storeRun, tasksOf } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { importFile, lines } from '../exchange/verdict-files.ts';
import { agentOf, count, LONG, runWith, stored, taskOf } from '../work.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});
const at = '2026-01-01T00:00:00.000Z';

/** Plans a run as a sweep does. */
function plan(
  sweep: string,
  agentId: number,
  judgeId: number,
  tasks: ReturnType<typeof stored>,
  more: { benchmark?: string; repeats?: number; judgeTrials?: number } = {},
): void {
  storeRun(store, { sweep, benchmark: 'bench', agentId, judgeId, repeats: 1, judgeTrials: 1, at, tasks, ...more });
}

describe('results', () => {
  it('name benchmarks and judges that were planned, the newest judge first', () => {
    const tasks = stored(store, [taskOf('a')]);
    const [one, two] = ['one', 'two'].map((name) => storeJudge(store, { name, identity: { kind: 'model', name } }));
    plan('s', 1, one ?? 0, tasks);
    plan('t', 1, two ?? 0, tasks);
    plan('t', 1, two ?? 0, tasks, { benchmark: 'another' });
    expect(benchmarkNames(store)).toEqual(['another', 'bench']);
    expect(benchmarkNames(store, 's')).toEqual(['bench']);
    expect(judgesOf(store, { benchmark: 'bench' }).map((judge) => judge.name)).toEqual(['two', 'one']);
    expect(chooseJudge(store, { benchmark: 'bench' }, undefined).name).toBe('two');
    expect(chooseJudge(store, { benchmark: 'bench', sweep: 's' }, undefined)).toMatchObject({ name: 'one', kind: 'model' });
  });

  it('find a judge by name or by the first digits of its hash, and nothing by a single letter', () => {
    plan('s', 1, storeJudge(store, { name: 'one', identity: { kind: 'model' } }), stored(store, [taskOf('a')]));
    const { hash } = chooseJudge(store, { benchmark: 'bench' }, 'one');
    expect(chooseJudge(store, { benchmark: 'bench' }, hash.slice(0, 8)).name).toBe('one');
    expect(chooseJudge(store, { benchmark: 'bench' }, `one (${hash.slice(0, 8)})`).name).toBe('one');
    expect(() => chooseJudge(store, { benchmark: 'bench' }, hash.slice(0, 1))).toThrow(/no judge "." of bench; there are: one/);
    expect(() => chooseJudge(store, { benchmark: 'other' }, undefined)).toThrow(/no judge has judged reports on other/);
  });

  it('tell judges of one name apart by their hash, and name the others', () => {
    const tasks = stored(store, [taskOf('a')]);
    for (const labels of [3, 2]) plan('s', 1, storeJudge(store, { name: 'm', identity: { kind: 'model', labels } }), tasks);
    const [newest, older] = judgesOf(store, { benchmark: 'bench' }).map(({ hash }) => `m (${hash.slice(0, 8)})`);
    for (const asked of [undefined, 'm', newest])
      expect(chooseJudge(store, { benchmark: 'bench' }, asked)).toMatchObject({ name: newest, namesakes: [older] });
    expect(chooseJudge(store, { benchmark: 'bench' }, older)).toMatchObject({ name: older, namesakes: [newest] });
  });

  it('find an imported judge by its name alone, and where several have it by the hash that the export gave it', () => {
    const tasks = stored(store, [taskOf('a')]);
    const judged = (judge: string) => plan('s', 1, judgeOfLine(store, { judge, by: 'model', model: 'm' }), tasks);
    judged('judge-a (ab1975d4)');
    judged('judge-b');
    expect(chooseJudge(store, { benchmark: 'bench' }, 'judge-a').name).toBe('judge-a');
    judged('judge-a (0123abcd)');
    expect(chooseJudge(store, { benchmark: 'bench' }, 'judge-a (ab1975d4)')).toMatchObject({
      name: 'judge-a (ab1975d4)',
      model: 'm',
      namesakes: ['judge-a (0123abcd)'],
    });
  });

  it('show the version of a task that was planned last, and of a sweep the last that it planned', () => {
    const [old, edited] = stored(store, [taskOf('a', [1]), taskOf('a', [2])]);
    if (old === undefined || edited === undefined) throw new Error('two tasks were stored');
    const shown = (sweep?: string) => [...tasksOf(store, { benchmark: 'bench', sweep }).keys()];
    plan('s', 1, 1, [old]);
    expect(shown()).toEqual([old.id]);
    plan('t', 1, 1, [edited]);
    expect([shown(), shown('s'), shown('t')]).toEqual([[edited.id], [old.id], [edited.id]]);
  });

  it('go back to an earlier version when that is planned again, by whatever run', () => {
    const [old, edited, other] = stored(store, [taskOf('a', [1]), taskOf('a', [2]), taskOf('b')]);
    if (old === undefined || edited === undefined || other === undefined) throw new Error('three tasks were stored');
    const shown = (sweep?: string) => [...tasksOf(store, { benchmark: 'bench', sweep }).keys()];
    plan('s', 1, 1, [old, other]);
    plan('s', 1, 1, [edited, other]);
    plan('s', 1, 1, [old, other]);
    expect(shown()).toEqual([old.id, other.id]);
    plan('t', 2, 1, [edited]);
    expect(shown()).toEqual([edited.id, other.id]);
    // This run holds the same tasks as its last, which another sweep has overtaken.
    plan('s', 1, 1, [old, other]);
    expect([shown(), shown('s'), shown('t')]).toEqual([[old.id, other.id], [old.id, other.id], [edited.id]]);
    // And now nothing is new.
    plan('s', 1, 1, [old, other]);
    expect(count(store, 'run')).toBe(5);
  });

  it('give trials with labels by criterion, and what judging them took', async () => {
    const tasks = stored(store, [taskOf('a', [1, -1])]);
    await runWith(store, [{ agent: agentOf('x', () => ({ report: LONG, seconds: 12, model: 'w', usage: { inputTokens: 5 } })), tasks }], {
      trials: 2,
    });
    const [task] = tasks;
    if (task === undefined) throw new Error('a task was stored');
    const rows = [...trialRows(store, { benchmark: 'bench' }, task, 1)];
    expect(rows).toEqual([
      {
        agent: 'x',
        taskId: task.id,
        repeat: 1,
        failed: false,
        reportId: 1,
        labels: new Map([1, 2].map((trial) => [trial, new Map(Object.entries({ c01: 'satisfied', c02: 'unsatisfied' }))])),
        judgeTrials: 2,
        unscored: 0,
        split: 0,
        truncated: false,
        members: [],
        seconds: 12,
        model: 'w',
        usage: { inputTokens: 5 },
        cost: undefined,
        // 4 calls of 100 and 10.
        judging: {
          calls: 4,
          usage: { inputTokens: 400, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 40, reasoningTokens: 0, toolCalls: 0 },
        },
      },
    ]);
  });

  it('say which reports were cut at a limit of their length', async () => {
    const [task] = stored(store, [taskOf('cut')]);
    if (task === undefined) throw new Error('a task was stored');
    const agents = ['truncated', 'untagged'].map((note) => agentOf(note, () => ({ report: `${LONG} ${note}`, notes: [note] })));
    await runWith(
      store,
      agents.map((agent) => ({ agent, tasks: [task] })),
    );
    const rows = [...trialRows(store, { benchmark: 'bench' }, task, 1)];
    expect(rows.map(({ agent, truncated }) => [agent, truncated])).toEqual([
      ['truncated', true],
      ['untagged', false],
    ]);
  });

  it('keep the number of the judge trial of each label, where a trial before it is unscored', async () => {
    const given = taskOf('a', [1, 1]);
    const rows = ['c02 1', 'c01 2', 'c02 2'].map((row) => ({ criterion: row.slice(0, 3), trial: Number(row[4]) }));
    const file = folder.write('rows.jsonl', lines(rows.map((row) => ({ agent: 'x', task: 'a', label: 'satisfied', ...row }))));
    await importFile(store, file, [given]);
    const [task] = stored(store, [given]);
    if (task === undefined) throw new Error('a task was stored');
    const [row] = trialRows(store, { benchmark: 'bench' }, task, 1);
    expect(row?.labels).toEqual(
      new Map([
        [1, new Map([['c02', 'satisfied']])],
        [2, new Map(Object.entries({ c01: 'satisfied', c02: 'satisfied' }))],
      ]),
    );
  });

  it('tell how many trials of the judge were planned for a report, on any version of its task', async () => {
    const tasks = stored(store, [taskOf('a', [1])]);
    await runWith(store, [{ agent: agentOf('x', (_, repeat) => ({ report: `${LONG} ${repeat}` })), tasks, repeats: 2 }]);
    plan('s', 1, 1, tasks, { judgeTrials: 3 });
    plan('t', 1, 1, tasks, { judgeTrials: 2, repeats: 2 });
    plan('t', 1, 2, tasks, { judgeTrials: 9, repeats: 2 });
    const trials = (task = tasks[0], sweep?: string) =>
      task === undefined ? [] : [...trialRows(store, { benchmark: 'bench', sweep }, task, 1)].map(({ judgeTrials }) => judgeTrials);
    expect(trials()).toEqual([3, 2]);
    expect(trials(tasks[0], 't')).toEqual([2, 2]);
    expect(trials(stored(store, [taskOf('a', [2])])[0])).toEqual([3, 2]);
  });

  it('leave out what a sweep did not plan: agents, tasks and repeats', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const report = (task: string, repeat: number) => ({ report: `${LONG} ${task} ${repeat}` });
    await runWith(store, [
      { agent: agentOf('x', report), tasks, repeats: 3 },
      { agent: agentOf('y'), tasks },
    ]);
    plan('s', 1, 1, tasks, { repeats: 2 });
    const [task] = tasks;
    if (task === undefined) throw new Error('a task was stored');
    const shown = (sweep?: string) =>
      [...trialRows(store, { benchmark: 'bench', sweep }, task, 1)].map(({ agent, repeat }) => `${agent} ${repeat}`);
    expect(shown('s')).toEqual(['x 1', 'x 2']);
    expect(shown()).toEqual(['x 1', 'x 2', 'x 3', 'y 1']);
  });
});
