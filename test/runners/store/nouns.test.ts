import { beforeEach, describe, expect, it } from 'vitest';
import type { Question, Verdict } from '../../../judge/checklist/verdict.ts';
import { AgentError } from '../../../judge/errors.ts';
import type { CallResult } from '../../../judge/judge.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { type ComparisonKey, storeComparison } from '../../../runners/store/comparisons.ts';
import { canonicalJson } from '../../../runners/store/identity.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { storeRun, sweepRuns } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeCriteria, storedTask, storeTask } from '../../../runners/store/tasks.ts';
import { latestAttempt, reportText, storeFailure, storeTrial } from '../../../runners/store/trials.ts';
import { labelOf, owedQuestions, storedLabel, storeResult } from '../../../runners/store/verdicts.ts';
import { count, stored, taskOf } from '../work.ts';

let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});
const at = '2026-01-01T00:00:00.000Z';

describe('storing', () => {
  it('interns a task by content, and reads it back as it was', () => {
    const task = taskOf('a', [2, -1], { track: 'general', notes: 'Dates matter.', tags: { kind: 'fact', year: 2026 } });
    const [one, two] = stored(store, [task, task]);
    expect(one?.id).toBe(two?.id);
    expect(storedTask(store, one?.id ?? 0).task).toEqual(task);
  });

  it('gives a changed rubric another task on the same query, sharing criteria whose words and sign are the same', () => {
    const [before, after, flipped] = stored(store, [taskOf('a', [2, 1]), taskOf('a', [3, 1]), taskOf('a', [3, -1])]);
    expect(after?.id).not.toBe(before?.id);
    expect(after?.queryId).toBe(before?.queryId);
    expect([...(after?.criteria.values() ?? [])]).toEqual([...(before?.criteria.values() ?? [])]);
    expect(flipped?.criteria.get('c02')).not.toBe(before?.criteria.get('c02'));
  });

  it('stores criteria without a task, and finds them again in a task that asks the same', () => {
    const { query, rubric = [] } = taskOf('t1');
    const alone = storeCriteria(store, query, rubric);
    expect([count(store, 'task'), count(store, 'query'), count(store, 'criterion')]).toEqual([0, 0, rubric.length]);
    expect(storeTask(store, 'bench', taskOf('t1')).criteria).toEqual(alone);
    expect(count(store, 'criterion')).toBe(rubric.length);
    expect([...storeCriteria(store, `${query}?`, rubric).values()].some((id) => [...alone.values()].includes(id))).toBe(false);
  });

  it('keeps how code decides a criterion, which makes it another one than the same words without', () => {
    const check = { kind: 'count' as const, of: 'Art\\. \\d+', min: 3 };
    const plain = { id: 'c1', criterion: 'Names three articles.', weight: 1 };
    const [coded, judged] = stored(store, [taskOf('a', [1], { rubric: [{ ...plain, check }] }), taskOf('a', [1], { rubric: [plain] })]);
    expect(storedTask(store, coded?.id ?? 0).task.rubric).toEqual([{ ...plain, check }]);
    expect(coded?.criteria.get('c1')).not.toBe(judged?.criteria.get('c1'));
  });

  it('keeps the same words twice in one rubric apart', () => {
    const task = taskOf('a', [1, 1], { rubric: [1, 2].map((n) => ({ id: `c${n}`, criterion: 'Names a source.', weight: 1 })) });
    const [one] = stored(store, [task]);
    expect(new Set(one?.criteria.values()).size).toBe(2);
  });

  it('refuses an agent whose name stands for another configuration', () => {
    storeAgent(store, { name: 'x', identity: { kind: 'command', command: ['a'] } });
    expect(storeAgent(store, { name: 'x', identity: { command: ['a'], kind: 'command' } })).toBe(1);
    expect(() => storeAgent(store, { name: 'x', identity: { kind: 'command', command: ['b'] } })).toThrow(
      /agent "x" is in :memory: with another configuration/,
    );
  });

  it('counts the newest attempt and keeps the others', () => {
    const [task] = stored(store, [taskOf('a')]);
    const attempted = { agentId: storeAgent(store, { name: 'x', identity: {} }), queryId: task?.queryId ?? 0, repeat: 1, at };
    storeFailure(store, attempted, new AgentError('agent', 'it gave up'), 3);
    expect(latestAttempt(store, 1, attempted.queryId, 1)).toEqual({ reportId: null, fault: 'agent', error: 'it gave up', at });
    const reportId = storeTrial(store, attempted, { report: 'Text.', usage: { inputTokens: 5 } }, 4);
    expect(latestAttempt(store, 1, attempted.queryId, 1)).toEqual({ reportId, fault: null, error: null, at });
    expect(reportText(store, reportId)).toBe('Text.');
    expect(latestAttempt(store, 1, attempted.queryId, 2)).toBeUndefined();
    expect(count(store, 'trial')).toBe(2);
  });

  it('keeps the first verdict on a question, and owes questions without one', () => {
    const task = storeTask(store, 'bench', taskOf('a', [1, 1]));
    const attempted = { agentId: storeAgent(store, { name: 'x', identity: {} }), queryId: task.queryId, repeat: 1, at };
    const reportId = storeTrial(store, attempted, { report: 'Text.' }, 4);
    const judgeId = storeJudge(store, { name: 'j', identity: { kind: 'model' } });
    const judged = { judgeId, reportId, criteria: task.criteria };
    const question = { criterion: 'c01', trial: 1 };
    const verdict = (label: 'satisfied' | 'partial') => ({
      answers: [{ question, answer: { label, reason: 'r', quotes: [{ text: 'q', verified: true, start: 0, end: 1 }] } }],
      unscored: [],
    });
    storeResult(store, judged, verdict('partial'), () => at);
    storeResult(store, judged, verdict('satisfied'), () => at);
    expect(storedLabel(store, judged, question)).toBe('partial');
    expect(owedQuestions(store, { judgeId, reportId, criteria: task.criteria }, 2)).toEqual([
      { criterion: 'c02', trial: 1 },
      { criterion: 'c01', trial: 2 },
      { criterion: 'c02', trial: 2 },
    ]);
  });

  it('passes over what is there already, and nothing that is incomplete', () => {
    const task = storeTask(store, 'bench', taskOf('a', [1]));
    const judged = { judgeId: 1, reportId: 1, criteria: task.criteria };
    const result = (label: string) =>
      ({
        answers: [{ question: { criterion: 'c01', trial: 1 }, answer: { label, reason: '', quotes: [] } }],
        unscored: [],
      }) as unknown as CallResult<Question, Verdict>;
    expect(() => storeResult(store, judged, result('mostly'), () => at)).toThrow('NOT NULL constraint failed: verdict.label');
    const key = { judgeId: 1, queryId: 1, firstReport: 1, secondReport: 2, dimension: 'overall', briefHash: '', trial: 1 } as const;
    const comparison = { outcome: 'tie', reason: '', quotes: [] } as const;
    expect(() => storeComparison(store, key as unknown as ComparisonKey, comparison, at)).toThrow(
      'NOT NULL constraint failed: comparison.masked_hash',
    );
  });

  it('plans a run once, however often the command is given, and reads back the newest tasks', () => {
    const old = storeTask(store, 'bench', taskOf('a', [1]));
    const agentId = storeAgent(store, { name: 'x', identity: {} });
    const plan = { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 2, judgeTrials: 1, at };
    storeRun(store, { ...plan, tasks: [old] });
    storeRun(store, { ...plan, tasks: [old] });
    expect(count(store, 'run')).toBe(1);
    const edited = storeTask(store, 'bench', taskOf('a', [2]));
    storeRun(store, { ...plan, tasks: [edited] });
    expect(sweepRuns(store, 's')).toMatchObject([{ benchmark: 'bench', agent: 'x', repeats: 2, tasks: [{ id: edited.id }] }]);
    storeRun(store, { ...plan, tasks: [old] });
    expect(sweepRuns(store, 's')).toMatchObject([{ tasks: [{ id: old.id }] }]);
  });

  it('gives every agent of a sweep the same version of a task, as long as it asks the same', () => {
    const [old, edited, reworded] = stored(store, [taskOf('a', [1]), taskOf('a', [2]), taskOf('a', [2], { query: 'What else?' })]);
    const plan = (agent: string, task: typeof old) => {
      const agentId = storeAgent(store, { name: agent, identity: {} });
      const tasks = task === undefined ? [] : [task];
      storeRun(store, { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at, tasks });
    };
    plan('x', old);
    plan('y', edited);
    const shown = () => sweepRuns(store, 's').map(({ agent, tasks }) => `${agent} ${tasks.map(({ id }) => id).join()}`);
    expect(shown()).toEqual([`x ${edited?.id}`, `y ${edited?.id}`]);
    plan('y', reworded);
    expect(shown()).toEqual([`y ${reworded?.id}`]);
  });

  it('knows three labels and no fourth', () => {
    expect([0, 1, 2].map(labelOf)).toEqual(['unsatisfied', 'partial', 'satisfied']);
    expect(() => labelOf(3)).toThrow('label 3');
  });
});

describe('identity', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(canonicalJson({ b: { d: 1, c: [2, { f: 1, e: undefined }] }, a: null })).toBe('{"a":null,"b":{"c":[2,{"f":1}],"d":1}}');
  });
});
