/** Battles in the loop and in the store: both orders, flips, several judges, resuming, and what is read back. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallResult } from '../../../judge/judge.ts';
import { Stopped } from '../../../judge/model/ask.ts';
import { Limit } from '../../../judge/model/limit.ts';
import type { CompareRequest, Comparer } from '../../../judge/pairwise/compare.ts';
import type { Comparison, Dimension } from '../../../judge/pairwise/comparison.ts';
import { pairUp } from '../../../reports/pair-up.ts';
import { type BattleDeps, runBattles } from '../../../runners/battles/battles.ts';
import { battlingText, contestantsOf } from '../../../runners/battles/contestants.ts';
import { type BattleProgress, settled } from '../../../runners/judging/progress.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { battleRows } from '../../../runners/store/battles.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { type StoredTask, storeTask } from '../../../runners/store/tasks.ts';
import { storeAbsentReport, storeBareTrial, storeTrial } from '../../../runners/store/trials.ts';
import { LONG, taskOf } from '../work.ts';

interface Said {
  readonly comparison?: Comparison;
  readonly unscored?: string;
}
type Say = (request: CompareRequest) => Said;

/** As a comparer hands over what one call brought. */
function resultOf({ comparison, unscored }: Said, { dimension: question }: CompareRequest): CallResult<Dimension, Comparison> {
  return {
    answers: comparison === undefined ? [] : [{ question, answer: comparison }],
    unscored: unscored === undefined ? [] : [{ question, error: unscored }],
    ...(comparison !== undefined && { call: { usage: undefined } }),
  };
}

/** Prefers the report that holds more exclamation marks. */
const fair: Say = ({ a, b }) => {
  const difference = a.split('!').length - b.split('!').length;
  const outcome = difference > 0 ? 'a' : difference < 0 ? 'b' : 'tie';
  return { comparison: { outcome, reason: '', quotes: [] } };
};
/** Always prefers what is shown first. */
const biased: Say = () => ({ comparison: { outcome: 'a', reason: '', quotes: [] } });

function comparerOf(name: string, say: Say): { comparer: Comparer; asked: CompareRequest[] } {
  const asked: CompareRequest[] = [];
  const comparer: Comparer = {
    name,
    identity: { kind: 'model-pairwise', name },
    async judge(request, sink) {
      asked.push(request);
      await sink(resultOf(say(request), request));
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

/** Hands in what the best agent has on t1. */
function addTwin(store: Store): void {
  const task = storeTask(store, 'bench', taskOf('t1'));
  const agentId = storeAgent(store, { name: 'twin', identity: { kind: 'command', name: 'twin' } });
  storeRun(store, { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks: [task] });
  storeTrial(store, { agentId, queryId: task.queryId, repeat: 1, at: 'now' }, { report: `${LONG} t1!!` }, 1);
}

type More = Partial<BattleDeps> & { readonly names?: readonly string[] };

/** Everybody against everybody. */
async function fight(store: Store, comparers: readonly Comparer[], { names, ...more }: More = {}): Promise<BattleProgress> {
  const contestants = contestantsOf(store, 's');
  const deps: BattleDeps = {
    store,
    stop: new Stop(),
    judges: comparers.map((comparer) => ({
      pairwise: comparer,
      id: store.transaction(() => storeJudge(store, comparer)),
      limit: new Limit(4),
      trials: 1,
    })),
    dimensions: ['overall'],
    from: { sweep: 's' },
    now: () => 'now',
    onProgress: () => {},
    ...more,
  };
  const batches = pairUp('round-robin', { seed: 1 })(contestants);
  return runBattles({ ...contestants, agents: names ?? contestants.agents }, batches, deps);
}

describe('battles', () => {
  it('ask in both orders, and read back as the better agent wins', async () => {
    const store = storeWithReports();
    const { comparer, asked } = comparerOf('m', fair);
    const progress = await fight(store, [comparer]);
    // 3 pairs on 2 tasks, both orders.
    expect(asked).toHaveLength(12);
    expect(progress).toMatchObject({ pairs: 6, battles: 6, flipped: 0 });
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

  it('read back with what was said in each order only where it is asked for', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', fair).comparer]);
    store.sql('UPDATE comparison SET first_score = 7, second_score = 3, confidence = 0.5').run();
    // In words only where the older of two reports was shown first.
    store.sql(`INSERT INTO evidence (id, reason, quotes) VALUES (1000, 'why', '[{"text":"q","verified":true,"of":"a"}]')`).run();
    store.sql('UPDATE comparison SET evidence_id = CASE WHEN first_report < second_report THEN 1000 END').run();
    const [plain] = battleRows(store, {});
    const [row] = battleRows(store, { words: true });
    expect(Object.keys(plain ?? {})).not.toContain('reasons');
    // b is the older: 'best' wrote after 'fair'. Both orders gave 7 to what they showed first.
    const words = {
      reasons: [null, 'why'],
      // a of the comparison is b of the battle.
      quotes: [null, [{ text: 'q', verified: true, of: 'b' }]],
      scores: [
        [7, 3],
        [3, 7],
      ],
      confidences: [0.5, 0.5],
    };
    expect(row).toEqual({ ...plain, ...words });
  });

  it('detect a judge that prefers a side, and make its battles ties', async () => {
    const store = storeWithReports();
    const progress = await fight(store, [comparerOf('biased', biased).comparer]);
    expect(progress).toMatchObject({ battles: 6, flipped: 6 });
    expect([...battleRows(store, {})].every(({ outcome, flipped }) => outcome === 'tie' && flipped)).toBe(true);
  });

  it('resume: what is stored is not asked again', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', fair).comparer]);
    const again = comparerOf('m', fair);
    expect(await fight(store, [again.comparer])).toMatchObject({ battles: 6, cached: 12 });
    expect(again.asked).toHaveLength(0);
  });

  it('ask again where a task has other notes, and count what was said under the newest ones', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', biased).comparer]);
    const noted = store.transaction(() => storeTask(store, 'bench', taskOf('t1', undefined, { notes: 'Figures decide.' })));
    for (const name of ['poor', 'fair', 'best']) {
      const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
      storeRun(store, {
        sweep: 's',
        benchmark: 'bench',
        agentId,
        judgeId: undefined,
        repeats: 1,
        judgeTrials: 1,
        at: 'now',
        tasks: [noted],
      });
    }
    expect([...battleRows(store, {})].map(({ task }) => task)).toEqual(['t2', 't2', 't2']);
    const again = comparerOf('m', fair);
    expect(await fight(store, [again.comparer])).toMatchObject({ judged: 6, cached: 6 });
    expect(new Set(again.asked.map(({ notes }) => notes))).toEqual(new Set(['Figures decide.']));
    expect([...battleRows(store, {})].map(({ task, flipped }) => `${task} ${flipped}`)).toEqual([
      't1 false',
      't1 false',
      't1 false',
      't2 true',
      't2 true',
      't2 true',
    ]);
  });

  it('of a sweep stay when another sweep plans an edited task, and when only some agents are planned on it', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', fair).comparer]);
    const found = (sweep?: string) => [...battleRows(store, { sweep })].map(({ task, a, b }) => `${task} ${a} ${b}`);
    const before = found('s');
    expect(before).toHaveLength(6);
    const planned = (sweep: string, agent: string, ...tasks: StoredTask[]) => {
      const agentId = storeAgent(store, { name: agent, identity: { kind: 'command', name: agent } });
      storeRun(store, { sweep, benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
    };
    const edited = storeTask(store, 'bench', taskOf('t1', [5]));
    planned('other', 'fair', edited);
    expect([found('s'), found('other'), found()]).toEqual([before, [], before]);
    planned('s', 'fair', edited);
    expect(found('s')).toEqual(before);
    // Another query has other reports.
    planned('other', 'fair', storeTask(store, 'bench', taskOf('t1', [5], { query: 'What else?' })));
    expect([found('s'), found('other'), found()]).toEqual([before, [], before.slice(3)]);
    expect(battlingText(store, 'fair', 'bench', 't1')).toBeUndefined();
    planned('other', 'fair', edited);
    expect(found()).toEqual(before);
    expect(battlingText(store, 'fair', 'bench', 't1')).toBe(`${LONG} t1!`);
  });

  it('ask again in another language of the prompt, and take the first answers again when it is changed back', async () => {
    const store = storeWithReports();
    const planned = (language: string) => {
      const tasks = ['t1', 't2'].map((id) => storeTask(store, 'bench', taskOf(id, undefined, { language })));
      for (const name of ['poor', 'fair', 'best']) {
        const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
        storeRun(store, { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
      }
    };
    const flips = () => [...battleRows(store, { sweep: 's' })].map(({ flipped }) => flipped);
    await fight(store, [comparerOf('m', fair).comparer], { now: () => '2026-01-01' });
    planned('zh');
    expect(await fight(store, [comparerOf('m', biased).comparer], { now: () => '2026-01-02' })).toMatchObject({ judged: 12, cached: 0 });
    expect(flips()).toEqual(Array(6).fill(true));
    planned('zh-TW');
    expect(await fight(store, [comparerOf('m', biased).comparer])).toMatchObject({ judged: 0, cached: 12 });
    planned('en');
    expect(await fight(store, [comparerOf('m', biased).comparer])).toMatchObject({ judged: 0, cached: 12 });
    expect(flips()).toEqual(Array(6).fill(false));
  });

  it('ask again where a name is newly masked in one of the reports, and not for a name that stands in none', async () => {
    const store = storeWithReports();
    const say = (name: string, day: number, how: Say) => {
      const { comparer, asked } = comparerOf('m', how);
      const names = ['poor', 'fair', 'best', name];
      return fight(store, [comparer], { names, now: () => `2026-01-0${day}` }).then((progress) => ({ ...progress, asked }));
    };
    await say('nobody', 1, biased);
    expect(await say('nothing', 2, biased)).toMatchObject({ judged: 0, cached: 12 });
    // The reports on t1 hold it.
    expect(await say('T1', 3, fair)).toMatchObject({ judged: 6, cached: 6 });
    const rows = [...battleRows(store, {})].map(({ task, a, b, flipped }) => `${task} ${a} ${b} ${flipped}`);
    expect(rows).toEqual([
      't1 best fair false',
      't1 best poor false',
      't1 fair poor false',
      't2 best fair true',
      't2 best poor true',
      't2 fair poor true',
    ]);
  });

  it('are folded from reports that were masked alike, however far a newer look has come', async () => {
    const store = storeWithReports();
    await fight(store, [comparerOf('m', fair).comparer], { now: () => '2026-01-01' });
    const half: Say = (request) => (request.a.includes('!') ? { unscored: 'cut short' } : biased(request));
    await fight(store, [comparerOf('m', half).comparer], { names: ['t1'], now: () => '2026-01-02' });
    expect([...battleRows(store, {})].map(({ flipped }) => flipped)).toEqual(Array(6).fill(false));
  });

  it('in two benchmarks with the same query are told apart by their notes', async () => {
    const store = storeWithReports();
    const noted = storeTask(store, 'noted', taskOf('t1', undefined, { notes: 'Figures decide.' }));
    for (const name of ['poor', 'best']) {
      const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
      storeRun(store, {
        sweep: 's',
        benchmark: 'noted',
        agentId,
        judgeId: undefined,
        repeats: 1,
        judgeTrials: 1,
        at: 'now',
        tasks: [noted],
      });
    }
    await fight(store, [comparerOf('m', (request) => (request.notes === undefined ? fair(request) : biased(request))).comparer]);
    const found = (benchmark: string) => [...battleRows(store, { benchmark })].map(({ flipped }) => flipped);
    expect([found('bench'), found('noted')]).toEqual([Array(6).fill(false), [true]]);
  });

  it('never show an agent the judge could know', async () => {
    const store = storeWithReports();
    const { comparer, asked } = comparerOf('m', fair);
    await fight(store, [comparer]);
    expect(asked[0]?.names).toEqual(['best', 'fair', 'poor']);
  });

  it('leave out a pair of which one order is unscored, count it, and ask for it next time', async () => {
    const store = storeWithReports();
    const broken: Say = (request) => (request.a.includes('t1') && !request.a.includes('!') ? { unscored: 'cut short' } : fair(request));
    const progress = await fight(store, [comparerOf('m', broken).comparer]);
    expect(progress.unscored).toBe(2);
    expect([...battleRows(store, {})]).toHaveLength(4);
    const again = comparerOf('m', fair);
    await fight(store, [again.comparer]);
    expect(again.asked).toHaveLength(2);
    expect([...battleRows(store, {})]).toHaveLength(6);
  });

  it('ask the third judge only where the first two disagree', async () => {
    const store = storeWithReports();
    const third = comparerOf('third', fair);
    const upsideDown: Say = (request) => fair({ ...request, a: request.b, b: request.a });
    await fight(store, [comparerOf('one', fair).comparer, comparerOf('two', fair).comparer, third.comparer]);
    expect(third.asked).toHaveLength(0);
    const other = storeWithReports();
    const decisive = comparerOf('third', fair);
    await fight(other, [comparerOf('one', fair).comparer, comparerOf('two', upsideDown).comparer, decisive.comparer]);
    expect(decisive.asked).toHaveLength(12);
  });

  it('ask each judge as often as it is to be asked', async () => {
    const store = storeWithReports();
    const [once, twice] = [comparerOf('once', fair), comparerOf('twice', fair)];
    const judges = [once, twice].map(({ comparer }, i) => ({
      pairwise: comparer,
      id: store.transaction(() => storeJudge(store, comparer)),
      limit: new Limit(4),
      trials: i + 1,
    }));
    const progress = await fight(store, [], { judges });
    // 6 pairs x 2 orders, once and twice.
    expect([once.asked.length, twice.asked.length, progress.wanted, settled(progress)]).toEqual([12, 24, 36, 36]);
  });

  it('of the same text are ties that nobody is asked about, and share what is said of them and of others', async () => {
    const store = storeWithReports();
    store.transaction(() => addTwin(store));
    const { comparer, asked } = comparerOf('m', fair);
    const progress = await fight(store, [comparer]);
    expect(asked.some(({ a, b }) => a === b)).toBe(false);
    // best, fair and poor meet in both orders on two tasks; their battles with the twin of best are the same ones.
    expect([asked.length, progress.wanted, settled(progress)]).toEqual([12, 18, 18]);
    const rows = [...battleRows(store, {})].map(({ task, a, b, outcome }) => `${task} ${a} ${b} ${outcome}`);
    expect(rows).toHaveLength(9);
    expect(rows).toEqual(expect.arrayContaining(['t1 best twin tie', 't1 fair twin b', 't1 poor twin b']));
  });

  it('in two benchmarks with the same query are paid for once', async () => {
    const store = storeWithReports();
    store.transaction(() => {
      const tasks = [storeTask(store, 'again', taskOf('t1'))];
      for (const name of ['poor', 'best']) {
        const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
        storeRun(store, { sweep: 's', benchmark: 'again', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
      }
    });
    const { comparer, asked } = comparerOf('m', fair);
    expect(await fight(store, [comparer])).toMatchObject({ pairs: 7, battles: 7, judged: 12, cached: 2 });
    expect(asked).toHaveLength(12);
  });

  it('that are stopped wait for what is in flight, and store it', async () => {
    const store = storeWithReports();
    const stop = new Stop();
    let asked = 0;
    const slow: Comparer = {
      name: 'slow',
      identity: { kind: 'model-pairwise', name: 'slow' },
      judge: async (request, sink) => {
        if (asked++ > 0) throw new Stopped();
        stop.stop();
        // Every other comparison has ended before this one is answered.
        for (let i = 0; i < 1000; i++) await Promise.resolve();
        await sink(resultOf(fair(request), request));
      },
    };
    const progress = await fight(store, [slow], { stop });
    expect([progress.judged, store.sql('SELECT * FROM comparison').all().length]).toEqual([1, 1]);
  });

  it('end with the failure when what was paid for cannot be stored, and ask nothing more', async () => {
    const store = storeWithReports();
    store.sql("CREATE TRIGGER full BEFORE INSERT ON comparison BEGIN SELECT RAISE(ABORT, 'no room'); END").run();
    const stop = new Stop();
    const { comparer, asked } = comparerOf('m', fair);
    const limit = new Limit(1);
    const one: Comparer = {
      ...comparer,
      judge: (request, sink, signal) =>
        limit.run(async () => {
          if (stop.stopping.aborted) throw new Stopped();
          await comparer.judge(request, sink, signal);
        }),
    };
    await expect(fight(store, [one], { stop })).rejects.toThrow('no room');
    expect(asked).toHaveLength(1);
  });

  it('leave out reports that are missing or known by verdicts only, and count them', async () => {
    const store = storeWithReports();
    store.transaction(() => {
      const tasks = ['t1', 't2'].map((id) => storeTask(store, 'bench', taskOf(id)));
      const agentId = storeAgent(store, { name: 'bare', identity: { kind: 'reports' } });
      storeRun(store, { sweep: 's', benchmark: 'bench', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
      const [task] = tasks;
      if (task === undefined) throw new Error('no task');
      const attempted = { agentId, queryId: task.queryId, repeat: 1, at: 'now' };
      storeBareTrial(store, attempted, storeAbsentReport(store, 'bare', task, 1));
    });
    const field = contestantsOf(store, 's');
    expect([field.agents, field.missing]).toEqual([['best', 'fair', 'poor'], 2]);
  });

  it('fold the two orders of one judge only, whatever others are called', async () => {
    const store = storeWithReports();
    const half: Say = (request) => (request.a.includes('!!') ? fair(request) : { unscored: 'cut short' });
    const other: Say = (request) => (request.a.includes('!!') ? { unscored: 'cut short' } : biased(request));
    const named = (version: number, say: Say): Comparer => ({
      ...comparerOf('m', say).comparer,
      identity: { kind: 'model-pairwise', version },
    });
    await fight(store, [named(1, half)]);
    await fight(store, [named(2, other)]);
    // Both know one order of the best agent's battles, and the second both orders of the others'.
    expect([...battleRows(store, {})].map(({ a, b }) => `${a} ${b}`)).toEqual(['fair poor', 'fair poor']);
  });
});
