/** `gavel show`: one report from its reward down to the quotes. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AgentError } from '../../../judge/errors.ts';
import type { JudgedReport } from '../../../reports/judged-report/judged-report.ts';
import { Store } from '../../../runners/store/store.ts';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { agentOf, answer, LONG, runWith, stored, taskOf } from '../../runners/work.ts';
import { type Desk, desk } from '../desk.ts';

let place: Desk;
const show = (...words: string[]) => gavel(['show', ...words, '--store', 's.db'], { cwd: place.path });
const shown = async (...words: string[]) => JSON.parse((await show(...words, '--json')).stdout) as JudgedReport;

beforeAll(async () => {
  place = desk();
  // On a (weights 2, 1, -1) by two judges, of which the second speaks twice; on b (1, 1, -2) the last criterion stays unjudged.
  const rows = [
    ['a', 'c01', 'one', 1, 'partial'],
    ['a', 'c02', 'one', 1, 'satisfied'],
    ['a', 'c03', 'one', 1, 'satisfied'],
    ['a', 'c01', 'two', 1, 'satisfied'],
    ['a', 'c01', 'two', 2, 'unsatisfied'],
    ['a', 'c02', 'two', 1, 'satisfied'],
    ['a', 'c03', 'two', 1, 'unsatisfied'],
    ['b', 'c01', 'two', 1, 'satisfied'],
    ['b', 'c02', 'two', 1, 'unsatisfied'],
  ].map(([task, criterion, judge, trial, label]) => ({
    agent: 'x',
    task,
    criterion,
    judge,
    trial,
    label,
    ...(judge === 'one' && criterion === 'c01' && { probabilities: { satisfied: 0.2, partial: 0.7, unsatisfied: 0.1 } }),
    reason: `why ${String(criterion)}`,
    quotes: [
      { text: 'seen \u001b[31m', verified: true },
      { text: 'made up', verified: false },
    ],
  }));
  place.write('v.jsonl', lines(rows));
  place.write('r.jsonl', lines([{ agent: 'x', task: 'a', report: `${LONG}\n\u001b]0;title` }]));
  for (const what of ['verdicts v.jsonl', 'reports r.jsonl'])
    await gavel(['import', ...what.split(' '), '--benchmark', 'bench=tasks.jsonl', '--store', 's.db'], { cwd: place.path });
});

describe('gavel show', () => {
  it('names who has attempted the task where no agent is given', async () => {
    expect(await show('a')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'gavel: --agent NAME says whose report on a; there are those of x\n',
    });
    expect((await show('aa')).stderr).toContain('no task "aa"');
  });

  it('writes the reward out as the leaderboard has it, criteria by points lost', async () => {
    const a = await shown('a', '--agent', 'x', '--judge', 'one');
    // 2 x 0.5 + 1 - 1 = 1 of 3.
    expect(a).toMatchObject({ benchmark: 'bench', task: 'a', agent: 'x', scale: 'ternary', judge: 'one', earned: 1, positive: 3 });
    expect(a.reward).toBeCloseTo(1 / 3, 12);
    expect(a.criteria.map(({ id, points, lost }) => [id, points, lost])).toEqual([
      ['c01', 0.5, 1],
      ['c03', 1, 1],
      ['c02', 1, 0],
    ]);
    expect(a.criteria.reduce((sum, { lost }) => sum - (lost ?? 0), a.positive)).toBe(a.earned);
    // strict: partial is no merit. 0 + 1 - 1.
    expect((await shown('a', '--agent', 'x', '--judge', 'one', '--scale', 'strict')).reward).toBe(0);
  });

  it('says how likely each label is where the judge did', async () => {
    const { stdout } = await show('a', '--agent', 'x', '--judge', 'one');
    expect(stdout.match(/^ {8}satisfied .*$/gmu)).toEqual(['        satisfied 0.2, partial 0.7, unsatisfied 0.1']);
  });

  it('holds the labels of every judge and trial, with reasons and quotes', async () => {
    const { judges, criteria } = await shown('a', '--agent', 'x', '--judge', 'one');
    expect(judges).toEqual(['one', 'two']);
    const [first] = criteria;
    expect(first?.verdicts.map(({ judge, trial, label }) => [judge, trial, label])).toEqual([
      ['one', 1, 'partial'],
      ['two', 1, 'satisfied'],
      ['two', 2, 'unsatisfied'],
    ]);
    expect(first?.verdicts[0]).toMatchObject({ reason: 'why c01', quotes: [{ verified: true }, { text: 'made up', verified: false }] });
  });

  it('leaves out what is not judged, and says so', async () => {
    const b = await shown('b', '--agent', 'x', '--judge', 'two');
    // 1 of 2; the flaw is not judged.
    expect([b.reward, b.positive]).toEqual([0.5, 2]);
    expect(b.criteria.at(-1)).toMatchObject({ id: 'c03', points: null, lost: null, verdicts: [] });
    expect((await show('b', '--agent', 'x', '--judge', 'two')).stdout).toContain('1 of 3 criteria have no verdict of this judge');
  });

  it('is text for a terminal that obeys nothing in it', async () => {
    const { stdout, stderr, code } = await show('a', '--agent', 'x', '--judge', 'one', '--report', '--trace');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('reward 0.333 = (2×0.5 - 1 + 1) / 3 = 1 / 3 (score 33.3)');
    expect(stdout).toContain('-1  c03 (weight -1, points 1)\n    Says a thing 3.\n    one, trial 1: satisfied = present: why c03\n');
    expect(stdout).toContain('✓ "seen \\u001b[31m"');
    expect(stdout).toContain('✗ "made up" (not in the report)');
    expect(stdout).toContain(`--- report\n${LONG}\n\\u001b]0;title`);
    expect(stdout).toContain('--- trace\nnone was recorded');
    expect(stdout).not.toContain('\u001b');
  });

  it('gives the report only where it is asked for', async () => {
    expect(await shown('a', '--agent', 'x', '--judge', 'one')).not.toHaveProperty('report');
    expect(await shown('a', '--agent', 'x', '--judge', 'one', '--report', '--trace')).toMatchObject({
      report: `${LONG}\n\u001b]0;title`,
      trace: [],
    });
  });

  it.each([
    [['a', '--agent', 'z'], 'no agent "z"'],
    [['aa', '--agent', 'x'], 'no task "aa" (did you mean `a`?)'],
    [['a', '--agent', 'x', '--repeat', '2'], 'x has no attempt 2 at a; there are: 1'],
    [['a', '--agent', 'x', '--benchmark', 'other'], 'nothing on benchmark "other"; there is: bench'],
    [['a', 'nosweep', '--agent', 'x'], 'no sweep "nosweep"'],
    [['a', '--agent', 'x', '--judge', 'three'], 'no judge "three" of bench'],
    [['a'], '--agent'],
  ])('%j is refused in one line', async (words, message) => {
    const { stdout, stderr, code } = await show(...words);
    expect([stdout, code, stderr.trimEnd().split('\n').length]).toEqual(['', 2, 1]);
    expect(stderr).toContain(message);
  });

  it('shows attempts that failed, what a fatal flaw does, and what a judge failed to say', async () => {
    const store = new Store(join(place.path, 't.db'), { mode: 'write' });
    const rubric = [
      { id: 'm', criterion: 'Says a.', weight: 2 },
      { id: 'f', criterion: 'Lies.', weight: -1, fatal: true },
    ];
    const tasks = stored(store, [taskOf('a', [], { rubric }), taskOf('b', [1, 1, -2])]);
    const failing = agentOf('z', () => {
      throw new AgentError('agent', 'z exited with code 3: \u001b[1mno key', { stderr: 'Traceback:\n\u001b[1mno key' });
    });
    await runWith(
      store,
      [agentOf('y'), failing].map((agent) => ({ agent, tasks })),
      {
        complete: async ({ user }) => {
          if (user.includes('Lies.')) return answer('present');
          return { ...answer('satisfied'), ...(user.includes('thing 2') && { text: 'no' }) };
        },
      },
    );
    store.close();
    const of = (task: string, agent: string, ...words: string[]) =>
      gavel(['show', task, '--agent', agent, ...words, '--store', 't.db'], { cwd: place.path });
    const json = async (task: string, agent: string) => JSON.parse((await of(task, agent, '--json')).stdout) as JudgedReport;
    const a = await json('a', 'y');
    expect(a).toMatchObject({ reward: 0, fatal: 'f', earned: 1, positive: 2 });
    expect(a.criteria.map(({ id }) => id)).toEqual(['f', 'm']);
    const b = await json('b', 'y');
    expect(b.criteria.find(({ id }) => id === 'c02')?.unscored).toMatchObject([{ judge: 'm', trial: 1, error: expect.any(String) }]);
    expect(await json('b', 'z')).toMatchObject({ status: 'failed', reward: 0, judges: [], error: expect.stringContaining('code 3') });
    expect((await of('b', 'z')).stdout).toContain('error: z exited with code 3: \\u001b[1mno key\nreward 0: the agent gave no report\n');
    expect((await of('b', 'z')).stdout).toContain('--- stderr (its end)\nTraceback:\n\\u001b[1mno key\n');
    expect((await of('a', 'y')).stdout).toContain('reward 0: the fatal flaw f is there (else (-1 + 2) / 2 = 1 / 2)');
  });
});
