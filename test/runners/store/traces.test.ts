import { expect, it } from 'vitest';
import type { TraceEvent } from '../../../runners/agents/trace.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { traces } from '../../../runners/store/traces.ts';
import { holdsReply, storeTrial } from '../../../runners/store/trials.ts';
import { count, stored, taskOf } from '../work.ts';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';
const SEARCH: TraceEvent = { turn: 1, kind: 'tool', name: 'search', input: { q: 'gold' }, output: ['a', null], seconds: 0.25 };
const THOUGHT: TraceEvent = { turn: 1, kind: 'message', output: 'so', usage: { outputTokens: 3 }, at: LATER };

function setUp() {
  const store = new Store(':memory:', { mode: 'write' });
  const [task, other] = stored(store, [taskOf('t1'), taskOf('t2')]);
  if (task === undefined || other === undefined) throw new Error('no task');
  const agentId = storeAgent(store, { name: 'writer', identity: { kind: 'test' } });
  storeRun(store, {
    sweep: 's',
    benchmark: 'bench',
    agentId,
    judgeId: undefined,
    repeats: 2,
    judgeTrials: 1,
    at: AT,
    tasks: [task, other],
  });
  storeRun(store, { sweep: 'one', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: AT, tasks: [task] });
  const attempt = (of: typeof task, repeat = 1) => ({ agentId, queryId: of.queryId, repeat, at: AT });
  return { store, task, other, attempt };
}

it('events come back in order, with the trial that they belong to; one without a time has that of its writing', () => {
  const { store, task, attempt } = setUp();
  storeTrial(store, attempt(task), { report: 'r', trace: [SEARCH, THOUGHT] }, 1);
  const trial = { benchmark: 'bench', task: 't1', agent: 'writer', repeat: 1 };
  expect([...traces(store, {})]).toEqual([
    { ...trial, ...SEARCH, at: AT },
    { ...trial, ...THOUGHT },
  ]);
});

it('only trials that count are read, and of a sweep only what it planned', () => {
  const { store, task, other, attempt } = setUp();
  const event = (output: string): TraceEvent => ({ turn: 1, kind: 'message', output });
  storeTrial(store, attempt(task), { report: 'old', trace: [event('replaced')] }, 1);
  storeTrial(store, attempt(task), { report: 'new', trace: [event('first')] }, 1);
  storeTrial(store, attempt(task, 2), { report: 'second', trace: [event('second')] }, 1);
  storeTrial(store, attempt(other), { report: 'other', trace: [event('other')] }, 1);
  const said = (selection: Parameters<typeof traces>[1]) => [...traces(store, selection)].map(({ output }) => output);
  expect(said({})).toEqual(['first', 'second', 'other']);
  expect(said({ sweep: 'one' })).toEqual(['first']);
  expect(said({ benchmark: 'elsewhere' })).toEqual([]);
});

it('a report that is read again is another trial where its trace has changed', () => {
  const { store, task, attempt } = setUp();
  storeTrial(store, attempt(task), { report: 'r', trace: [SEARCH, THOUGHT] }, undefined);
  const holds = (trace: readonly TraceEvent[]) => holdsReply(store, attempt(task), { report: 'r', trace });
  expect(holds([SEARCH, THOUGHT])).toBe(true);
  expect(holds([SEARCH])).toBe(false);
  expect(holds([SEARCH, { ...THOUGHT, output: 'no' }])).toBe(false);
  expect(holds([SEARCH, { ...THOUGHT, at: AT }])).toBe(false);
  expect(count(store, 'trace')).toBe(2);
});
