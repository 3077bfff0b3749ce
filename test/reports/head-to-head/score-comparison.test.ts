/** Two agents' scores on the tasks that both did: which tasks and trials count, and where the spread comes from. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../../../benchmarks/task.ts';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { type ScoreComparison, scoreComparisons } from '../../../reports/head-to-head/score-comparison.ts';
import type { TrialRow } from '../../../runners/store/results.ts';
import type { StoredTask } from '../../../runners/store/tasks.ts';
import { taskOf } from '../../runners/work.ts';

/** A trial of an agent at a task; for each trial of the judge, labels in the order of the rubric. */
interface Given {
  readonly agent: string;
  readonly task: string;
  readonly labels: readonly (readonly (Label | undefined)[])[] | 'failed';
}

function compared(tasks: readonly Task[], given: readonly Given[]): ScoreComparison | undefined {
  const stored = tasks.map((task, i): StoredTask => ({ id: i, queryId: i, task, criteria: new Map() }));
  const rows = ({ id, task }: StoredTask) =>
    given.filter((one) => one.task === task.id).map((one) => rowOf(one, id, task.rubric?.map((criterion) => criterion.id) ?? []));
  return scoreComparisons('x', ['y'], stored, rows, { benchmark: 'bench', scale: 'ternary', judge: 'm' })[0];
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
    labels: new Map(given.map((of, i) => [i + 1, labelsOf(of, criteria)])),
    judgeTrials: given.length,
    unscored: 0,
    split: 0,
    truncated: false,
    seconds: null,
    model: null,
    usage: undefined,
    cost: undefined,
    judging: { calls: 0, usage: undefined },
    members: [],
  };
}

function labelsOf(given: readonly (Label | undefined)[], criteria: readonly string[]): Map<string, Label> {
  return new Map(given.flatMap((label, i) => (label === undefined ? [] : [[criteria[i] ?? '', label]])));
}

describe('a comparison of scores', () => {
  it('leaves tasks without a rubric out, those that an agent failed at too', () => {
    const given = ['x', 'y'].flatMap((agent): Given[] => [
      { agent, task: 'a', labels: [['satisfied']] },
      { agent, task: 'b', labels: agent === 'x' ? 'failed' : [] },
    ]);
    const both = compared([taskOf('a', [1]), taskOf('b', [], { rubric: undefined })], given);
    expect(both).toMatchObject({ overall: { mean: 0, n: 1 }, onlyFirst: 0, onlySecond: 0, bounds: null });
    expect(both?.variance.a).toEqual([]);
    const failures = ['x', 'y'].map((agent): Given => ({ agent, task: 'b', labels: 'failed' }));
    expect(compared([taskOf('b', [], { rubric: undefined })], failures)).toBeUndefined();
  });

  it('leaves an axis out of a task that has only flaws on it, where one of them failed too', () => {
    const rubric = [
      { id: 'c01', criterion: 'One.', weight: 1, axis: 'depth' },
      { id: 'c02', criterion: 'Two.', weight: -1, axis: 'form' },
    ];
    const given: Given[] = [
      { agent: 'x', task: 'a', labels: [['satisfied', 'satisfied']] },
      { agent: 'y', task: 'a', labels: [['satisfied', 'unsatisfied']] },
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

  it('takes the spread between trials of the judge from the criteria that all of them judged', () => {
    // Of the second criterion alone 100, 100 and 0: s^2 = 3333.33.
    const labels: Given['labels'] = [
      [undefined, 'satisfied'],
      ['unsatisfied', 'satisfied'],
      ['satisfied', 'unsatisfied'],
    ];
    const both = compared(
      [taskOf('a', [1, 1])],
      ['x', 'y'].map((agent) => ({ agent, task: 'a', labels })),
    );
    expect(both?.variance.a).toEqual([{ of: ['trials'], sd: expect.closeTo(Math.sqrt(10_000 / 3), 9) as number, negative: false }]);
  });

  it('is made on the criteria judged for both, beside bounds for what is missing', () => {
    const [s, p, u, n] = ['satisfied', 'partial', 'unsatisfied', undefined] as const;
    // Five tasks: weights, labels of x and labels of y.
    const rows: readonly (readonly [number[], (Label | undefined)[], (Label | undefined)[]])[] = [
      [
        [2, 1, 1, 1],
        [s, s, n, n],
        [s, s, u, u],
      ],
      [
        [1, 1, 3, 1],
        [s, p, n, u],
        [s, s, u, u],
      ],
      [
        [1, 2, 1, 1],
        [s, s, s, n],
        [p, s, s, u],
      ],
      [
        [1, 1, 1, 2],
        [s, u, s, u],
        [s, u, s, s],
      ],
      [
        [2, 2, 1, 1],
        [s, n, s, s],
        [s, u, s, p],
      ],
    ];
    const tasks = rows.map(([weights], i) => taskOf(`t${i}`, weights));
    const given = rows.flatMap(([, x, y], i): Given[] => [
      { agent: 'x', task: `t${i}`, labels: [x] },
      { agent: 'y', task: `t${i}`, labels: [y] },
    ]);
    const both = compared(tasks, given);
    // 0, -16.67, 12.5, -40 and 12.5; the rewards as they are would say +17.67.
    expect(both?.overall).toMatchObject({
      mean: expect.closeTo(-6.333333, 6) as number,
      se: expect.closeTo(9.974272, 6) as number,
      ci: [expect.closeTo(-34.026353, 5), expect.closeTo(21.359687, 5)],
      p: expect.closeTo(0.559955, 6) as number,
    });
    expect(both?.bounds).toEqual([expect.closeTo(-6, 9), expect.closeTo(22.666667, 6)]);
    expect(both?.coverage).toEqual({ a: 0.75, b: 1 });
  });
});
