/** Reports too long to be shown whole: what a model found in a part of one is paid for once. */
import { expect, it } from 'vitest';
import { around } from '../../../judge/checklist/around.ts';
import { checklistPrompt } from '../../../judge/checklist/prompts.ts';
import { Limit } from '../../../judge/model/limit.ts';
import type { Complete, ModelRequest } from '../../../judge/model/model.ts';
import { createModelComparer } from '../../../judge/pairwise/compare.ts';
import { splitReport } from '../../../judge/reading/parts.ts';
import { runBattles } from '../../../runners/battles/battles.ts';
import type { Contestants } from '../../../runners/battles/contestants.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeTrial } from '../../../runners/store/trials.ts';
import { UNLIMITED } from '../../model-budget.ts';
import { agentOf, answer, count, good, runWith, stored, taskOf } from '../work.ts';

/** Of a report, and the limits of prompts that leave this much of it. */
const SMALL = 1_000;
const { query, rubric = [] } = taskOf('a', [1]);
const LIMIT = SMALL + around(checklistPrompt(3), query, rubric, 1);
const PAIR_LIMIT = 3_200;
const long = (name: string) =>
  Array.from({ length: 120 }, (_, i) => `Paragraph ${i} of ${name} says that output rose by ${i}%.`).join('\n\n');
const FOUND = JSON.stringify({ evidence: [{ id: '1', note: 'n', passages: ['output rose by 3%'] }] });
const COMPARED = JSON.stringify({
  reason: 'r',
  left_quotes: [],
  right_quotes: [],
  left_score: 5,
  right_score: 5,
  outcome: 'both_fair',
  confidence: 0.5,
});

/** Answers as the question wants it, and keeps what was asked for evidence. */
function reader(otherwise: Complete): { complete: Complete; asked: string[] } {
  const asked: string[] = [];
  const complete = async (request: ModelRequest, signal: AbortSignal) => {
    if (request.schema.name !== 'evidence') return otherwise(request, signal);
    asked.push(request.user);
    return { ...answer('satisfied'), text: FOUND };
  };
  return { complete, asked };
}

it('a run that stopped while it read a report goes on where it was', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const tasks = stored(store, [taskOf('a', [1])]);
  const agent = agentOf('x', () => ({ report: long('x') }));
  const parts = splitReport(long('x'), SMALL).length;
  expect(parts).toBeGreaterThan(2);
  const { complete, asked } = reader(good);
  const setting = { complete, contextTokens: LIMIT, concurrency: 1 };
  const first = await runWith(store, [{ agent, tasks }], { ...setting, budget: { calls: 2 } });
  expect([first.calls, count(store, 'gathered'), count(store, 'verdict')]).toEqual([2, 2, 0]);
  const second = await runWith(store, [{ agent, tasks }], setting);
  expect(second.calls).toBe(parts - 2 + 1);
  expect([new Set(asked).size, asked.length]).toEqual([parts, parts]);
  expect(store.sql<[], { parts: number }>('SELECT parts FROM verdict').all()).toEqual([{ parts }]);
});

it('the trials of a judge read for themselves', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const tasks = stored(store, [taskOf('a', [1])]);
  const { complete, asked } = reader(good);
  const agent = agentOf('x', () => ({ report: long('x') }));
  await runWith(store, [{ agent, tasks }], { complete, contextTokens: LIMIT, trials: 2 });
  expect(asked.length).toBe(2 * splitReport(long('x'), SMALL).length);
});

it('battles read each report once a dimension, whoever it meets, in this run and the next', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const [task] = stored(store, [taskOf('a')]);
  if (task === undefined) throw new Error('no task');
  const names = Array.from({ length: 12 }, (_, i) => `agent ${i}`);
  const reports = store.transaction(() =>
    names.map((name) => {
      const agentId = storeAgent(store, { name, identity: { name } });
      const report = long(`number ${names.indexOf(name)}`);
      return [name, storeTrial(store, { agentId, queryId: task.queryId, repeat: 1, at: 'now' }, { report }, 1)] as const;
    }),
  );
  // Nobody is named, so that no text is masked.
  const contestants: Contestants = { agents: [], queries: [{ key: 'q', task, reports: new Map(reports), failed: new Set() }], missing: 0 };
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => ({ query: 'q', a, b })));
  const { complete, asked } = reader(async () => ({ ...answer('satisfied'), text: COMPARED }));
  const fight = async (over: typeof pairs) => {
    const stop = new Stop();
    const limit = new Limit(16);
    const deps = { complete, limit, sleep: async () => {}, random: () => 0, budget: UNLIMITED, onRetry: () => {} };
    const comparer = createModelComparer({ name: 'm', model: 'm', temperature: 0, contextTokens: PAIR_LIMIT }, deps);
    const judge = { pairwise: comparer, id: store.transaction(() => storeJudge(store, comparer)), limit, trials: 1 };
    const more = { from: { sweep: 's' }, now: () => 'now', onProgress: () => {} };
    const dimensions = ['overall', 'depth'] as const;
    const left = [...over];
    const batches = { candidates: over, owed: [], count: over.length, next: () => left.splice(0) };
    return runBattles(contestants, batches, { store, stop, judges: [judge], dimensions, ...more });
  };
  const readIn = (requests: readonly string[]) => [...new Set(requests.map((text) => /of (number \d+) says/.exec(text)?.[1]))].sort();
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `number ${from + i}`).sort();
  expect((await fight(pairs.slice(0, 6))).battles).toBe(12);
  expect(readIn(asked)).toEqual(numbers(0, 7));
  const { length } = asked;
  expect(length).toBeGreaterThan(2 * 7);
  expect((await fight(pairs)).battles).toBe(2 * 66);
  expect(readIn(asked.slice(length))).toEqual(numbers(7, 12));
  expect(new Set(asked).size).toBe(asked.length);
});
