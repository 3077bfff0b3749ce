/** Battles in the loop and in the store: both orders, flips, several judges, resuming, and what is read back. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CompareRequest, CompareRuling, Comparer } from '../../judge/compare.ts';
import { Limit } from '../../judge/limit.ts';
import { battleRows } from '../../runners/battle-rows.ts';
import { type BattleDeps, runBattles } from '../../runners/battles.ts';
import { fold } from '../../runners/comparisons.ts';
import { Control } from '../../runners/control.ts';
import { storeAgent, storeJudge, storeRun, storeTask, storeTrial } from '../../runners/facts.ts';
import { sweepField } from '../../runners/field.ts';
import { Store } from '../../runners/store.ts';
import { LONG, NO_PRICES, taskOf } from './work.ts';

type Say = (request: CompareRequest) => CompareRuling;

/** Prefers the report that holds more exclamation marks. */
const fair: Say = ({ first, second }) => {
  const difference = first.split('!').length - second.split('!').length;
  const outcome = difference > 0 ? 'first' : difference < 0 ? 'second' : 'tie';
  return { comparison: { outcome, reason: '', quotes: [] }, call: { usage: undefined } };
};
/** Always prefers what is shown first. */
const biased: Say = () => ({ comparison: { outcome: 'first', reason: '', quotes: [] }, call: { usage: undefined } });

function comparerOf(name: string, say: Say): { comparer: Comparer; asked: CompareRequest[] } {
  const asked: CompareRequest[] = [];
  const comparer: Comparer = {
    name,
    identity: { kind: 'model-pairwise', name },
    async compare(request, sink) {
      asked.push(request);
      await sink(say(request));
    },
  };
  return { comparer, asked };
}

/** Three agents, better by name, on two tasks. */
function storeWithReports(): Store {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  store.transaction(() => {
    const tasks = ['t1', 't2'].map((id) => storeTask(store, 'bench', taskOf(id)));
    for (const [i, name] of ['poor', 'fair', 'best'].entries()) {
      const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
      storeRun(store, { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
      for (const task of tasks)
        storeTrial(
          store,
          { agentId, queryId: task.queryId, repeat: 1, at: 'now' },
          { report: `${LONG} ${task.task.id}${'!'.repeat(i)}` },
          1,
        );
    }
  });
  return store;
}

async function fight(store: Store, comparers: readonly Comparer[], more: Partial<BattleDeps> = {}) {
  const field = sweepField(store, 's');
  const pairs = field.queries.flatMap(({ task, sides }) => {
    const all = [...sides.values()].sort((x, y) => (x.agent < y.agent ? -1 : 1));
    return all.flatMap((a, i) => all.slice(i + 1).map((b) => ({ task, a, b })));
  });
  return runBattles(pairs, {
    store,
    control: new Control({}, NO_PRICES),
    prices: NO_PRICES,
    comparers: comparers.map((comparer) => ({ comparer, id: store.transaction(() => storeJudge(store, comparer)), limit: new Limit(4) })),
    dimensions: ['overall'],
    trials: 1,
    names: field.agents,
    now: () => 'now',
    onProgress: () => {},
    ...more,
  });
}

describe('folding both orders', () => {
  const said = (outcome: 'first' | 'second' | 'tie', absolute: 'good' | 'fair' | 'poor' | null = null) => ({ outcome, absolute });
  it.each([
    [said('first'), said('second'), { outcome: 'a', flipped: false }],
    [said('second'), said('first'), { outcome: 'b', flipped: false }],
    [said('tie', 'good'), said('tie', 'good'), { outcome: 'tie', flipped: false, absolute: 'good' }],
    [said('tie', 'good'), said('tie', 'fair'), { outcome: 'tie', flipped: false }],
    [said('first'), said('first'), { outcome: 'tie', flipped: true }],
    [said('first'), said('tie', 'fair'), { outcome: 'tie', flipped: true }],
  ])('%j and %j make %j', (ab, ba, battle) => {
    expect(fold(ab, ba)).toEqual(battle);
  });
});

describe('battles', () => {
  it('ask in both orders, and read back as the better agent wins', async () => {
    const store = storeWithReports();
    const { comparer, asked } = comparerOf('m', fair);
    const tally = await fight(store, [comparer]);
    // 3 pairs on 2 tasks, both orders.
    expect(asked).toHaveLength(12);
    expect(tally).toMatchObject({ pairs: 6, battles: 6, flipped: 0 });
    const rows = [...battleRows(store, { sweep: 's' })];
    expect(rows.map(({ task, a, b, outcome }) => `${task} ${a} ${b} ${outcome}`)).toEqual([
      't1 best fair a',
      't1 best poor a',
      't1 fair poor a',
      't2 best fair a',
      't2 best poor a',
      't2 fair poor a',
    ]);
  });

  it('detect a judge that prefers a side, and make its battles ties', async () => {
    const store = storeWithReports();
    const tally = await fight(store, [comparerOf('biased', biased).comparer]);
    expect(tally).toMatchObject({ battles: 6, flipped: 6 });
    expect([...battleRows(store, {})].every(({ outcome, flipped }) => outcome === 'tie' && flipped)).toBe(true);
  });

  it('resume: what is stored is not asked again', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', fair).comparer]);
    const again = comparerOf('m', fair);
    expect(await fight(store, [again.comparer])).toMatchObject({ battles: 6, cached: 12 });
    expect(again.asked).toHaveLength(0);
  });

  it('never show an agent the judge could know', async () => {
    const store = storeWithReports();
    const { comparer, asked } = comparerOf('m', fair);
    await fight(store, [comparer]);
    expect(asked[0]?.names).toEqual(['best', 'fair', 'poor']);
  });

  it('leave out a pair of which one order is unscored, count it, and ask for it next time', async () => {
    const store = storeWithReports();
    const broken: Say = (request) =>
      request.first.includes('t1') && !request.first.includes('!') ? { unscored: 'cut short' } : fair(request);
    const tally = await fight(store, [comparerOf('m', broken).comparer]);
    expect(tally.unscored).toBe(2);
    expect([...battleRows(store, {})]).toHaveLength(4);
    const again = comparerOf('m', fair);
    await fight(store, [again.comparer]);
    expect(again.asked).toHaveLength(2);
    expect([...battleRows(store, {})]).toHaveLength(6);
  });

  it('ask the third judge only where the first two disagree', async () => {
    const store = storeWithReports();
    const third = comparerOf('third', fair);
    const upsideDown: Say = (request) => fair({ ...request, first: request.second, second: request.first });
    await fight(store, [comparerOf('one', fair).comparer, comparerOf('two', fair).comparer, third.comparer]);
    expect(third.asked).toHaveLength(0);
    const other = storeWithReports();
    const decisive = comparerOf('third', fair);
    await fight(other, [comparerOf('one', fair).comparer, comparerOf('two', upsideDown).comparer, decisive.comparer]);
    expect(decisive.asked).toHaveLength(12);
  });

  it('of the same text are ties that nobody is asked about', async () => {
    const store = storeWithReports();
    store.transaction(() => {
      const task = storeTask(store, 'bench', taskOf('t1'));
      const agentId = storeAgent(store, { name: 'twin', identity: { kind: 'command', name: 'twin' } });
      storeRun(store, {
        sweep: 's',
        benchmark: 'bench',
        agentId,
        judgeId: undefined,
        repeats: 1,
        judgeTrials: 1,
        at: 'now',
        tasks: [task],
      });
      storeTrial(store, { agentId, queryId: task.queryId, repeat: 1, at: 'now' }, { report: `${LONG} t1!!` }, 1);
    });
    const { comparer, asked } = comparerOf('m', fair);
    await fight(store, [comparer]);
    expect(asked.some(({ first, second }) => first === second)).toBe(false);
    const twins = [...battleRows(store, {})].filter(({ a, b }) => a === 'best' && b === 'twin');
    expect(twins.map(({ outcome }) => outcome)).toEqual(['tie']);
  });

  it('stop at a budget in calls', async () => {
    const store = storeWithReports();
    const control = new Control({ calls: 4 }, NO_PRICES);
    const { comparer, asked } = comparerOf('m', fair);
    const counted: Comparer = {
      ...comparer,
      compare: async (request, sink, signal) => {
        if (control.mayStart()) await comparer.compare(request, sink, signal);
      },
    };
    await fight(store, [counted], { control });
    // The calls of the pairs already open are in flight.
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(asked.length).toBeLessThanOrEqual(12);
  });
});
