import { beforeEach, describe, expect, it } from 'vitest';
import { AgentError, InputError, ModelError, type Spent } from '../../../judge/errors.ts';
import type { AgentReply } from '../../../runners/agents/agent.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { agentsSpent, storeFailure } from '../../../runners/store/trials.ts';
import { agentOf, answer, count, good, LONG, runWith, stored, taskOf } from '../work.ts';

let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

/** A promise and how to settle it. */
function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('the loop', () => {
  it('asks for every criterion once and for nothing when it runs again', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const agent = agentOf('x');
    // 2 tasks x 3 criteria.
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(6);
    const again = await runWith(store, [{ agent, tasks }]);
    expect(again.calls).toBe(0);
    expect(again.progress.agents[0]).toMatchObject({ reused: 2, written: 0, cached: 6, wanted: 6 });
    expect(count(store, 'trial')).toBe(2);
    expect(count(store, 'verdict')).toBe(6);
  });

  it('owes what is planned less what is stored: more tasks, repeats and judge trials cost only themselves', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const agent = agentOf('x', (task, repeat) => ({ report: `${LONG} ${task} ${repeat}` }));
    await runWith(store, [{ agent, tasks: tasks.slice(0, 1) }]);
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(3);
    expect((await runWith(store, [{ agent, tasks }], { trials: 2 })).calls).toBe(6);
    expect((await runWith(store, [{ agent, tasks, repeats: 2 }], { trials: 2 })).calls).toBe(12);
  });

  it('asks again when the judge is another: another temperature or model', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const agent = agentOf('x');
    await runWith(store, [{ agent, tasks }]);
    expect((await runWith(store, [{ agent, tasks }], { temperature: 1 })).calls).toBe(3);
    expect((await runWith(store, [{ agent, tasks }], { model: 'other' })).calls).toBe(3);
    expect(count(store, 'trial')).toBe(1);
  });

  it('keeps verdicts when only weights of a rubric change, and asks only for a criterion whose words are new', async () => {
    const agent = agentOf('x');
    await runWith(store, [{ agent, tasks: stored(store, [taskOf('a', [2, 1, -1])]) }]);
    expect((await runWith(store, [{ agent, tasks: stored(store, [taskOf('a', [5, 1, -4])]) }])).calls).toBe(0);
    expect((await runWith(store, [{ agent, tasks: stored(store, [taskOf('a', [5, 1, -4, 2])]) }])).calls).toBe(1);
  });

  it('stores a changed text of a folder as another trial and keeps the old one', async () => {
    const tasks = stored(store, [taskOf('a')]);
    let text = `${LONG} first`;
    const agent = agentOf('x', () => ({ report: text }), { rereads: true });
    await runWith(store, [{ agent, tasks }]);
    text = `${LONG} second`;
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(3);
    expect(count(store, 'trial')).toBe(2);
    expect(count(store, 'report')).toBe(2);
    text = `${LONG} first`;
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(0);
    expect(count(store, 'trial')).toBe(3);
  });

  it('stores a cost or time that is given later or corrected, and asks for no verdict again', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const given: Partial<AgentReply>[] = [
      {},
      { cost: { amount: 2, currency: 'USD', basis: 'measured' } },
      { cost: { amount: 3, currency: 'USD', basis: 'measured' }, seconds: 5, usage: { inputTokens: 7 } },
    ];
    for (const [i, more] of given.entries()) {
      const agent = agentOf('x', () => ({ report: LONG, ...more }), { rereads: true });
      const first = await runWith(store, [{ agent, tasks }]);
      expect([first.calls, count(store, 'trial')]).toEqual([i === 0 ? 3 : 0, i + 1]);
      const again = await runWith(store, [{ agent, tasks }]);
      expect([again.calls, count(store, 'trial')]).toEqual([0, i + 1]);
      expect(again.progress.agents[0]).toMatchObject({ reused: 1, written: 0, replaced: 0 });
    }
    const newest = store.sql<[], { cost: string; seconds: number }>('SELECT cost, seconds FROM trial ORDER BY id DESC LIMIT 1').get();
    expect(newest).toEqual({ cost: JSON.stringify(given[2]?.cost), seconds: 5 });
  });

  it('does not attempt again what an agent itself failed at, unless it is asked to', async () => {
    const tasks = stored(store, [taskOf('a')]);
    let attempts = 0;
    const agent = agentOf('x', () => {
      attempts++;
      throw new AgentError('agent', 'it gave up');
    });
    const first = await runWith(store, [{ agent, tasks }]);
    expect(first.progress.agents[0]).toMatchObject({ failed: 1, written: 0 });
    expect(first.progress.problems.lines()).toEqual(['x on a: it gave up']);
    expect((await runWith(store, [{ agent, tasks }])).progress.agents[0]?.failed).toBe(1);
    expect(attempts).toBe(1);
    await runWith(store, [{ agent, tasks }], { retryFailed: true });
    expect(attempts).toBe(2);
  });

  it('attempts again what failed for a fault of ours', async () => {
    const tasks = stored(store, [taskOf('a')]);
    let attempts = 0;
    const agent = agentOf('x', () => {
      if (++attempts === 1) throw new AgentError('harness', 'no process to be had');
      return { report: LONG };
    });
    await runWith(store, [{ agent, tasks }]);
    expect((await runWith(store, [{ agent, tasks }])).progress.agents[0]).toMatchObject({ written: 1, failed: 0 });
  });

  it('owes a report that does not exist yet, and does not count it as failed', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const agent = agentOf('x', (task) => (task === 'a' ? { report: LONG } : undefined));
    const { progress } = await runWith(store, [{ agent, tasks }]);
    expect(progress.agents[0]).toMatchObject({ written: 1, missing: 1, failed: 0 });
    expect(count(store, 'trial')).toBe(1);
  });

  it('keeps an agent to its own concurrency, over all benchmarks together', async () => {
    let open = 0;
    let most = 0;
    const agent = agentOf(
      'x',
      async (task) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return { report: `${LONG} ${task}` };
      },
      { concurrency: 2 },
    );
    const one = stored(store, [taskOf('a'), taskOf('b'), taskOf('c')], 'one');
    const two = stored(store, [taskOf('d'), taskOf('e'), taskOf('f')], 'two');
    await runWith(store, [
      { agent, tasks: one },
      { agent, tasks: two },
    ]);
    expect(most).toBe(2);
  });

  it('attempts and judges a query once that two benchmarks ask at the same time', async () => {
    let attempts = 0;
    const agent = agentOf('x', () => {
      attempts++;
      return { report: LONG };
    });
    const { calls } = await runWith(store, [
      { agent, tasks: stored(store, [taskOf('a')], 'one') },
      { agent, tasks: stored(store, [taskOf('a')], 'two') },
    ]);
    expect(attempts).toBe(1);
    expect(calls).toBe(3);
  });

  it('judges a text once that two agents hand in at the same time', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const same = () => ({ report: LONG });
    const { calls } = await runWith(store, [
      { agent: agentOf('x', same), tasks },
      { agent: agentOf('y', same), tasks },
    ]);
    expect(calls).toBe(3);
  });

  it('lets agents wait for a slow judge, so that reports do not pile up', async () => {
    const hold = gate();
    const tasks = stored(
      store,
      Array.from({ length: 60 }, (_, i) => taskOf(`t${i}`)),
    );
    let attempts = 0;
    const agent = agentOf('x', (task) => {
      attempts++;
      return { report: `${LONG} ${task}` };
    });
    const full = gate();
    let calls = 0;
    const running = runWith(store, [{ agent, tasks }], {
      concurrency: 2,
      complete: async (request, signal) => {
        if (++calls === 2) full.open();
        await hold.promise;
        return good(request, signal);
      },
    });
    await full.promise;
    // Turns of the event loop, with nothing to wait for, in which a loop without back-pressure writes all 60.
    for (let i = 0; i < 300; i++) {
      store.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(attempts).toBeLessThan(15);
    hold.open();
    await running;
    expect(attempts).toBe(60);
  });

  it('keeps what was stored when a permanent error ends the run, and goes on from there', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b'), taskOf('c')]);
    const agent = agentOf('x');
    let calls = 0;
    const wrongKey = runWith(store, [{ agent, tasks }], {
      concurrency: 1,
      complete: async (request, signal) => {
        if (++calls > 4) throw new ModelError('permanent', 'the key is refused');
        return good(request, signal);
      },
    });
    await expect(wrongKey).rejects.toThrow('the key is refused');
    expect(count(store, 'verdict')).toBe(4);
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(5);
  });

  it('ends the run for a report file that cannot be used, keeping the rest', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const agent = agentOf(
      'x',
      (task) => {
        if (task === 'b') throw new InputError('b.md is not UTF-8');
        return { report: LONG };
      },
      { concurrency: 1 },
    );
    await expect(runWith(store, [{ agent, tasks }])).rejects.toThrow('b.md is not UTF-8');
    expect(count(store, 'trial')).toBe(1);
  });

  it('leaves a criterion unscored that gets no valid verdict, and asks for it again next time', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const agent = agentOf('x');
    const { progress } = await runWith(store, [{ agent, tasks }], {
      complete: async (request, signal) => (request.user.includes('Says a thing 2.') ? answer('perhaps') : good(request, signal)),
    });
    expect(progress.agents[0]).toMatchObject({ judged: 2, unscored: 1 });
    expect(progress.problems.lines()[0]).toMatch(/^a c02: unscored: label/);
    expect(count(store, 'verdict')).toBe(2);
    // Each try was answered, so each was billed: 2 good ones and 2 tries of the third, since asking again did not help.
    expect(count(store, 'call')).toBe(4);
    const again = await runWith(store, [{ agent, tasks }]);
    expect(again.calls).toBe(1);
    expect(count(store, 'verdict')).toBe(3);
  });

  it('finishes what is in flight when it is stopped, and starts nothing new', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b'), taskOf('c')]);
    const stop = new Stop();
    const agent = agentOf('x');
    const hold = gate();
    const full = gate();
    let calls = 0;
    const running = runWith(store, [{ agent, tasks }], {
      stop,
      concurrency: 2,
      complete: async (request, signal) => {
        if (++calls === 2) full.open();
        await hold.promise;
        return good(request, signal);
      },
    });
    await full.promise;
    stop.stop();
    hold.open();
    await running;
    expect(calls).toBe(2);
    expect(count(store, 'verdict')).toBe(2);
    expect((await runWith(store, [{ agent, tasks }])).calls).toBe(7);
  });

  it('breaks off what is in flight when it is told twice: agents and calls alike', async () => {
    const tasks = stored(store, [taskOf('a'), taskOf('b')]);
    const stop = new Stop();
    const started = gate();
    const agent = agentOf('x', (task, _repeat, signal) =>
      task === 'a'
        ? { report: LONG }
        : new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
    );
    const running = runWith(store, [{ agent, tasks }], {
      stop,
      complete: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          started.open();
        }),
    });
    await started.promise;
    stop.abort();
    await running;
    expect(count(store, 'verdict')).toBe(0);
    // Broken off is not failed: both are owed again.
    expect(count(store, 'trial')).toBe(1);
    expect((await runWith(store, [{ agent: agentOf('x'), tasks }])).calls).toBe(6);
  });
});

describe('a budget', () => {
  const price = { currency: 'USD', date: '2026-01-01', source: 'a test' };
  const prices = {
    rates: [{ from: 'USD', to: 'CNY', rate: 7, date: '2026-01-01', source: 'a test' }],
    models: [{ model: 'm', input: 1, output: 0, ...price }],
  };
  const many = Array.from({ length: 10 }, (_, i) => taskOf(`t${i}`));

  it('in calls stops new calls and is overrun by no more than was in flight', async () => {
    const { calls, budget } = await runWith(store, [{ agent: agentOf('x'), tasks: stored(store, many) }], {
      budget: { calls: 7 },
      concurrency: 3,
    });
    expect(calls).toBeGreaterThanOrEqual(7);
    expect(calls).toBeLessThanOrEqual(7 + 2);
    expect(budget.spent()).toBe('7 calls');
    expect(count(store, 'verdict')).toBe(calls);
  });

  it('in tokens counts judge and agents together', async () => {
    // A report takes 500, a call 110 (100 in, 10 out): 500 + 5 x 110 = 1050 is the first count past 1000.
    const agent = agentOf('x', (task) => ({ report: `${LONG} ${task}`, usage: { inputTokens: 400, outputTokens: 100 } }), {
      concurrency: 1,
    });
    const tasks = stored(store, [taskOf('a', [1, 1, 1, 1, 1, 1, 1, 1, 1])]);
    const { calls, budget } = await runWith(store, [{ agent, tasks }], { budget: { tokens: 1000 }, concurrency: 1 });
    expect(calls).toBe(5);
    expect(budget.tokens).toBe(1050);
  });

  it('in money converts, and counts what an agent says that it cost', async () => {
    // Calls of 100 tokens at 1 USD a million are 0.0001 USD = 0.0007 CNY; the report says 0.001 USD = 0.007 CNY.
    const agent = agentOf('x', () => ({ report: LONG, cost: { amount: 0.001, currency: 'USD', basis: 'measured' } }));
    const { calls, budget } = await runWith(store, [{ agent, tasks: stored(store, [taskOf('a', [1, 1, 1, 1, 1])]) }], {
      budget: { money: { amount: 0.0083, currency: 'CNY' } },
      prices,
      concurrency: 1,
    });
    expect(calls).toBe(2);
    expect(budget.money).toBeCloseTo(0.0084, 10);
    expect(budget.currency).toBe('CNY');
  });

  it('in money does not count reports that were collected elsewhere', async () => {
    const agent = agentOf('x', () => ({ report: LONG, cost: { amount: 100, currency: 'USD', basis: 'estimated' } }), { rereads: true });
    const { calls } = await runWith(store, [{ agent, tasks: stored(store, [taskOf('a')]) }], {
      budget: { money: { amount: 1, currency: 'USD' } },
      prices,
    });
    expect(calls).toBe(3);
  });

  it('in money ends the run for a cost in a currency without a rate, as it is not nothing', async () => {
    const agent = agentOf('x', () => ({ report: LONG, cost: { amount: 1, currency: 'EUR', basis: 'measured' } }));
    const running = runWith(store, [{ agent, tasks: stored(store, [taskOf('a')]) }], {
      budget: { money: { amount: 5, currency: 'USD' } },
      prices,
    });
    await expect(running).rejects.toThrow('no exchange rate from EUR to USD');
    expect(count(store, 'trial')).toBe(1);
  });

  it('in money or tokens ends the run where the endpoint does not count its tokens, keeping what was paid for', async () => {
    for (const budget of [{ tokens: 1e6 }, { money: { amount: 5, currency: 'USD' } }]) {
      const open = new Store(':memory:', { mode: 'write' });
      const silent = runWith(open, [{ agent: agentOf('x'), tasks: stored(open, many) }], {
        budget,
        prices,
        concurrency: 2,
        complete: async () => ({ ...answer('partial'), usage: undefined }),
      });
      await expect(silent).rejects.toThrow('does not say how many tokens');
      expect(count(open, 'verdict')).toBeLessThanOrEqual(2);
      expect(count(open, 'verdict')).toBeGreaterThan(0);
    }
  });

  it('in tokens counts failed attempts too, and ends the run for a model of an agent whose tokens nobody counted', async () => {
    const failing = (spent: Spent) =>
      agentOf(
        'x',
        () => {
          throw new AgentError('agent', 'it used up its tokens', { spent });
        },
        { concurrency: 1 },
      );
    const planned = (spent: Spent) => [{ agent: failing(spent), tasks: stored(store, many) }];
    const { progress } = await runWith(store, planned({ usage: { inputTokens: 10, outputTokens: 60 }, model: 'm' }), {
      budget: { tokens: 100 },
    });
    // 70 + 70 tokens: the third is not attempted.
    expect(progress.agents[0]).toMatchObject({ failed: 2 });
    const silent = runWith(store, planned({ model: 'm' }), { budget: { tokens: 100 } });
    await expect(silent).rejects.toThrow('the endpoint of "m" does not say how many tokens');
    expect(count(store, 'trial')).toBe(3);
  });

  it('in money says when an agent gives no cost that it could count', async () => {
    const { progress } = await runWith(store, [{ agent: agentOf('x'), tasks: stored(store, [taskOf('a'), taskOf('b')]) }], {
      budget: { money: { amount: 5, currency: 'USD' } },
      prices,
    });
    expect(progress.problems.lines()).toEqual(['x on a and 1 more: does not say what the report took: the budget cannot count it']);
  });

  it('finds what agents cost in earlier commands of the same sweep, and nothing that was collected elsewhere', async () => {
    const tasks = stored(store, [taskOf('a')]);
    const cost = { amount: 2, currency: 'USD', basis: 'measured' } as const;
    const paid = agentOf('x', () => ({ report: LONG, cost }));
    const collected = agentOf('y', () => ({ report: LONG, cost }), { rereads: true, identity: { kind: 'reports' } });
    for (const agentId of [1, 2])
      storeRun(store, {
        sweep: 's',
        benchmark: 'bench',
        agentId,
        judgeId: 1,
        repeats: 1,
        judgeTrials: 1,
        at: '2026-01-01T00:00:00.000Z',
        tasks,
      });
    await runWith(store, [
      { agent: paid, tasks },
      { agent: collected, tasks },
    ]);
    expect([...agentsSpent(store, 's')]).toEqual([{ cost }]);
    const spent = { usage: { inputTokens: 5 }, model: 'm' };
    storeFailure(
      store,
      { agentId: 1, queryId: tasks[0]?.queryId ?? 0, repeat: 1, at: '2026-01-02' },
      new AgentError('agent', 'x', { spent }),
      1,
    );
    expect([...agentsSpent(store, 's')]).toEqual([{ cost }, spent]);
    expect([...agentsSpent(store, 'another')]).toEqual([]);
  });
});
