/** A store exported and imported into an empty one gives the same leaderboard, ratings and comparisons. */
import { expect, it } from 'vitest';
import type { Task } from '../../benchmarks/task.ts';
import { AgentError } from '../../judge/errors.ts';
import type { Complete } from '../../judge/model/model.ts';
import type { Comparison, Dimension } from '../../judge/pairwise/comparison.ts';
import { compareAgents } from '../../reports/compare-agents.ts';
import { ALL, rate } from '../../reports/rate.ts';
import { type LeaderboardOptions, readLeaderboards } from '../../reports/read-leaderboards.ts';
import { battleLines, reportLines, traceLines, verdictLines } from '../../runners/export-lines.ts';
import { importBattles } from '../../runners/import-battles.ts';
import { importReports } from '../../runners/import-reports.ts';
import { importTraces } from '../../runners/import-traces.ts';
import { importVerdicts } from '../../runners/import-verdicts.ts';
import { storeComparison } from '../../runners/store/comparisons.ts';
import { storeJudge } from '../../runners/store/judges.ts';
import { Store } from '../../runners/store/store.ts';
import { latestAttempt } from '../../runners/store/trials.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { lines, onTasks } from '../runners/exchange/verdict-files.ts';
import { agentOf, answer, LONG, runWith, stored, taskOf } from '../runners/work.ts';

const folder = testFolder();
const AT = '2026-01-01T00:00:00.000Z';
const tasks: readonly Task[] = [
  taskOf('t1', [3, 2, -1], { domain: 'STEM' }),
  taskOf('t2', [1, 1], { domain: 'Law' }),
  taskOf('t3', [2, 1], { domain: 'Law' }),
];

/** Labels that differ with the report and the criterion, and one criterion on which the judge never gives a verdict. */
const moody: Complete = async (request) => {
  const shown = JSON.stringify(request);
  if (shown.includes('Says t2 thing 2') && shown.includes(' y t2 1')) return { ...answer('partial'), text: 'no verdict' };
  const wanted = shown.length % 3;
  if (request.user.includes('"absent"')) return answer(wanted === 0 ? 'present' : 'absent');
  return answer(['satisfied', 'partial', 'unsatisfied'][wanted] ?? 'partial');
};

/** Failures, unscored criteria, two judges of one name, two trials, repeats, people's votes, flips, ties, domains. */
async function crafted(): Promise<Store> {
  const store = new Store(':memory:', { mode: 'write' });
  const kept = stored(store, tasks);
  const agents = ['x', 'y', 'z'].map((name) =>
    agentOf(name, (task, repeat) => {
      if (name === 'z' && task === 't3')
        throw new AgentError('agent', 'gave up', { spent: { usage: { inputTokens: 9, outputTokens: 1 } } });
      return {
        report: `${LONG} ${name} ${task} ${repeat} ${'.'.repeat(name.charCodeAt(0) % 5)}`,
        model: 'writer',
        usage: { inputTokens: 1000, outputTokens: 200 },
        ...(name === 'x' && { trace: [{ turn: 1, kind: 'tool' as const, name: 'search', input: { q: task }, at: AT }] }),
        ...(name === 'y' && { cost: { amount: 0.25, currency: 'USD', basis: 'measured' as const } }),
      };
    }),
  );
  const planned = agents.map((agent) => ({ agent, tasks: kept, repeats: agent.name === 'x' ? 2 : 1 }));
  await runWith(store, planned, { complete: moody, model: 'gpt-4.1', trials: 1 });
  await runWith(store, planned.slice(0, 2), { complete: moody, model: 'gpt-4.1', temperature: 1, trials: 2 });
  compare(store, kept);
  return store;
}

function compare(store: Store, kept: ReturnType<typeof stored>): void {
  const judge = (name: string, kind: string) =>
    storeJudge(store, { name, identity: { kind, name }, ...(kind === 'model' && { model: name }) });
  const [model, person] = [judge('duel', 'model'), judge('ann', 'person')];
  const report = (agent: string, queryId: number) => {
    const id = store.sql<string[], { id: number }>('SELECT id FROM agent WHERE name = ?').get(agent)?.id ?? 0;
    return latestAttempt(store, id, queryId, 1)?.reportId ?? 0;
  };
  const say = (judgeId: number, task: number, pair: [string, string], dimension: Dimension, comparison: Comparison) => {
    const { queryId = 0, brief = '' } =
      store
        .sql<number[], { queryId: number; brief: string }>('SELECT query_id AS queryId, brief_hash AS brief FROM task WHERE id = ?')
        .get(kept[task]?.id ?? 0) ?? {};
    const [firstReport, secondReport] = pair.map((agent) => report(agent, queryId)) as [number, number];
    const briefHash = judgeId === person ? '' : brief;
    storeComparison(store, { judgeId, queryId, firstReport, secondReport, dimension, briefHash, maskedHash: '', trial: 1 }, comparison, AT);
  };
  const quotes = [{ text: 'a quote', verified: true, start: 3, end: 10, of: 'a' }] as const;
  const words = { reason: 'Because.', quotes, scores: [7, 4] as const, confidence: 0.8 };
  for (const dimension of ['overall', 'depth'] as const) {
    // Settled, flipped, and a tie that both orders call fair.
    say(model, 0, ['x', 'y'], dimension, { outcome: 'a', ...words });
    say(model, 0, ['y', 'x'], dimension, { outcome: 'b', ...words });
    say(model, 1, ['x', 'y'], dimension, { outcome: 'a', ...words });
    say(model, 1, ['y', 'x'], dimension, { outcome: 'a', reason: '', quotes: [] });
    say(model, 2, ['x', 'y'], dimension, { outcome: 'tie', absolute: 'fair', ...words });
    say(model, 2, ['y', 'x'], dimension, { outcome: 'tie', absolute: 'fair', ...words });
  }
  say(person, 0, ['y', 'x'], 'overall', { outcome: 'a', reason: 'Mine.', quotes: [] });
  say(person, 1, ['x', 'z'], 'overall', { outcome: 'tie', absolute: 'poor', reason: '', quotes: [] });
}

/** All three kinds out, and into an empty store, in this order. */
async function copied(store: Store, order: readonly ('reports' | 'verdicts')[] = ['reports', 'verdicts']): Promise<Store> {
  const copy = new Store(':memory:', { mode: 'write' });
  const about = { benchmarks: onTasks(tasks), agent: undefined, sweep: 'import', at: AT };
  for (const kind of order) {
    if (kind === 'reports') await importReports(copy, { ...about, file: folder.write('reports.jsonl', lines([...reportLines(store)])) });
    else await importVerdicts(copy, { ...about, file: folder.write('verdicts.jsonl', lines([...verdictLines(store)])), judge: 'imported' });
  }
  await importTraces(copy, { ...about, file: folder.write('traces.jsonl', lines([...traceLines(store)])) });
  await importBattles(copy, {
    file: folder.write('battles.jsonl', lines([...battleLines(store)])),
    benchmark: undefined,
    judge: undefined,
  });
  return copy;
}

/** Without under which sweep and by what hash of a judge it was made: lines name both in short, or not at all. */
async function boardsOf(store: Store, options: LeaderboardOptions) {
  const { boards, ...read } = await readLeaderboards(store, options);
  return { ...read, boards: boards.map(({ provenance, ...board }) => ({ ...board, fingerprint: provenance?.fingerprint })) };
}

/** What the reading commands print as JSON, by each judge and each scale. */
async function read(store: Store) {
  const judges = [...new Set([...verdictLines(store)].map(({ judge = '' }) => judge))].sort();
  return {
    boards: await Promise.all(
      judges.flatMap((judge) => (['ternary', 'strict'] as const).map((scale) => boardsOf(store, { scale, judge, currency: 'USD' }))),
    ),
    preferred: await boardsOf(store, { scale: 'ternary', currency: 'USD' }),
    ratings: await rate(store, { dimension: ALL, method: 'davidson', bootstrap: 10, seed: 1, pairs: true }),
    compared: await Promise.all(judges.map((judge) => compareAgents(store, 'x', 'y', { scale: 'ternary', judges: [judge, 'duel'] }))),
    all: await compareAgents(store, 'x', undefined, { scale: 'ternary' }),
  };
}

it('a store with failures, unscored criteria, two judges, trials, votes, flips and ties', async () => {
  const store = await crafted();
  const { boards } = await readLeaderboards(store, { scale: 'ternary', currency: 'USD' });
  const [board] = boards;
  const y = board?.rows.find(({ agent }) => agent === 'y');
  expect(y).toMatchObject({ unscored: 1, judgeCost: { basis: 'measured' }, costPerReport: { amount: 0.25 } });
  const copy = await copied(store);
  expect([...traceLines(copy)]).toHaveLength(6);
  expect(await read(copy)).toEqual(await read(store));
  for (const exported of [reportLines, verdictLines, battleLines, traceLines]) expect([...exported(copy)]).toEqual([...exported(store)]);
});

it('the same store, its verdicts before the reports that they are on', async () => {
  const store = await crafted();
  const copy = await copied(store, ['verdicts', 'reports']);
  expect([...verdictLines(copy)]).toEqual([...verdictLines(store)]);
  expect((await read(copy)).boards).toEqual((await read(store)).boards);
});

it('a file that comes again adds nothing', async () => {
  const store = await crafted();
  const copy = await copied(store);
  const about = { benchmarks: onTasks(tasks), agent: undefined, sweep: 'import', at: AT };
  const again = await importReports(copy, { ...about, file: folder.write('reports.jsonl', lines([...reportLines(store)])) });
  expect(again).toMatchObject({ reports: 0, failed: 0 });
  expect([...reportLines(copy)]).toEqual([...reportLines(store)]);
  expect(copy.sql('SELECT count(*) AS n FROM trial').get()).toEqual(store.sql('SELECT count(*) AS n FROM trial').get());
});
