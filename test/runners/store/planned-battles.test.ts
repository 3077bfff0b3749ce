/** Battles in which an attempt failed: it loses, ties with another that failed, and is owed where nothing was attempted. */
import { expect, onTestFinished, test } from 'vitest';
import { AgentError } from '../../../judge/errors.ts';
import { Limit } from '../../../judge/model/limit.ts';
import type { Comparer } from '../../../judge/pairwise/compare.ts';
import { compareAgents } from '../../../reports/compare-agents.ts';
import { madeFrom } from '../../../reports/head-to-head/battle-source.ts';
import { pairUp } from '../../../reports/pair-up.ts';
import { rate } from '../../../reports/rate.ts';
import { runBattles } from '../../../runners/battles/battles.ts';
import { contestantsOf } from '../../../runners/battles/contestants.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { battleRows } from '../../../runners/store/battles.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { battleStatus } from '../../../runners/store/planned-battles.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeTask } from '../../../runners/store/tasks.ts';
import { storeFailure, storeTrial } from '../../../runners/store/trials.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { importFile, lines } from '../exchange/verdict-files.ts';
import { LONG, taskOf } from '../work.ts';

/** On t01 to t12 `good` has a report; `flaky` fails on nine of them, and has not tried the last one that is named. */
function storeOf(owed?: string): Store {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  store.transaction(() => {
    const tasks = Array.from({ length: 12 }, (_, i) => storeTask(store, 'e', taskOf(`t${String(i + 1).padStart(2, '0')}`)));
    for (const name of ['good', 'flaky']) {
      const agentId = storeAgent(store, { name, identity: { kind: 'command', name } });
      storeRun(store, { sweep: 's', benchmark: 'e', agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: 'now', tasks });
      tasks.forEach((task, i) => {
        if (name === 'flaky' && task.task.id === owed) return;
        const attempt = { agentId, queryId: task.queryId, repeat: 1, at: 'now' };
        if (name === 'flaky' && i % 4 !== 3) storeFailure(store, attempt, new AgentError('agent', 'exited with code 1'));
        else storeTrial(store, attempt, { report: `${LONG} by ${name}` }, 1);
      });
    }
  });
  return store;
}

async function fight(store: Store): Promise<number> {
  const contestants = contestantsOf(store, 's');
  let asked = 0;
  const pairwise: Comparer = {
    name: 'm',
    identity: { kind: 'model-pairwise', name: 'm' },
    async judge({ dimension }, sink) {
      asked++;
      await sink({ answers: [{ question: dimension, answer: { outcome: 'tie', reason: '', quotes: [] } }], unscored: [] });
    },
  };
  const judge = { pairwise, id: store.transaction(() => storeJudge(store, pairwise)), limit: new Limit(4), trials: 1 };
  const more = { from: { sweep: 's' }, now: () => 'now', onProgress: () => {} };
  const progress = await runBattles(contestants, pairUp('round-robin', { seed: 1 })(contestants), {
    store,
    stop: new Stop(),
    judges: [judge],
    dimensions: ['overall'],
    ...more,
  });
  expect(progress.wanted).toBe(asked);
  return asked;
}

test('where the judge that is asked for compared nothing, failed attempts are no battles beside its scores', async () => {
  const store = storeOf();
  await fight(store);
  const options = { scale: 'ternary', judges: ['imported'] } as const;
  const tasks = [taskOf('t04')];
  const rows = ['good', 'flaky'].map((agent) => ({ agent, task: 't04', criterion: 'c01', label: 'satisfied' }));
  await importFile(store, testFolder().write('v.jsonl', lines(rows)), tasks);
  const both = await compareAgents(store, 'good', 'flaky', options);
  expect([both.list, both.scores.length]).toEqual([[], 1]);
});

test('a failed attempt loses, is asked of no judge, and can be left out', async () => {
  const store = storeOf();
  expect(await fight(store)).toBe(6);
  const options = { scale: 'ternary', margin: 0.1 } as const;
  const [all] = (await compareAgents(store, 'good', 'flaky', options)).list;
  expect(all).toMatchObject({ overall: { wins: 9, ties: 3, losses: 0 }, planned: 12, forfeits: { queries: 9, leftOut: false } });
  expect(all?.overall.signTest.p).toBeCloseTo(0.0039, 4);
  expect(all?.verdict).toMatch(/^good beats flaky on these 12 queries \(sign test p = 0.004\)/);
  const [kept] = (await compareAgents(store, 'good', 'flaky', { ...options, withoutFailed: true })).list;
  expect(kept).toMatchObject({ overall: { wins: 0, ties: 3, losses: 0 }, planned: 12, forfeits: { queries: 9, leftOut: true } });
  const { rated, source } = await rate(store, { dimension: 'overall', method: 'davidson', bootstrap: 0, seed: 1 });
  // Twelve battled, of which a judge saw three: whoever reads the ratings is told.
  expect(source.provenance).toMatchObject({ battles: 3, failed: 9 });
  expect(madeFrom(source, 'en')).toContain(' · 3 battles, and 9 decided by an attempt that failed · ');
  expect(madeFrom(source, 'zh')).toContain('3 场对战，另有 9 场因失败而判负');
  expect(rated[0]?.fitted.rows).toMatchObject([
    { agent: 'good', unbounded: 'above', rank: [1, 1], battled: 12, planned: 12 },
    { agent: 'flaky', unbounded: 'below', rank: [2, 2], battled: 12, planned: 12 },
  ]);
});

test('how far a judge is: battles in both orders count, of those in which both wrote a report', async () => {
  const store = storeOf();
  await fight(store);
  const none = { dimension: 'overall', planned: 12, ready: 3, judge: undefined, judged: 0 };
  expect(battleStatus(store, 's')).toEqual([{ ...none, judge: 'm', judged: 3 }]);
  store.sql('DELETE FROM comparison WHERE first_report < second_report').run();
  expect(battleStatus(store, 's')).toEqual([none]);
});

test('what was not attempted is planned and owed, not lost', async () => {
  const store = storeOf('t05');
  await fight(store);
  const { list } = await compareAgents(store, 'good', 'flaky', { scale: 'ternary' });
  expect(list[0]).toMatchObject({ overall: { n: 11, wins: 8 }, planned: 12 });
});

test('two that failed tie', async () => {
  const store = storeOf();
  await fight(store);
  const agentId = storeAgent(store, { name: 'good', identity: { kind: 'command', name: 'good' } });
  const { queryId } = storeTask(store, 'e', taskOf('t01'));
  storeFailure(store, { agentId, queryId, repeat: 1, at: 'later' }, new AgentError('agent', 'gone'));
  const [first] = battleRows(store, { sweep: 's' });
  expect(first).toMatchObject({ task: 't01', a: 'flaky', b: 'good', outcome: 'tie', judge: 'no report' });
});
