/** gavel data map: files of other harnesses and tables as spreadsheets save them, in shapes that were met in the wild. */
import { describe, expect, it } from 'vitest';
import { mapper, rows, said } from './mapper.ts';

const { map, look, place } = mapper();
const lines = (...values: unknown[]) => rows(...values.map((value) => JSON.stringify(value)));

describe('files without ids', () => {
  it('number their rows', async () => {
    const mapped = await map(
      'plain.csv',
      rows('question,response', 'Why?,So.', 'How?,Thus.'),
      '--map',
      'id=#',
      'query=question',
      "agent='m'",
    );
    expect(mapped.tasks.map(({ id, query }) => [id, query])).toEqual([
      ['1', 'Why?'],
      ['2', 'How?'],
    ]);
  });

  it('number what differs: rows that share a query are one task, which is what is guessed', async () => {
    const of = (question: string, criterion: string) => ({ meta: { index: 0 }, question, criterion });
    const sheet = lines(of('Why?', 'Names a'), of('How?', 'Names c'), of('Why?', 'Names b'));
    const guess = await look('shared.jsonl', sheet);
    // What is the same in all rows, deep within, is no id.
    expect(guess).toContain('id = #question (a number, for want of an id)');
    const mapped = await map('shared.jsonl', sheet, '--map', 'id=#question', 'query=question');
    expect(mapped.tasks.map(({ id, rubric }) => [id, (rubric as { criterion: string }[]).map(({ criterion }) => criterion)])).toEqual([
      ['1', ['Names a', 'Names b']],
      ['2', ['Names c']],
    ]);
  });

  it('count the attempts of one agent at one task, labels with them', async () => {
    const tries = lines(
      { q: 'a', text: 'one', ok: { form: 'yes' } },
      { q: 'b', text: 'two', ok: { form: 'yes' } },
      { q: 'a', text: 'three', ok: { form: 'no' } },
    );
    const words = ['--map', 'id=q', 'report=text', 'criterion=ok.{}@key', 'label=ok.{}', "agent='m'"];
    const refused = await map('tries.jsonl', tries, ...words);
    expect([refused.code, refused.said]).toEqual([2, expect.stringContaining('--map repeat=# counts in the order of the file')]);
    const mapped = await map('tries.jsonl', tries, ...words, 'repeat=#');
    expect(mapped.reports.map(({ task, repeat, report }) => [task, repeat, report])).toEqual([
      ['a', 1, 'one'],
      ['b', 1, 'two'],
      ['a', 2, 'three'],
    ]);
    expect(mapped.verdicts.map(({ task, repeat, label }) => [task, repeat, label])).toEqual([
      ['a', 1, 'satisfied'],
      ['b', 1, 'satisfied'],
      ['a', 2, 'unsatisfied'],
    ]);
  });
});

describe('scores without end', () => {
  const sheet = rows('q,faithful,relevant', 'Why?,1.0,0.4333', 'How?,0.5,nan', 'Who?,1e-07,0.95');
  const words = ['--wide', 'faithful,relevant', '--map', 'id=#', 'query=q', "agent='m'"];

  it('are asked for with a range, and read by it; nan has no label', async () => {
    const asked = await map('scores.csv', sheet, ...words);
    expect([asked.code, asked.said]).toEqual([2, expect.stringContaining('say what they mean with --labels, a range as 0.5..1=satisfied')]);
    const mapped = await map('scores.csv', sheet, ...words, '--labels', '*: 0.9..=satisfied 0.5..0.9=partial ..0.5=unsatisfied');
    expect(mapped.verdicts.map(({ label, error }) => label ?? error)).toEqual([
      'satisfied',
      'unsatisfied',
      'partial',
      'nan',
      'unsatisfied',
      'satisfied',
    ]);
    expect(mapped.said).toContain('label 0.9.. (2) -> satisfied');
  });

  it('take the word before the range, and the first range of two', async () => {
    const mapped = await map('scores.csv', sheet, ...words, '--labels', '*: nan=unsatisfied 1=partial 0..0.5=unsatisfied 0.5..1=satisfied');
    expect(mapped.verdicts.map(({ label }) => label)).toEqual([
      'partial',
      'unsatisfied',
      'unsatisfied',
      'unsatisfied',
      'unsatisfied',
      'satisfied',
    ]);
    const odd = await map('scores.csv', sheet, ...words, '--labels', '*: 1..0=satisfied');
    expect([odd.code, odd.said]).toEqual([2, expect.stringContaining('--labels: 1..0: expected the lower number first')]);
  });

  it('are outcomes of two texts in one row, each of which is the report of the agent at its place', async () => {
    const pair = { ask: 'Why?', out_1: 'So.', gen_1: 'm1', out_2: 'Thus.', gen_2: 'm2' };
    const file = lines({ ...pair, pref: 1.0002 }, { ...pair, ask: 'How?', pref: 1.5 }, { ...pair, ask: 'Who?', pref: 1.9 });
    const words = ['--map', 'id=#', 'query=ask', 'report=out_1,out_2', 'agent=gen_1,gen_2', 'a=gen_1', 'b=gen_2', 'outcome=pref'];
    const mapped = await map('pairs.jsonl', file, ...words, '--outcomes', '1.5=tie 1..1.5=a 1.5..2=b');
    expect(mapped.battles.map(({ outcome }) => outcome)).toEqual(['a', 'tie', 'b']);
    expect(mapped.reports.slice(0, 2)).toEqual([
      { task: '1', agent: 'm1', report: 'So.' },
      { task: '1', agent: 'm2', report: 'Thus.' },
    ]);
    expect(mapped.said).toContain('battles.jsonl --benchmark pairs');
  });
});

describe('a column a word', () => {
  const head = 'id,model_a,model_b,winner_model_a,winner_model_b,winner_tie';

  it('is the word whose column is 1; a row with none is left out', async () => {
    const mapped = await map('votes.csv', rows(head, '1,x,y,1,0,0', '2,x,y,0,0,1', '3,x,y,0,0,0'), '--as', 'arena');
    expect(mapped.battles.map(({ outcome }) => outcome)).toEqual(['a', 'tie']);
    expect(mapped.said).toContain('battles left out, without an outcome: empty (1)');
  });

  it('is refused where two are 1, and where cells are neither 0 nor 1', async () => {
    const mapped = await map('votes.csv', rows(head, '1,x,y,1,1,0', '2,x,y,0.3,0.3,0.4'), '--as', 'arena');
    expect([mapped.code, mapped.said]).toEqual([2, expect.stringContaining('a and b (1), a 0.3 and b 0.3 and tie 0.4 (1)')]);
  });
});

describe('logs of other harnesses', () => {
  it('have their rows within, in lists or under keys, and it is said where', async () => {
    const result = (testIdx: number, pass: boolean) => ({
      testIdx,
      prompt: { raw: `Q${testIdx}?` },
      provider: { id: 'm:1' },
      response: { output: 'So.' },
      gradingResult: { componentResults: [{ pass, assertion: { value: 'names it' } }] },
    });
    const log = JSON.stringify({ evalId: 'e', results: { version: 3, results: [result(0, true), result(1, false)] } });
    expect(await look('log.json', log)).toContain('Rows may stand within it: --rows results.results (2)');
    const component = 'gradingResult.componentResults[]';
    const fields = ['id=testIdx', 'query=prompt.raw', 'agent=provider.id', 'report=response.output'];
    const labels = [`criterion=${component}.assertion.value`, `label=${component}.pass`];
    const mapped = await map('log.json', log, '--rows', 'results.results', '--map', ...fields, ...labels);
    expect(said(mapped)).toEqual(['m:1 | names it | satisfied', 'm:1 | names it | unsatisfied']);
    const keyed = JSON.stringify({ plan_0: { id: 'plan_0', input: 'Why?', score: 5 }, plan_1: { id: 'plan_1', input: 'How?', score: 1 } });
    expect(await look('keyed.json', keyed)).toContain("--rows '{}' (2)");
    expect((await map('keyed.json', keyed, '--rows', '{}', '--map', 'query=input')).tasks.map(({ id }) => id)).toEqual([
      'plan_0',
      'plan_1',
    ]);
  });

  it('may be events of several kinds: what holds nothing of what is mapped is left out and counted', async () => {
    const events = lines(
      { spec: { model: 'm' } },
      { sample_id: 's.0', type: 'sampling', data: { prompt: [{ role: 'user', content: 'Why?' }], sampled: ['So.'] } },
      { sample_id: 's.0', type: 'match', data: { correct: true, sampled: 'So.' } },
      { final_report: { accuracy: 1 } },
    );
    const fields = [
      'id=sample_id',
      'query=data.prompt',
      'report=data.sampled[0]',
      'label=data.correct',
      "criterion='matches'",
      "agent='m'",
    ];
    const mapped = await map('events.jsonl', events, '--map', ...fields);
    expect(mapped.code, mapped.said).toBe(0);
    expect(mapped.tasks).toMatchObject([{ id: 's.0', query: 'Why?', rubric: [{ criterion: 'matches' }] }]);
    expect(mapped.reports).toEqual([{ task: 's.0', agent: 'm', report: 'So.' }]);
    expect(said(mapped)).toEqual(['m | matches | satisfied']);
    expect(mapped.said).toContain('2 of 4 rows hold nothing of what is mapped, the first events.jsonl:1');
  });

  it('name elements by their place, from the first or as judges', async () => {
    const file = lines({ id: 1, model: 'm', by: ['gpt', 'v2'], score: [1, 0, 1] });
    const one = await map('places.jsonl', file, '--map', "criterion='good'", 'agent=model', 'label=score[]', 'judge=score[]@key');
    expect(one.said).not.toContain('nothing stands at');
    expect(said(one)).toEqual(['1 | good | satisfied', '2 | good | unsatisfied', '3 | good | satisfied']);
    const other = await map('places.jsonl', file, '--map', "criterion='good'", 'agent=model', 'label=score[-1]', 'judge=by[0]');
    expect(said(other)).toEqual(['gpt | good | satisfied']);
  });

  it('are said to have nothing at a path with a slip of the pen', async () => {
    const file = lines({ id: 1, query: 'Why?', rubric: [{ text: 'A', kind: 'form' }] });
    const mapped = await map('slip.jsonl', file, '--map', 'criterion=rubric[].text', 'axis=rubric[].knid');
    expect([mapped.code, mapped.said]).toEqual([0, expect.stringContaining('nothing stands at axis=rubric[].knid')]);
  });

  it('hold NaN as Python writes it, which is empty, and said; within a text it is a text', async () => {
    const mapped = await map('nan.json', '[{"id": 1, "query": "Is NaN, NaN?", "criterion": "c", "agent": "m", "label": NaN}]');
    expect(mapped.tasks[0]?.query).toBe('Is NaN, NaN?');
    expect(said(mapped)).toEqual(['m | c | unscored: empty']);
    expect(mapped.said).toContain('NaN or Infinity, read as empty: 1');
  });

  it('hold halves of characters, which become the sign that stands for one, and said; pairs and what only looks so are left', async () => {
    const text = String.raw`[{"id": "1", "query": "a\ud800b \ud83d\ude00 \\ud800 \udfff"}]`;
    const mapped = await map('halves.json', text);
    expect(mapped.tasks[0]?.query).toBe('a\ufffdb 😀 \\ud800 \ufffd');
    expect(mapped.said).toContain('half a character, read as \ufffd: 2');
  });
});

describe('a table as spreadsheets save it', () => {
  const text = rows('frage;punkte;gewicht', 'Warum fällt Wasser?;0,5;1,5', 'Wie groß ist es?;1,00;0,25');
  const words = ['--map', 'id=#', 'query=frage', 'label=punkte', 'weight=gewicht', "criterion='gut'", "agent='m'"];

  it('has decimal commas between semicolons, and letters of Windows', async () => {
    const mapped = await map('tabelle.csv', Buffer.from(text, 'latin1'), ...words);
    expect(mapped.said).toContain('table with semicolons, 2 rows, read as Windows-1252');
    expect(mapped.tasks).toMatchObject([
      { query: 'Warum fällt Wasser?', rubric: [{ weight: 1.5 }] },
      { query: 'Wie groß ist es?', rubric: [{ weight: 0.25 }] },
    ]);
    expect(said(mapped)).toEqual(['m | gut | partial', 'm | gut | satisfied']);
  });

  it('may have a column of row numbers without a name, and is asked about a header that lacks more of them', async () => {
    const shown = await look('frame.csv', rows(',question,answer', '0,Why?,So.', '1,How?,Thus.'));
    expect(shown).toContain('table with commas, 2 rows\n');
    expect(shown).toContain('query = question');
    const odd = await look('odd.csv', rows('id,,,query,criterion', '1,x,y,Why?,Names it', '2,x,y,How?,Names it'));
    expect(odd).toContain('odd.csv:1: names 3 of 5 columns: name all of them if it is the header, else delete the line');
  });

  it('may write our names in large letters, and signs as wide as Chinese ones', async () => {
    const mapped = await map('wide.csv', rows('ID,Query,Criterion,Weight', 't1,Why?,Names a,６０％', 't1,Why?,Names b,４０％'));
    expect(mapped.tasks).toMatchObject([{ id: 't1', rubric: [{ weight: 60 }, { weight: 40 }] }]);
    expect(await look('wide.csv', rows('ID,Query', 't1,Why?', 't1,Why?'))).toContain('id = ID\n');
  });

  it('asks what a comma before three digits is', async () => {
    const mapped = await map('tabelle.csv', text.replace('1,5', '1,500'), ...words);
    expect([mapped.code, mapped.said]).toEqual([2, expect.stringContaining('weight: 1,500 (1): say what they weigh')]);
  });

  it.each([
    [
      'cut short',
      Buffer.from('id,query\n1,Où est l’été\n2,é').subarray(0, -1),
      'cut.csv:3: not UTF-8, though most of the file is: a damaged character',
    ],
    [
      'with half a character',
      Buffer.from('id,query\n1,a\xed\xa0\x80b', 'latin1'),
      'cut.csv:2: not UTF-8, though most of the file is: half a character',
    ],
    ['in another encoding', Buffer.from('id,query\n1,\x81 \x8d', 'latin1'), 'expected text in UTF-8, UTF-16, GB18030 or Windows-1252'],
  ])('is not taken for another alphabet: UTF-8 %s', async (_, bytes, line) => {
    place.write('cut.csv', bytes);
    expect(await look('cut.csv', bytes)).toContain(line);
  });
});
