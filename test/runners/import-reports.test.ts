import { beforeEach, describe, expect, it } from 'vitest';
import { reportLines } from '../../runners/export-lines.ts';
import { importReports, type ReportImport } from '../../runners/import-reports.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { lines, onTasks } from './exchange/verdict-files.ts';
import { count, taskOf } from './work.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

const AT = '2026-01-01T00:00:00.000Z';
const tasks = [taskOf('a'), taskOf('b')];
const about = { benchmarks: onTasks(tasks), agent: undefined, sweep: 'import', at: AT };
const read = (rows: readonly unknown[], more: Partial<ReportImport> = {}) =>
  importReports(store, { ...about, ...more, file: folder.write('reports.jsonl', lines(rows)) });

const DONE = {
  benchmark: 'bench',
  task: 'a',
  agent: 'x',
  repeat: 2,
  status: 'limit',
  notes: ['truncated'],
  report: 'Some text.',
  usage: { inputTokens: 10, outputTokens: 2 },
  cost: { amount: 0.5, currency: 'USD', basis: 'measured' },
  model: 'm',
  seconds: 3.5,
};
const FAILED = { benchmark: 'bench', task: 'b', agent: 'x', repeat: 1, status: 'failed', seconds: 1, error: 'gave up' };

describe('importing reports', () => {
  it('keeps all that an export says of an attempt', async () => {
    const interrupted = { ...FAILED, repeat: 2, status: 'interrupted', error: 'killed' };
    expect(await read([DONE, FAILED, interrupted])).toEqual({ reports: 1, failed: 2, known: 0, agents: 1 });
    expect([...reportLines(store)]).toEqual([DONE, FAILED, interrupted]);
  });

  it('takes a bare report for done, and an empty one for failed', async () => {
    expect(
      await read(
        [
          { task: 'a', report: 'Text.' },
          { task: 'b', report: ' ' },
        ],
        { agent: 'y' },
      ),
    ).toMatchObject({ reports: 1, failed: 1 });
    expect([...reportLines(store)]).toMatchObject([
      { task: 'a', agent: 'y', repeat: 1, status: 'done', report: 'Text.' },
      { task: 'b', status: 'failed', error: 'empty report' },
    ]);
  });

  it('takes the reports of a table, an attempt a row', async () => {
    const file = folder.write('reports.csv', 'task,agent,repeat,report,cost\na,x,2,"Two\nlines","{""amount"":1,""currency"":""USD""}"\n');
    await importReports(store, { ...about, file });
    expect([...reportLines(store)]).toMatchObject([{ repeat: 2, report: 'Two\nlines', cost: { amount: 1, currency: 'USD' } }]);
  });

  it('appends another report of the same attempt, which counts from then on', async () => {
    await read([DONE]);
    expect(await read([DONE, { ...DONE, report: 'Other text.' }])).toMatchObject({ reports: 1, known: 1 });
    expect([...reportLines(store)]).toMatchObject([{ report: 'Other text.' }]);
    expect(count(store, 'trial')).toBe(2);
  });

  it('opens the benchmarks that lines name where nobody said what the file is on', async () => {
    const opened: string[] = [];
    const open = async (name: string) => {
      opened.push(name);
      return { name, tasks };
    };
    const rows = [
      { ...DONE, benchmark: 'one' },
      { ...DONE, benchmark: 'two' },
      { ...DONE, benchmark: 'one', task: 'b' },
    ];
    await read(rows, { benchmarks: { given: [], open } });
    expect(opened).toEqual(['one', 'two']);
    expect([...reportLines(store)].map(({ benchmark, task }) => `${benchmark} ${task}`)).toEqual(['one a', 'one b', 'two a']);
  });

  it.each([
    ['no report', { task: 'a', agent: 'x' }, /:1: report: missing, expected text/],
    ['no agent', { task: 'a', report: 'r' }, /:1: agent: missing; give --agent NAME/],
    ['an unknown task', { task: 'aa', agent: 'x', report: 'r' }, /:1: task: no task "aa" in bench \(did you mean `a`\?\)/],
    ['another benchmark', { ...DONE, benchmark: 'other' }, /:1: benchmark: expected "bench", got "other"/],
    ['a status that is none', { ...DONE, status: 'ok' }, /:1: status: expected one of "done", "limit", "failed", "interrupted", got "ok"/],
    ['a count below 0', { ...DONE, usage: { inputTokens: -1 } }, /:1: usage\.inputTokens: expected a number of at least 0, got -1/],
    [
      'an unscored criterion that the task has not',
      { ...DONE, judging: [{ judge: 'j', trials: 1, unscored: [{ criterionId: 'c99', trial: 1, error: 'e' }] }] },
      /:1: judging: task a has no criterion "c99"/,
    ],
  ])('refuses %s by file and line, and stores nothing of the file', async (_, row, message) => {
    await expect(read([row])).rejects.toThrow(message);
    for (const table of ['trial', 'agent', 'judge', 'run']) expect(count(store, table)).toBe(0);
  });
});
