/** Two agents' scores on the tasks that both did: which tasks and trials count, and where the spread comes from. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../../benchmarks/task.ts';
import type { Label } from '../../judge/verdict.ts';
import { type ScoreComparison, scoreComparison } from '../../reports/score-comparison.ts';
import type { StoredTask } from '../../runners/facts.ts';
import type { TrialRow } from '../../runners/rows.ts';
import { taskOf } from '../runners/work.ts';

/** A trial of an agent at a task; labels in the order of the rubric, one for each trial of the judge. */
interface Given {
  readonly agent: string;
  readonly task: string;
  readonly labels: readonly (readonly Label[])[] | 'failed';
}

function compared(tasks: readonly Task[], given: readonly Given[]): ScoreComparison | undefined {
  const stored = tasks.map((task, i): StoredTask => ({ id: i, queryId: i, task, criteria: new Map() }));
  const rows = ({ id, task }: StoredTask) =>
    given.filter((one) => one.task === task.id).map((one) => rowOf(one, id, task.rubric?.map((criterion) => criterion.id) ?? []));
  return scoreComparison('x', 'y', stored, rows, { benchmark: 'bench', scale: 'ternary', judge: 'm' });
}

function rowOf({ agent, labels }: Given, taskId: number, criteria: readonly string[]): TrialRow {
  const failed = labels === 'failed';
  const given = failed ? [] : labels;
  return {
    agent,
    taskId,
    repeat: 1,
    failed,
    reportId: failed ? null : 1,
    labels: new Map(given.flatMap((of, i) => (of.length === 0 ? [] : [[criteria[i] ?? '', of]]))),
    judgeTrials: Math.max(0, ...given.map((of) => of.length)),
    unscored: 0,
    seconds: null,
    model: null,
    usage: undefined,
    cost: undefined,
    judging: { calls: 0, usage: undefined },
  };
}

describe('a comparison of scores', () => {
  it('leaves tasks without a rubric out, those that an agent failed at too', () => {
    const given = ['x', 'y'].flatMap((agent): Given[] => [
      { agent, task: 'a', labels: [['satisfied']] },
      { agent, task: 'b', labels: agent === 'x' ? 'failed' : [] },
    ]);
    const both = compared([taskOf('a', [1]), taskOf('b', [], { rubric: undefined })], given);
    expect(both?.overall).toMatchObject({ mean: 0, n: 1, onlyFirst: 0, onlySecond: 0 });
    expect(both?.variance.a.tasks).toBeNull();
    const failures = ['x', 'y'].map((agent): Given => ({ agent, task: 'b', labels: 'failed' }));
    expect(compared([taskOf('b', [], { rubric: undefined })], failures)).toBeUndefined();
  });

  it('leaves an axis out of a task that has only flaws on it, where one of them failed too', () => {
    const rubric = [
      { id: 'c01', criterion: 'One.', weight: 1, axis: 'depth' },
      { id: 'c02', criterion: 'Two.', weight: -1, axis: 'form' },
    ];
    const given: Given[] = [
      { agent: 'x', task: 'a', labels: [['satisfied'], ['satisfied']] },
      { agent: 'y', task: 'a', labels: [['satisfied'], ['unsatisfied']] },
      { agent: 'x', task: 'b', labels: 'failed' },
      { agent: 'y', task: 'b', labels: 'failed' },
    ];
    const tasks = ['a', 'b'].map((id) => taskOf(id, [], { rubric }));
    expect(Object.keys(compared(tasks, given)?.byAxis ?? {})).toEqual(['depth']);
  });

  it('is none where the judge has judged no report of one of them, whatever that one failed at', () => {
    const tasks = [taskOf('a', [1]), taskOf('b', [1])];
    const judged = tasks.map(({ id }): Given => ({ agent: 'x', task: id, labels: [['satisfied']] }));
    const failed: Given = { agent: 'y', task: 'b', labels: 'failed' };
    expect(compared(tasks, [...judged, { agent: 'y', task: 'a', labels: [] }, failed])).toBeUndefined();
    expect(compared(tasks, [...judged, { agent: 'y', task: 'a', labels: 'failed' }, failed])?.overall.mean).toBe(100);
  });
});
