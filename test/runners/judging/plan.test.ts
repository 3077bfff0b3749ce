import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AgentError } from '../../../judge/errors.ts';
import type { Agent } from '../../../runners/agents/agent.ts';
import { judgeSchema, openJudge } from '../../../runners/judges/open.ts';
import { estimatePlan } from '../../../runners/judging/plan.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { Store } from '../../../runners/store/store.ts';
import type { StoredTask } from '../../../runners/store/tasks.ts';
import { judgeDeps } from '../judge-deps.ts';
import { agentOf, good, LONG, runWith, stored, taskOf } from '../work.ts';

let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

const stamp = { date: '2026-01-01', source: 'a test' };
const prices = { rates: [], models: [{ model: 'm', currency: 'USD', input: 1, output: 5, ...stamp }] };

/** The judge that `runWith` uses, as far as a plan looks at it. */
function plan(
  agent: Agent,
  tasks: readonly StoredTask[],
  more: { criteriaPerCall?: number; trials?: number; retryFailed?: boolean; model?: string } = {},
) {
  const { criteriaPerCall = 1, trials = 1, retryFailed = false, model = 'm' } = more;
  const row = store.sql<[], { id: number }>('SELECT id FROM judge').get();
  const config = judgeSchema.parse({ kind: 'model', model, url: 'http://127.0.0.1:9/v1', criteriaPerCall, trials });
  const { panel: _, ...judge } = openJudge(config, judgeDeps());
  onTestFinished(() => judge.close());
  const id = row?.id ?? storeJudge(store, judge.checklist);
  return estimatePlan(store, [{ agentId: storeAgent(store, agent), name: agent.name, agent, repeats: 1, tasks }], {
    judge: { ...judge, id },
    prices,
    retryFailed,
  });
}

describe('a plan', () => {
  it('counts trials, criteria and calls that are owed, and what they would cost', () => {
    const tasks = stored(store, [taskOf('a', [1, 1, 1, -1]), taskOf('b', [1])]);
    const estimate = plan(agentOf('x'), tasks);
    expect(estimate).toMatchObject({ attempts: 2, reused: 0, criteria: 5, calls: 5 });
    // 5 verdicts of 200 tokens.
    expect(estimate.tokens.output).toBe(1000);
    expect(estimate.judgeCost?.amount).toBeCloseTo((estimate.tokens.input * 1 + 1000 * 5) / 1e6, 12);
  });

  it('batches criteria of one sign and one trial, as the judge does', () => {
    // 3 wanted and 1 flaw at 2 a call: 2 + 1 calls, in each of 3 trials.
    const tasks = stored(store, [taskOf('a', [1, 1, 1, -1])]);
    expect(plan(agentOf('x'), tasks, { criteriaPerCall: 2, trials: 3 }).calls).toBe(9);
  });

  it('owes nothing of what is stored, and one call for one criterion left over', async () => {
    const agent = agentOf('x');
    const tasks = stored(store, [taskOf('a')]);
    await runWith(store, [{ agent, tasks }], {
      complete: async (request, signal) =>
        request.user.includes('thing 2') ? { text: 'no', finish: 'stop', usage: undefined } : good(request, signal),
    });
    expect(plan(agent, tasks)).toMatchObject({ attempts: 0, reused: 1, criteria: 1, calls: 1 });
    await runWith(store, [{ agent, tasks }]);
    expect(plan(agent, tasks)).toMatchObject({ criteria: 0, calls: 0, tokens: { input: 0, output: 0 }, judgeCost: { amount: 0 } });
  });

  it('leaves out what an agent failed at, unless that is to be attempted again', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const agent = agentOf('x', () => {
      throw new AgentError('agent', 'it gave up');
    });
    await runWith(store, [{ agent, tasks }]);
    expect(plan(agent, tasks)).toMatchObject({ attempts: 0, calls: 0 });
    expect(plan(agent, tasks, { retryFailed: true })).toMatchObject({ attempts: 1, calls: 3 });
  });

  it('counts nothing for reports that are not there to be read but how many they are', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const there = new Set(['a']);
    const agent = agentOf('x', undefined, { rereads: true, has: (task) => there.has(task) });
    expect(plan(agent, tasks)).toMatchObject({ attempts: 1, missing: 1, criteria: 3, calls: 3 });
    await runWith(store, [{ agent, tasks }]);
    // What was stored and is there no longer would not be judged either.
    there.clear();
    expect(plan(agent, tasks)).toMatchObject({ attempts: 0, reused: 0, missing: 2, criteria: 0 });
  });

  it('knows no cost of a model without a price: it is not nothing', () => {
    const tasks = stored(store, [taskOf('a')]);
    expect(
      plan(
        agentOf('x', () => ({ report: LONG })),
        tasks,
        { model: 'unheard of' },
      ).judgeCost,
    ).toBeNull();
  });
});
