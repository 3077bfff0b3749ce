import { beforeEach, describe, expect, it } from 'vitest';
import { verdictLines } from '../../runners/export-lines.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { exported, importFile, lines } from './exchange/verdict-files.ts';
import { agentOf, count, runWith, stored, taskOf } from './work.ts';

const folder = testFolder();
let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

const tasks = [taskOf('a', [2, 1, -1]), taskOf('b', [1])];
const row = (criterion: number, label: string, more: object = {}) => ({
  agent: 'x',
  task: 'a',
  criterion: `Says a thing ${criterion}.`,
  label,
  ...more,
});
const official = (criterion: number, verdict: string, more: object = {}) => ({
  sample_id: 'a',
  rubric_title: `Says a thing ${criterion}.`,
  verdict,
  score: 1,
  confidence: 0.75,
  reasoning: 'Because.',
  tokens_used: 812,
  cost: 0.01,
  success: true,
  weight: 2,
  ...more,
});
const write = (rows: readonly unknown[]) => folder.write('v.jsonl', lines(rows));
const labels = () => [...verdictLines(store)].map(({ criterionId, trial, label }) => `${criterionId} ${trial} ${label}`);

describe('importing verdicts', () => {
  it('reads our own rows, criteria named by their words or their id', async () => {
    const file = write([
      row(1, 'satisfied', {
        confidence: 0.5,
        probabilities: { satisfied: 0.5, partial: 0.4, unsatisfied: 0.1 },
        reason: 'Yes.',
        quotes: ['q'],
      }),
      { agent: 'x', task: 'a', criterion: 'anything', criterionId: 'c02', label: 'partial' },
      { agent: 'x', task: 'a', criterion: 'c03', label: 'unsatisfied' },
    ]);
    expect(await importFile(store, file, tasks)).toEqual({ verdicts: 3, unscored: 0, known: 0, agents: 1 });
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 partial', 'c03 1 unsatisfied']);
    expect([...verdictLines(store)][0]).toEqual({
      agent: 'x',
      benchmark: 'bench',
      task: 'a',
      repeat: 1,
      criterion: 'Says a thing 1.',
      criterionId: 'c01',
      weight: 2,
      label: 'satisfied',
      confidence: 0.5,
      probabilities: { satisfied: 0.5, partial: 0.4, unsatisfied: 0.1 },
      reason: 'Yes.',
      // Nobody looked whether it stands in the report.
      quotes: [{ text: 'q' }],
      judge: 'imported',
      trial: 1,
    });
  });

  it("reads the official evaluator's rows as they are", async () => {
    const file = write([
      official(1, 'Satisfied'),
      official(2, 'Not Satisfied', { score: 0, confidence: 95 }),
      official(3, 'Partially Satisfied', { reasoning: null }),
    ]);
    expect(await importFile(store, file, tasks, { agent: 'x' })).toMatchObject({ verdicts: 3 });
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 unsatisfied', 'c03 1 partial']);
    const [first, second] = [...verdictLines(store)];
    expect(first).toMatchObject({ confidence: 0.75, reason: 'Because.' });
    // 95 is no confidence in [0, 1], and is not made into one.
    expect(second).not.toHaveProperty('confidence');
  });

  it.each(['satisfied', 'Satisfied', ' SATISFIED '])('takes %j for satisfied', async (label) => {
    await importFile(store, write([row(1, label)]), tasks);
    expect(labels()).toEqual(['c01 1 satisfied']);
  });

  it.each(['partial', 'Partially Satisfied', 'partially_satisfied'])('takes %j for partial', async (label) => {
    await importFile(store, write([row(1, label)]), tasks);
    expect(labels()).toEqual(['c01 1 partial']);
  });

  it.each(['unsatisfied', 'Not Satisfied', 'not_satisfied'])('takes %j for unsatisfied', async (label) => {
    await importFile(store, write([row(1, label)]), tasks);
    expect(labels()).toEqual(['c01 1 unsatisfied']);
  });

  it('finds a criterion whose white space was folded', async () => {
    await importFile(store, write([{ ...row(1, 'partial'), criterion: '  Says a\n thing   1. ' }]), tasks);
    expect(labels()).toEqual(['c01 1 partial']);
  });

  it('takes a failed row for unscored, never for a label', async () => {
    const file = write([official(1, 'Satisfied'), official(2, 'Error', { success: false }), official(3, 'Satisfied', { success: false })]);
    expect(await importFile(store, file, tasks, { agent: 'x' })).toMatchObject({ verdicts: 1, unscored: 2 });
    expect(labels()).toEqual(['c01 1 satisfied']);
  });

  it('gives the same words twice in a rubric to both criteria in turn, then to the next trial', async () => {
    const twins = taskOf('a', [], { rubric: [1, 2].map((n) => ({ id: `c0${n}`, criterion: 'Names a source.', weight: n })) });
    const twin = (label: string) => ({ agent: 'x', task: 'a', criterion: 'Names a source.', label });
    await importFile(store, write(['satisfied', 'partial', 'unsatisfied', 'satisfied'].map(twin)), [twins]);
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 partial', 'c01 2 unsatisfied', 'c02 2 satisfied']);
  });

  it('counts rows that say which of them they mean by what they say', async () => {
    const twins = taskOf('a', [], { rubric: [1, 2].map((n) => ({ id: `c0${n}`, criterion: 'Names a source.', weight: n })) });
    const twin = (criterionId: string, label: string) => ({ agent: 'x', task: 'a', criterion: 'Names a source.', criterionId, label });
    await importFile(store, write([twin('c01', 'satisfied'), twin('c02', 'partial'), twin('c02', 'satisfied')]), [twins]);
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 partial', 'c02 2 satisfied']);
  });

  it('goes on numbering where a report comes again after ten thousand others', async () => {
    const reports = Array.from({ length: 10_001 }, (_, i) => row(1, 'satisfied', { repeat: i + 1 }));
    const again = reports.map((one) => ({ ...one, label: 'partial' }));
    expect(await importFile(store, write([...reports, ...again]), tasks)).toMatchObject({ verdicts: 20_002, known: 0 });
    expect(store.sql('SELECT DISTINCT trial, label FROM verdict ORDER BY trial').all()).toEqual([
      { trial: 1, label: 2 },
      { trial: 2, label: 1 },
    ]);
  });

  it('numbers trials in the order of coming where rows do not say', async () => {
    await importFile(store, write([row(1, 'satisfied'), row(2, 'partial'), row(1, 'partial'), row(2, 'satisfied')]), tasks);
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 partial', 'c01 2 partial', 'c02 2 satisfied']);
  });

  it('changes nothing when a file comes again', async () => {
    const file = write([row(1, 'satisfied'), row(1, 'partial'), official(2, 'Error', { agent: 'x', success: false })]);
    await importFile(store, file, tasks);
    const before = exported(store);
    expect(await importFile(store, file, tasks)).toMatchObject({ verdicts: 0, known: 2 });
    expect(exported(store)).toBe(before);
    expect(count(store, 'trial')).toBe(1);
  });

  it('attaches to the report that the store holds', async () => {
    await runWith(store, [{ agent: agentOf('x'), tasks: stored(store, tasks) }]);
    await importFile(store, write([row(1, 'partial')]), tasks);
    expect(count(store, 'report')).toBe(2);
    expect([...verdictLines(store)].filter((line) => line.judge === 'imported')).toHaveLength(1);
  });

  it.each([
    [
      'an unknown task',
      [row(1, 'satisfied'), row(1, 'satisfied', { task: 'aa' })],
      /v\.jsonl:2: task: no task "aa" in bench \(did you mean `a`\?\)/,
    ],
    [
      'an unknown criterion',
      [{ ...row(1, 'satisfied'), criterion: 'Sais a thing 1.' }],
      /v\.jsonl:1: criterion: task a has no criterion "Sais a thing 1\." \(did you mean `Says a thing 1\.`\?\)/,
    ],
    ['a label that every object has', [row(1, 'constructor')], /v\.jsonl:1: label: expected satisfied, partial or unsatisfied/],
    ['an official verdict that every object has', [official(1, '__proto__', { agent: 'x' })], /v\.jsonl:1: verdict: expected Satisfied/],
    ['a label that is none', [row(1, 'mostly')], /v\.jsonl:1: label: expected satisfied, partial or unsatisfied, got "mostly"/],
    [
      'an official verdict that is none',
      [official(1, 'Mostly', { agent: 'x' })],
      /v\.jsonl:1: verdict: expected Satisfied, Partially Satisfied or Not Satisfied, got "Mostly"/,
    ],
    ['a row without an agent', [{ ...row(1, 'partial'), agent: undefined }], /v\.jsonl:1: agent: missing; give --agent NAME/],
    ['another benchmark', [row(1, 'partial', { benchmark: 'other' })], /v\.jsonl:1: benchmark: expected "bench", got "other"/],
    [
      'a confidence outside [0, 1]',
      [row(1, 'partial', { confidence: 7 })],
      /v\.jsonl:1: confidence: expected a number of at most 1, got 7/,
    ],
    ['text that would drive a terminal', [row(1, 'partial', { task: '\u001b[2Ja\nb' })], /no task "\\u001b\[2Ja\\u000ab"/],
    ['no rows', [], /v\.jsonl: no verdicts in it/],
  ])('refuses %s by file and line, and stores nothing of the file', async (_, rows, expected) => {
    const file = write([...rows]);
    const refused = await importFile(store, file, tasks).catch((error: Error) => error.message);
    expect(refused).toMatch(expected);
    expect(refused).not.toContain('\n');
    for (const table of ['verdict', 'trial', 'agent', 'judge', 'run']) expect(count(store, table)).toBe(0);
  });

  it('refuses what contradicts a verdict that was stored before, and stores nothing of the file', async () => {
    await importFile(store, write([row(1, 'satisfied')]), tasks);
    for (const more of [{}, { trial: 1 }])
      await expect(importFile(store, write([row(2, 'partial'), row(1, 'partial', more)]), tasks)).rejects.toThrow(
        /v\.jsonl:2: label: "partial" contradicts the stored "satisfied"/,
      );
    expect(labels()).toEqual(['c01 1 satisfied']);
  });

  it('counts the later of two rows with the same key, as a result file that is appended to holds them', async () => {
    const rows = [
      row(1, 'satisfied', { trial: 1, reason: 'Old.' }),
      row(2, 'partial', { trial: 1 }),
      row(1, 'partial', { trial: 1, reason: 'New.' }),
    ];
    expect(await importFile(store, write(rows), tasks)).toMatchObject({ verdicts: 2, known: 0 });
    expect(labels()).toEqual(['c01 1 partial', 'c02 1 partial']);
    expect([...verdictLines(store)][0]).toMatchObject({ reason: 'New.' });
  });

  it('takes a second try for the one that failed, and lets no later failure undo a verdict', async () => {
    const file = write([
      official(1, 'Error', { success: false }),
      official(2, 'Satisfied'),
      official(1, 'Satisfied'),
      official(3, 'Unknown'),
      official(1, 'Error', { success: false, trial: 1 }),
    ]);
    expect(await importFile(store, file, tasks, { agent: 'x' })).toMatchObject({ verdicts: 2, unscored: 1 });
    expect(labels()).toEqual(['c01 1 satisfied', 'c02 1 satisfied']);
  });

  it.each(['Unknown', ' unknown', null])("takes the evaluator's own %j for unscored, counted", async (verdict) => {
    const file = write([official(1, 'Satisfied'), { ...official(2, ''), verdict }]);
    expect(await importFile(store, file, tasks, { agent: 'x' })).toMatchObject({ verdicts: 1, unscored: 1 });
  });

  it('reads rows on documents, which name the task and the document', async () => {
    const { sample_id: _, ...rest } = official(1, 'Satisfied', { task_name: 'a', pdf: 'gemini', error: null });
    await importFile(store, write([rest]), tasks);
    expect([...verdictLines(store)]).toMatchObject([{ agent: 'gemini', task: 'a', label: 'satisfied' }]);
  });

  it('tells criteria of the same words apart by the weight of the row', async () => {
    const twins = taskOf('a', [], { rubric: [1, 2].map((n) => ({ id: `c0${n}`, criterion: 'Names a source.', weight: n })) });
    const twin = (weight: number, label: string) => ({ agent: 'x', task: 'a', criterion: 'Names a source.', weight, label });
    await importFile(store, write([twin(2, 'satisfied'), twin(1, 'partial'), twin(2, 'unsatisfied')]), [twins]);
    expect(labels()).toEqual(['c01 1 partial', 'c02 1 satisfied', 'c02 2 unsatisfied']);
  });

  it('reads a table with the names of the fields as columns', async () => {
    const file = folder.write(
      'v.csv',
      'agent,task,criterion,label,confidence,quotes\nx,a,c01,satisfied,0.5,"[""q""]"\nx,b,c01,partial,,\n',
    );
    expect(await importFile(store, file, tasks)).toMatchObject({ verdicts: 2 });
    expect([...verdictLines(store)]).toMatchObject([{ confidence: 0.5, quotes: [{ text: 'q' }] }, { task: 'b' }]);
    const results = folder.write(
      'rr.csv',
      'sample_id,rubric_title,verdict,success,weight\na,Says a thing 2.,,True,1\na,c03,Satisfied,False,-1\n',
    );
    expect(await importFile(store, results, tasks, { agent: 'x' })).toMatchObject({ verdicts: 0, unscored: 2 });
  });

  it('keeps a contradiction under another name of the judge', async () => {
    await importFile(store, write([row(1, 'satisfied')]), tasks);
    await importFile(store, write([row(1, 'partial')]), tasks, { judge: 'second' });
    expect(labels()).toEqual(['c01 1 satisfied', 'c01 1 partial']);
  });
});
