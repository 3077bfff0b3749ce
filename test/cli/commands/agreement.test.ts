import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { type Desk, desk } from '../desk.ts';

let place: Desk;
const run = (...words: string[]) => gavel(words, { cwd: place.path });

/** Three people and a judge on the same report: c01 all alike, c02 two of three against the judge, c03 all of different minds. */
beforeAll(async () => {
  place = desk();
  const said = {
    ann: ['satisfied', 'partial', 'satisfied'],
    bob: ['satisfied', 'partial', 'partial'],
    cid: ['satisfied', 'satisfied', 'unsatisfied'],
  };
  const people = Object.entries(said).flatMap(([judge, labels]) =>
    labels.map((label, i) => ({ agent: 'x', task: 'a', criterion: `c0${i + 1}`, label, judge, by: 'person' })),
  );
  const judge = ['satisfied', 'satisfied', 'satisfied'].map((label, i) => ({
    agent: 'x',
    task: 'a',
    criterion: `c0${i + 1}`,
    label,
    judge: 'bot',
    by: 'model',
    confidence: 0.8,
  }));
  place.write('people.jsonl', lines(people));
  place.write('judge.jsonl', lines(judge));
  for (const file of ['people.jsonl', 'judge.jsonl'])
    expect((await run('import', 'verdicts', file, '--benchmark', 'bench=tasks.jsonl', '--store', 's.db')).code).toBe(0);
});

describe('gavel agreement', () => {
  it('takes the majority of people, and leaves out what they are undecided about', async () => {
    const { code, stdout } = await run('agreement', '--judge', 'bot', '--against', 'people', '--store', 's.db', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as unknown;
    expect(found).toMatchObject({ judge: 'bot', against: 'people', n: 2, undecided: 1, accuracy: { value: 0.5, ci: null } });
    expect(found).toMatchObject({
      confusion: { partial: { satisfied: 1 }, satisfied: { satisfied: 1 } },
      by: { sign: { positive: { n: 2 } } },
      // Of nine labels, 4 of 9 pairs on one criterion are alike; of any two of the nine, 13 of 36 are.
      people: { raters: 3, units: 3, ratings: 9, value: expect.closeTo(3 / 23, 12) as number, ci: null },
    });
  });

  it('says what is wrong with names, tables and cells, in one line', async () => {
    const named = await run('agreement', '--judge', 'bott', '--against', 'people', '--store', 's.db');
    expect([named.code, named.stderr]).toEqual([
      2,
      expect.stringMatching(/no judge "bott" \(did you mean `bot`\?\); there are: ann, bob, bot, cid\n$/),
    ]);
    place.write('odd.csv', 'label,judge\nsatisfied,maybe\n');
    const odd = await run('agreement', 'odd.csv');
    expect([odd.code, odd.stderr]).toEqual([
      2,
      expect.stringContaining('odd.csv:2: judge: expected satisfied, partial, unsatisfied, got "maybe"\n'),
    ]);
    place.write('bare.csv', 'a,b\n1,2\n');
    expect((await run('agreement', 'bare.csv')).stderr).toContain('expected columns "label" (or "human") and "judge", got a, b');
  });

  it('writes a card, passes its own gate, and fails that of a better one', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i % 2 ? 'satisfied' : 'unsatisfied'},${i % 4 === 3 ? 'unsatisfied' : i % 2 ? 'satisfied' : 'unsatisfied'},t${i}`,
    );
    place.write('labels.csv', `human,judge,task\n${rows.join('\n')}\n`);
    expect(await run('agreement', 'labels.csv', '--gate', 'card.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('card.json: ENOENT') as unknown,
    });
    expect((await run('agreement', 'labels.csv', '--card', 'card.json')).code).toBe(0);
    const card = JSON.parse(readFileSync(join(place.path, 'card.json'), 'utf8')) as {
      agreement: { measures: { kappa: { value: number } } };
    };
    // 30 of 40 right, chance one half.
    expect(card.agreement.measures.kappa.value).toBeCloseTo(0.5, 12);
    expect((await run('agreement', 'labels.csv', '--gate', 'card.json')).code).toBe(0);
    card.agreement.measures.kappa.value = 0.99;
    place.write('better.json', JSON.stringify(card));
    const gate = await run('agreement', 'labels.csv', '--gate', 'better.json');
    expect([gate.code, gate.stderr]).toEqual([
      1,
      expect.stringMatching(/kappa is 0\.500 \[0\.\d+, 0\.\d+\], below the 0\.990 of its card\n$/),
    ]);
  });

  it('takes what a judge voted on rows, against people and twins, and not against labels that judges gave', async () => {
    const row = (n: number, label: string, said: string, more: object = {}) => ({
      query: `Q${n}?`,
      report: 'It rains.',
      criterion: `Says ${n}.`,
      weight: 1,
      label,
      votes: [
        { judge: 'one', label: said, reason: '', confidence: 0.9 },
        { judge: 'two', label: 'partial', reason: '' },
      ],
      ...more,
    });
    place.write(
      'rows.jsonl',
      lines([
        // Kept as people labelled it.
        row(1, 'satisfied', 'satisfied', { id: 'k' }),
        row(2, 'unsatisfied', 'satisfied', { source: 'twin', pair: 'k', change: 'negation' }),
        row(3, 'unsatisfied', 'unsatisfied'),
        row(4, 'satisfied', 'satisfied', { source: 'panel' }),
      ]),
    );
    const { code, stdout } = await run('agreement', 'rows.jsonl', '--judge', 'one', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      judge: 'one',
      n: 3,
      byJudges: 1,
      accuracy: { value: 2 / 3 },
      twins: { negation: { pairs: 1, bothRight: 0 } },
    });
    expect(await run('agreement', 'rows.jsonl')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give --judge NAME; there are: one, two'),
    });
    expect(await run('agreement', 'rows.jsonl', '--judge', 'tow')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean `two`?'),
    });
  });

  it('writes a page and charts, and a card that says what was learnt from', async () => {
    const row = { query: 'Q?', report: 'It rains.', criterion: 'Says so.', weight: 1, label: 'satisfied', source: 'notes', licence: 'MIT' };
    place.write(
      'learnt/labels.jsonl',
      lines([
        { ...row, split: 'train' },
        { ...row, criterion: 'Says more.', split: 'test' },
      ]),
    );
    place.write('few.csv', 'human,judge,task,confidence\nsatisfied,satisfied,a,0.9\npartial,satisfied,b,0.6\n');
    const made = await run('agreement', 'few.csv', '--out', 'pages', '--card', 'few.json', '--trained-on', 'learnt');
    expect([made.code, readdirSync(join(place.path, 'pages')).sort()]).toEqual([
      0,
      ['agreement.html', 'agreement.png', 'calibration.png', 'confusion.png'],
    ]);
    expect(JSON.parse(readFileSync(join(place.path, 'few.json'), 'utf8'))).toMatchObject({
      trainedOn: {
        splits: { train: 1, test: 1 },
        groups: 1,
        labelledBy: { people: 2 },
        sources: [{ from: 'notes', licence: 'MIT', rows: 2 }],
      },
    });
    expect(await run('agreement', 'few.csv', '--card', 'x.json', '--trained-on', 'nowhere')).toMatchObject({ code: 2 });
  });
});
