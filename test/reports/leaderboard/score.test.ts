import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../benchmarks/task.ts';
import { SCALES, type Scale } from '../../../judge/checklist/reward.ts';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { AgentError, ModelError } from '../../../judge/errors.ts';
import type { ModelRequest } from '../../../judge/model/model.ts';
import type { Leaderboard } from '../../../reports/leaderboard/leaderboard.ts';
import { leaderboardNotes } from '../../../reports/leaderboard/notes.ts';
import { leaderboard } from '../../../reports/leaderboard/score.ts';
import type { Prices } from '../../../runners/judging/prices.ts';
import { chooseJudge } from '../../../runners/store/judges.ts';
import { trialRows } from '../../../runners/store/results.ts';
import { storeRun, tasksOf } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { importFile, lines } from '../../runners/exchange/verdict-files.ts';
import { agentOf, answer, good, LONG, runWith, stored, taskOf } from '../../runners/work.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});
const stamp = { date: '2026-01-01', source: 'a test' };
const prices: Prices = {
  rates: [{ from: 'USD', to: 'CNY', rate: 7, ...stamp }],
  models: [{ model: 'm', currency: 'USD', input: 1, output: 10, ...stamp }],
};

function board(
  scale: Scale = 'ternary',
  more: { judge?: string; estimates?: Map<string, { from: string; factor: number }>; currency?: string } = {},
): Leaderboard {
  const selection = { benchmark: 'bench' };
  const judge = chooseJudge(store, selection, more.judge);
  return leaderboard(tasksOf(store, selection).values(), (task) => trialRows(store, selection, task, judge.id), {
    benchmark: 'bench',
    scale,
    judge,
    prices,
    currency: more.currency ?? 'CNY',
    estimates: more.estimates ?? new Map(),
  });
}

/** Labels of one agent, by task and then in the order of its rubric. */
async function labelled(tasks: readonly Task[], agent: string, labels: readonly (readonly Label[])[], repeat = 1): Promise<void> {
  const rows = tasks.flatMap((task, i) =>
    (task.rubric ?? []).flatMap((criterion, j) => {
      const label = labels[i]?.[j];
      return label === undefined ? [] : [{ agent, task: task.id, criterion: criterion.id, label, repeat }];
    }),
  );
  await importFile(store, folder.write('labels.jsonl', lines(rows)), tasks);
}

const row = (name: string, of = board()) => of.rows.find((one) => one.agent === name);

describe('a score', () => {
  it('equals the published formula on every scale, on 1,500 random labels with negative weights', async () => {
    // The formula written out anew: sum(weight x points) / sum(positive weights), mean over tasks, x 100.
    const points: Record<Scale, (label: Label, weight: number) => number> = {
      ternary: (label) => ({ satisfied: 1, partial: 0.5, unsatisfied: 0 })[label],
      strict: (label, weight) => (weight > 0 ? (label === 'satisfied' ? 1 : 0) : label === 'unsatisfied' ? 0 : 1),
      'official-binary': (label) => (label === 'satisfied' ? 1 : 0),
      'partial-is-not': (label) => (label === 'satisfied' ? 1 : 0),
    };
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const tasks = Array.from({ length: 50 }, (_, i) =>
      taskOf(`t${i}`, [3, ...Array.from({ length: 29 }, () => random(5) + 1 - 6 * (random(8) === 0 ? 1 : 0))]),
    );
    const labels = tasks.map((task) =>
      (task.rubric ?? []).map((): Label => (['satisfied', 'partial', 'unsatisfied'] as const)[random(3)] ?? 'partial'),
    );
    expect(tasks.some((task) => task.rubric?.some((criterion) => criterion.weight < 0))).toBe(true);
    await labelled(tasks, 'x', labels);
    for (const scale of SCALES) {
      const rewards = tasks.map(({ rubric = [] }, i) => {
        const sum = rubric.reduce((total, { weight }, j) => total + weight * points[scale](labels[i]?.[j] ?? 'partial', weight), 0);
        return sum / rubric.filter(({ weight }) => weight > 0).reduce((total, { weight }) => total + weight, 0);
      });
      const expected = (100 * rewards.reduce((a, b) => a + b, 0)) / rewards.length;
      expect(Math.abs((row('x', board(scale))?.score ?? Number.NaN) - expected)).toBeLessThan(1e-9);
    }
  });

  it('has the t interval over tasks from five on, within what the rubric can give', async () => {
    const tasks = ['a', 'b', 'c', 'd', 'e'].map((id) => taskOf(id, [1, 1]));
    const [both, one, none] = [
      ['satisfied', 'satisfied'],
      ['satisfied', 'unsatisfied'],
      ['unsatisfied', 'unsatisfied'],
    ] as const;
    await labelled(tasks, 'x', [both, one, one, one, none]);
    // Rewards 100, 50, 50, 50, 0: mean 50, s^2 = 1250, se = sqrt(250) = 15.8114; t(0.975, 4) = 2.776445.
    const { score, ci, tasks: n } = row('x') ?? {};
    expect([score, n]).toEqual([50, 5]);
    expect(ci?.[0]).toBeCloseTo(50 - 2.776445 * 15.811388, 3);
    await labelled(tasks, 'y', [both, both, both, both, none]);
    expect(row('y')?.ci).toEqual([expect.closeTo(80 - 2.776445 * 20, 3), 100]);
    await labelled(tasks.slice(0, 4), 'z', [both, one, one, none]);
    expect(row('z')?.ci).toBeNull();
  });

  it('has a wider interval where tasks share a family', async () => {
    const shared = (id: string, family?: string) => taskOf(id, [1, 1, 1, 1, 1], family === undefined ? {} : { tags: { family } });
    const labels = [3, 3, 2, 2, 3, 2].map((of) => Array.from({ length: 5 }, (_, i): Label => (i < of ? 'satisfied' : 'unsatisfied')));
    const width = async (families: readonly (string | undefined)[], agent: string) => {
      await labelled(
        families.map((family, i) => shared(`${agent}${i}`, family)),
        agent,
        labels,
      );
      const [low, high] = row(agent)?.ci ?? [Number.NaN, Number.NaN];
      return high - low;
    };
    const apart = await width([undefined, undefined, undefined, undefined, undefined, undefined], 'x');
    expect(await width(['f', 'f', 'g', 'g', undefined, undefined], 'y')).toBeGreaterThan(apart);
  });

  it('without any spread has a bound and no interval', async () => {
    const tasks = ['a', 'b'].map((id) => taskOf(id, [1]));
    await labelled(tasks, 'x', [['satisfied'], ['satisfied']]);
    // 100 x 0.025^(1/2).
    expect(row('x')).toMatchObject({ score: 100, ci: null, flat: { atLeast: expect.closeTo(15.8114, 4) as number } });
  });

  it('averages repeats within a task before tasks are averaged', async () => {
    const tasks = [taskOf('a', [1]), taskOf('b', [1])];
    await labelled(tasks, 'x', [['satisfied'], ['satisfied']]);
    await labelled(tasks.slice(0, 1), 'x', [['unsatisfied']], 2);
    // Task a: (1 + 0)/2; task b: 1. Mean 0.75, not 2/3.
    expect(row('x')).toMatchObject({ score: 75, trials: 3, tasks: 2 });
  });

  it('averages points over trials of the judge before they are weighted', async () => {
    const tasks = [taskOf('a', [3, -1])];
    await runWith(store, [{ agent: agentOf('x'), tasks: stored(store, tasks) }]);
    const rows = [
      ['c01', 'satisfied', 'partial', 'unsatisfied'],
      ['c02', 'satisfied', 'unsatisfied', 'unsatisfied'],
    ].flatMap(([criterion, ...labels]) => labels.map((label) => ({ agent: 'x', task: 'a', criterion, label })));
    await importFile(store, folder.write('three.jsonl', lines(rows)), tasks);
    // (3 x 0.5 - 1 x 1/3) / 3.
    expect(row('x', board('ternary', { judge: 'imported' }))?.score).toBeCloseTo((100 * (1.5 - 1 / 3)) / 3, 9);
  });

  it('can be below 0, and is never above it where a fatal flaw is there', async () => {
    const rubric = [
      { criterion: 'Says it.', weight: 1 },
      { criterion: 'Misleads.', weight: -5, fatal: true },
    ];
    const tasks = [taskOf('a', [1, -3]), taskOf('b', [], { rubric: rubric.map((one, i) => ({ ...one, id: `c0${i + 1}` })) })];
    await labelled(tasks, 'x', [['unsatisfied', 'satisfied']]);
    expect(row('x')?.score).toBe(-300);
    // (1 - 5) / 1, which is below 0 without the flaw's being fatal
    await labelled(tasks, 'y', [[], ['satisfied', 'satisfied']]);
    expect(row('y')).toMatchObject({ score: -400, fatal: 1 });
    await labelled(tasks, 'z', [[], ['satisfied', 'unsatisfied']]);
    expect(row('z')).toMatchObject({ score: 100, fatal: 0 });
  });

  it('is above 0 on no axis where a fatal flaw is there, whichever axis it is on', async () => {
    const rubric = [
      { id: 'c01', criterion: 'One.', weight: 1, axis: 'depth' },
      { id: 'c02', criterion: 'Two.', weight: 1, axis: 'form' },
      { id: 'c03', criterion: 'Misleads.', weight: -5, axis: 'form', fatal: true },
    ];
    await labelled([taskOf('a', [], { rubric })], 'x', [['satisfied', 'satisfied', 'satisfied']]);
    // (1 + 1 - 5) / 2 in all, (1 - 5) / 1 of form; depth alone would be 1.
    const at = (score: number) => ({ score, ci: null, tasks: 1 });
    expect(row('x')).toMatchObject({ ...at(-150), fatal: 1, byDomain: { STEM: at(-150) }, byAxis: { depth: at(0), form: at(-400) } });
  });

  it('is also given by axis and by domain', async () => {
    const rubric = [
      { id: 'c01', criterion: 'One.', weight: 1, axis: 'depth' },
      { id: 'c02', criterion: 'Two.', weight: 3, axis: 'form' },
      { id: 'c03', criterion: 'Three.', weight: 1 },
    ];
    const tasks = [taskOf('a', [], { rubric, domain: 'Law' }), taskOf('b', [1], { domain: 'Art' })];
    await labelled(tasks, 'x', [['satisfied', 'unsatisfied', 'satisfied'], ['satisfied']]);
    expect(row('x')?.byAxis).toMatchObject({ depth: { score: 100, ci: null, tasks: 1 }, form: { score: 0, ci: null, tasks: 1 } });
    // Law: (1 + 0 + 1)/5.
    expect(row('x')?.byDomain).toMatchObject({ Art: { score: 100, ci: null, tasks: 1 }, Law: { score: 40, ci: null, tasks: 1 } });
  });

  it('stands in order of score, equal ones in order of name; too few tasks show no order', async () => {
    const tasks = [taskOf('a', [1])];
    await labelled(tasks, 'c', [['partial']]);
    await labelled(tasks, 'b', [['satisfied']]);
    await labelled(tasks, 'a', [['satisfied']]);
    expect(board().rows.map(({ agent, rankSet }) => [agent, ...(rankSet ?? [])])).toEqual([
      ['a', 1, 3],
      ['b', 1, 3],
      ['c', 1, 3],
    ]);
  });

  it('has the ranks that paired tests show, although the intervals overlap widely', async () => {
    const scores = {
      X: [72, 55, 90, 40, 66, 81, 58, 77, 62, 49],
      Y: [68, 50, 84, 41, 60, 70, 55, 69, 57, 40],
      Z: [75, 61, 91, 52, 70, 84, 66, 80, 60, 55],
    };
    const tasks = scores.X.map((_, i) => taskOf(`t${i}`, new Array<number>(100).fill(1)));
    for (const [agent, of] of Object.entries(scores))
      await labelled(
        tasks,
        agent,
        of.map((score) => Array.from({ length: 100 }, (_, i): Label => (i < score ? 'satisfied' : 'unsatisfied'))),
      );
    expect(board().rows.map(({ agent, score, rankSet }) => [agent, score, ...(rankSet ?? [])])).toEqual([
      ['Z', expect.closeTo(69.4, 9), 1, 1],
      ['X', expect.closeTo(65, 9), 2, 2],
      ['Y', expect.closeTo(59.4, 9), 3, 3],
    ]);
  });

  it('ranks no agent by verdicts that are missing: pairs are tested on the criteria judged for both', async () => {
    // The same agent twice, right on the easy criteria alone; the hard ones of the second have no verdict.
    const tasks = Array.from({ length: 8 }, (_, i) => taskOf(`t${i}`, [1, 1]));
    await labelled(
      tasks,
      'whole',
      tasks.map((_, i) => [i === 0 ? 'unsatisfied' : 'satisfied', 'unsatisfied']),
    );
    await labelled(
      tasks,
      'gaps',
      tasks.map((_, i) => [i === 1 ? 'unsatisfied' : 'satisfied']),
    );
    expect(board().rows.map(({ agent, score, rankSet, owed }) => [agent, score, rankSet, owed])).toEqual([
      ['gaps', 87.5, [1, 2], 8],
      ['whole', 43.75, [1, 2], 0],
    ]);
  });

  it('takes scores that differ by rounding alone as equal', async () => {
    const tasks = ['a', 'b', 'c'].map((id) => taskOf(id, [1, 2, 4]));
    const [no, yes] = ['unsatisfied', 'satisfied'] as const;
    // Rewards 2/7, 4/7 and 5/7, whose sum depends on the order: z is above y in the last digit.
    const labels = [
      [no, yes, no],
      [no, no, yes],
      [yes, no, yes],
    ] as const;
    await labelled(tasks, 'z', labels);
    await labelled(tasks, 'y', labels.toReversed());
    await labelled(tasks, 'x', labels.slice(0, 2));
    expect(row('z')?.score).not.toBe(row('y')?.score);
    expect(board().rows.map(({ agent }) => agent)).toEqual(['y', 'z', 'x']);
  });
});

describe('what went wrong', () => {
  it('counts a failed trial as 0, and says so', async () => {
    const tasks = stored(store, [taskOf('a', [1]), taskOf('b', [1])]);
    const agent = agentOf('x', (task) => {
      if (task === 'b') throw new AgentError('agent', 'it gave up');
      return { report: LONG };
    });
    await planned(agent.name, tasks, agent);
    // Exact interval of 1 in 2.
    const ci = [expect.closeTo(0.01258, 5), expect.closeTo(0.98742, 5)];
    expect(row('x')).toMatchObject({ score: 50, trials: 2, failed: 1, failureRate: { value: 0.5, ci }, unscored: 0, coverage: 1 });
  });

  it('leaves tasks without a rubric out, those that an agent failed at too', async () => {
    const tasks = stored(store, [taskOf('a', [1]), taskOf('b', undefined, { rubric: undefined })]);
    const agent = agentOf('x', (task) => {
      if (task === 'b') throw new AgentError('agent', 'it gave up');
      return { report: LONG };
    });
    await planned(agent.name, tasks, agent);
    expect(row('x')).toMatchObject({ score: 100, tasks: 1, trials: 1, failed: 0 });
    expect(board().uneven).toBeUndefined();
  });

  it('shows of an axis of flaws alone what it takes off the whole', async () => {
    const axes = [
      { id: 'c01', criterion: 'One.', weight: 1, axis: 'depth' },
      { id: 'c02', criterion: 'Two.', weight: -1, axis: 'form' },
    ];
    const tasks = stored(store, [taskOf('a', [], { rubric: axes }), taskOf('b', [], { rubric: axes })]);
    const agent = agentOf('x', (task) => {
      if (task === 'b') throw new AgentError('agent', 'it gave up');
      return { report: LONG };
    });
    await planned(agent.name, tasks, agent);
    expect(row('x')?.byAxis).toMatchObject({ depth: { score: 50, tasks: 2 }, form: { score: 0, tasks: 2 } });
  });

  it('leaves an unscored criterion out with its weight, and shows it as coverage', async () => {
    const tasks = stored(store, [taskOf('a', [1, 3])]);
    await planned('x', tasks, agentOf('x'), async (request, signal) =>
      request.user.includes('thing 2') ? answer('perhaps') : good(request, signal),
    );
    // Only the criterion of weight 1 is judged: 1/1, not 1/4.
    expect(row('x')).toMatchObject({ score: 100, unscored: 1, coverage: 0.5 });
  });

  it('gives an agent whose every criterion is unscored a row without score and rank, below the others', async () => {
    const tasks = stored(store, [taskOf('a', [1, 3])]);
    const refused = async (request: ModelRequest, signal: AbortSignal) => {
      if (request.opening?.text.includes('withheld') === true) throw new ModelError('rejected', 'refused this text (400)');
      return good(request, signal);
    };
    await planned('x', tasks, agentOf('x'), refused);
    await planned(
      'y',
      tasks,
      agentOf('y', () => ({ report: `${LONG} withheld` })),
      refused,
    );
    const { rows, uneven } = board();
    expect(rows).toMatchObject([
      { agent: 'x', score: 100, rankSet: [1, 1], unscored: 0, coverage: 1 },
      { agent: 'y', score: null, ci: null, rankSet: null, tasks: 0, trials: 1, unscored: 2, owed: 0, coverage: 0, byDomain: {} },
    ]);
    expect(uneven).toBeUndefined();
  });

  it('shows trials of the judge that are still owed as coverage, too', async () => {
    const tasks = stored(store, [taskOf('a', [1, 3])]);
    await planned('x', tasks, agentOf('x'), good, 4);
    expect(row('x')).toMatchObject({ score: 100, unscored: 0, owed: 6, coverage: 0.25 });
  });

  it('does not count as unscored what a newer rubric no longer asks', async () => {
    await planned('x', stored(store, [taskOf('a', [1, 3])]), agentOf('x'), async (request, signal) =>
      request.user.includes('thing 2') ? answer('perhaps') : good(request, signal),
    );
    await planned('x', stored(store, [taskOf('a', [1])]), agentOf('x'));
    expect(row('x')).toMatchObject({ score: 100, unscored: 0, coverage: 1 });
  });

  it('does not show an agent whose reports this judge has not judged as one that scored 0', async () => {
    const tasks = stored(store, [taskOf('a', [1]), taskOf('b', [1])]);
    const agent = agentOf('x', (task) => {
      if (task === 'b') throw new AgentError('agent', 'it gave up');
      return { report: LONG };
    });
    await planned('x', tasks, agent);
    await labelled([taskOf('a', [1])], 'y', [['satisfied']]);
    expect(board('ternary', { judge: 'imported' }).rows.map(({ agent: name }) => name)).toEqual(['y']);
  });
});

describe('cost', () => {
  const paid =
    (amount: number, seconds: number, currency = 'USD') =>
    () => ({ report: `${LONG} ${amount}`, seconds, cost: { amount, currency, basis: 'measured' as const } });

  it('is measured from what agents say, in one currency', async () => {
    await planned('x', stored(store, [taskOf('a', [1])]), agentOf('x', paid(2, 10)));
    expect(row('x')?.costPerReport).toEqual({ amount: 14, currency: 'CNY', basis: 'measured' });
    expect(row('x', board('ternary', { currency: 'USD' }))?.costPerReport).toEqual({ amount: 2, currency: 'USD', basis: 'measured' });
  });

  it('is measured from tokens where the model has a price', async () => {
    const agent = agentOf('x', () => ({ report: LONG, model: 'm', usage: { inputTokens: 1e6, outputTokens: 1e5 } }));
    await planned('x', stored(store, [taskOf('a', [1])]), agent);
    // 1 + 0.1 x 10 = 2 USD.
    expect(row('x', board('ternary', { currency: 'USD' }))?.costPerReport).toEqual({ amount: 2, currency: 'USD', basis: 'measured' });
  });

  it('is unknown and never 0 without a cost, a price, a rate or a full count of tokens', async () => {
    const tasks = stored(store, [taskOf('a', [1])]);
    await planned(
      'bare',
      tasks,
      agentOf('bare', () => ({ report: `${LONG} 1` })),
    );
    await planned(
      'unpriced',
      tasks,
      agentOf('unpriced', () => ({ report: `${LONG} 2`, model: 'unheard of', usage: { inputTokens: 5, outputTokens: 5 } })),
    );
    await planned('rateless', tasks, agentOf('rateless', paid(3, 1, 'EUR')));
    await planned(
      'counted',
      tasks,
      agentOf('counted', () => ({ report: `${LONG} 4`, model: 'm', usage: { toolCalls: 3 } })),
    );
    for (const { costPerReport } of board().rows) expect(costPerReport).toEqual({ amount: null, currency: 'CNY', basis: 'unknown' });
    expect(board().rows).toHaveLength(4);
  });

  it('is estimated from a comparable agent by the ratio of times and a price factor', async () => {
    const tasks = stored(store, [taskOf('a', [1])]);
    await planned('known', tasks, agentOf('known', paid(2, 100)));
    await planned(
      'closed',
      tasks,
      agentOf('closed', () => ({ report: LONG, seconds: 250 })),
    );
    const estimates = new Map([['closed', { from: 'known', factor: 1.6 }]]);
    // 2 USD x 250/100 x 1.6 = 8 USD = 56 CNY.
    expect(row('closed', board('ternary', { estimates }))?.costPerReport).toEqual({ amount: 56, currency: 'CNY', basis: 'estimated' });
    expect(row('closed')?.costPerReport.basis).toBe('unknown');
    const circular = new Map([['closed', { from: 'nobody', factor: 1 }]]);
    expect(row('closed', board('ternary', { estimates: circular }))?.costPerReport.basis).toBe('unknown');
  });

  it('is per report: an attempt that gave none does not make it unknown', async () => {
    const agent = agentOf('x', (task) => {
      if (task === 'b') throw new AgentError('agent', 'it gave up');
      return paid(2, 10)();
    });
    await planned('x', stored(store, [taskOf('a', [1]), taskOf('b', [1])]), agent);
    expect(row('x')?.costPerReport).toMatchObject({ amount: 14, basis: 'measured' });
  });

  it('of judging is measured from calls, also those that brought no verdict, and unknown for imported verdicts', async () => {
    const tasks = stored(store, [taskOf('a', [1])]);
    let calls = 0;
    await planned('x', tasks, agentOf('x'), async () => answer(++calls === 1 ? 'perhaps' : 'satisfied', 1e6));
    // Two calls of 1e6 in and 10 out: 2 x (1 + 0.0001) USD.
    expect(row('x', board('ternary', { currency: 'USD' }))?.judgeCost.amount).toBeCloseTo(2.0002, 9);
    await labelled([taskOf('a', [1])], 'y', [['satisfied']]);
    expect(row('y', board('ternary', { judge: 'imported' }))?.judgeCost).toEqual({ amount: null, currency: 'CNY', basis: 'unknown' });
  });
});

/** Runs the agent over the tasks, planned as the command line does it; of the judge's trials, one is done. */
async function planned(
  name: string,
  tasks: ReturnType<typeof stored>,
  agent: ReturnType<typeof agentOf>,
  complete = good,
  judgeTrials = 1,
): Promise<void> {
  await runWith(store, [{ agent, tasks }], { complete, prices });
  const ids = store
    .sql<[string], { agent: number; judge: number }>(
      "SELECT agent.id AS agent, (SELECT id FROM judge WHERE name = 'm') AS judge FROM agent WHERE name = ?",
    )
    .get(name);
  storeRun(store, {
    sweep: 's',
    benchmark: 'bench',
    agentId: ids?.agent ?? 0,
    judgeId: ids?.judge ?? 0,
    repeats: 1,
    judgeTrials,
    at: '2026-01-01T00:00:00.000Z',
    tasks,
  });
}

describe('more agents than are tested two by two', () => {
  it('stand in order of score, and nothing is shown of who is above whom', async () => {
    const tasks = [1, 2, 3, 4, 5].map((i) => taskOf(`t${i}`, [1]));
    const rows = Array.from({ length: 501 }, (_, n) =>
      tasks.map(({ id, rubric }) => ({
        agent: `a${n}`,
        task: id,
        criterion: rubric?.[0]?.id,
        label: n === 500 ? 'satisfied' : 'unsatisfied',
      })),
    ).flat();
    await importFile(store, folder.write('labels.jsonl', lines(rows)), tasks);
    const of = board();
    expect(of.rows.map(({ agent }) => agent).slice(0, 3)).toEqual(['a500', 'a0', 'a1']);
    expect([row('a500', of)?.rankSet, row('a7', of)?.rankSet]).toEqual([
      [1, 501],
      [1, 501],
    ]);
    expect(leaderboardNotes(of, 'en').join(' ')).toContain('More than 500 agents are not tested two by two');
  });
});
