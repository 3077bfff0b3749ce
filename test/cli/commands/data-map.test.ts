/** gavel data map: other people's files in the shapes in which they lie, and what comes of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { mapper, rows, said, type Written } from './mapper.ts';

const { place, map, mapThere } = mapper();
const zip = (files: Readonly<Record<string, string>>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
const rubrics = ({ tasks }: Written) =>
  tasks.map(({ id, rubric }) => [id, ...(rubric as { criterion: string; weight: number }[]).map(({ weight }) => weight)]);
const nothing = ({ out }: Written) => !existsSync(join(place.path, out));

describe('a table with a row a criterion', () => {
  const sheet = rows(
    'no,ask,check,points',
    '7,Why do cats purr?,Names healing,5',
    '7,Why do cats purr?,Names calm,3',
    '8,Why is ice light?,Names bonds,5',
  );
  const words = ['--map', 'id=no', 'query=ask', 'criterion=check', 'weight=points'];

  it('makes one task of the rows with one id', async () => {
    const mapped = await map('rows.csv', sheet, ...words);
    expect(mapped.code, mapped.said).toBe(0);
    expect(rubrics(mapped)).toEqual([
      ['7', 5, 3],
      ['8', 5],
    ]);
  });

  it('refuses another query under the same id, naming both lines, and writes nothing', async () => {
    const mapped = await map('rows.csv', rows(sheet, '7,Another question?,x,1'), ...words);
    expect(mapped.code).toBe(2);
    expect(mapped.said).toContain('rows.csv:5: id "7" has another query here than at rows.csv:2');
    expect(nothing(mapped)).toBe(true);
  });

  it('says the same again from map.yaml', async () => {
    const first = await map('rows.csv', sheet, ...words);
    const again = await map('next.csv', sheet, '--map-file', `${first.out}/map.yaml`);
    expect(again.tasks).toEqual(first.tasks);
    expect(readFileSync(join(place.path, first.out, 'map.yaml'), 'utf8')).toMatch(/sha256: [0-9a-f]{64}/);
  });

  it('is shown with its fields, a map and the line to type, and nothing is written', async () => {
    place.write('rows.csv', sheet);
    const { code, stdout } = await gavel(['data', 'map', 'rows.csv', '--map', 'id=no', 'query=ask'], { cwd: place.path });
    expect(code).toBe(0);
    expect(stdout).toContain('table with commas, 3 rows');
    expect(stdout).toContain('2 tasks, 3 criteria, weights 5 (2), 3 (1)');
    expect(stdout).toContain('gavel data map rows.csv --map id=no query=ask criterion=check weight=points --out DIR');
  });
});

describe('JSON with nested rubrics', () => {
  it('reads chats, and ids that cannot name a file; a weight below 0 on a flaw is kept', async () => {
    const list = [
      {
        uid: 11,
        prompt: [{ role: 'user', content: 'Why do cats purr?' }],
        rubrics: [
          { text: 'Names calm', points: 5 },
          { text: 'Says they sing', points: -4 },
        ],
      },
      {
        uid: '12+',
        prompt: [
          { role: 'user', content: 'And dogs?' },
          { role: 'assistant', content: 'No.' },
          { role: 'user', content: 'Sure?' },
        ],
        rubrics: [{ text: 'Says no', points: 2 }],
      },
    ];
    const words = ['--map', 'id=uid', 'query=prompt', 'criterion=rubrics[].text', 'weight=rubrics[].points'];
    const mapped = await map('chat.json', JSON.stringify(list), ...words);
    expect(mapped.code, mapped.said).toBe(0);
    expect(rubrics(mapped)).toEqual([
      ['11', 5, -4],
      ['12_', 2],
    ]);
    expect(mapped.tasks.map(({ query }) => query)).toEqual(['Why do cats purr?', 'user: And dogs?\n\nassistant: No.\n\nuser: Sure?']);
    expect(mapped.tasks[1]?.tags).toEqual({ sourceId: '12+' });
    const clash = await map('chat.json', JSON.stringify([...list, { ...list[1], uid: '12_' }]), ...words);
    expect([clash.code, clash.said]).toEqual([2, 'gavel: chat.json: row 3: the ids "12+" and "12_" both become "12_"\n']);
  });

  it('reads criteria under keys, with the share of each key as weight', async () => {
    const object = { id: 't1', task: 'Why?', parts: { facts: ['A', 'B'], form: ['C'] }, share: { facts: 0.8, form: 0.2 } };
    const words = ['--map', 'query=task', 'criterion=parts.{}[]', 'axis=parts.{}@key'];
    const mapped = await map('keys.json', JSON.stringify(object), ...words, 'weight=share.{}');
    expect(mapped.code, mapped.said).toBe(0);
    expect(mapped.tasks[0]?.rubric).toMatchObject([
      { criterion: 'A', axis: 'facts', weight: 0.8 },
      { criterion: 'B', axis: 'facts', weight: 0.8 },
      { criterion: 'C', axis: 'form', weight: 0.2 },
    ]);
    const bare = await map('keys.json', JSON.stringify(object), ...words);
    expect(rubrics(bare)).toEqual([['t1', 1, 1, 1]]);
    expect(bare.said).toContain('no weight is mapped: 1 each');
  });

  it('multiplies weights of two levels', async () => {
    const object = {
      id: 1,
      q: 'Why?',
      dims: { a: 0.5 },
      list: {
        a: [
          { c: 'A', w: 0.2 },
          { c: 'B', w: 0.8 },
        ],
      },
    };
    const mapped = await map(
      'levels.json',
      JSON.stringify(object),
      '--map',
      'query=q',
      'criterion=list.{}[].c',
      'weight=dims.{} * list.{}[].w',
    );
    expect(rubrics(mapped)).toEqual([['1', 0.1, 0.4]]);
  });

  it('reads labels by their place, of reports in one pretty-printed object', async () => {
    const object = (last: string[]) => ({
      question: 'Why?',
      rubric: [
        { requirement: 'A', weight: 1.5 },
        { requirement: 'B', weight: 0.5 },
      ],
      items: [
        { who: 'm1', text: 'By the sun.', truth: ['MET', 'UNMET'] },
        { who: 'm2', text: 'By marks.', truth: last },
      ],
    });
    const words = [
      '--map',
      'query=question',
      'criterion=rubric[].requirement',
      'weight=rubric[].weight',
      'agent=items[].who',
      'report=items[].text',
      'label=items[].truth[rubric]',
    ];
    const mapped = await map('quiz.json', JSON.stringify(object(['UNMET', 'CANNOT_ASSESS']), null, 2), ...words);
    expect(mapped.code, mapped.said).toBe(0);
    expect(rubrics(mapped)).toEqual([['quiz', 1.5, 0.5]]);
    expect(mapped.reports).toHaveLength(2);
    expect(said(mapped)).toEqual([
      'm1 | A | satisfied',
      'm1 | B | unsatisfied',
      'm2 | A | unsatisfied',
      'm2 | B | unscored: cannot assess',
    ]);
    const bad = await map('quiz.json', JSON.stringify(object(['MET', 'MET', 'MET'])), ...words);
    expect([bad.code, bad.said]).toEqual([2, expect.stringMatching(/items\[\]\.truth\[rubric\] has 3 elements .*2.*rubric\[\] has 2\n$/)]);
    await gavel(['import', 'reports', `${mapped.out}/reports.jsonl`, '--benchmark', `quiz=${mapped.out}/tasks.jsonl`, '--store', 'q.db'], {
      cwd: place.path,
    });
    await gavel(
      ['import', 'verdicts', `${mapped.out}/verdicts.jsonl`, '--benchmark', `quiz=${mapped.out}/tasks.jsonl`, '--store', 'q.db'],
      { cwd: place.path },
    );
    const { stdout } = await gavel(['leaderboard', '--store', 'q.db', '--json'], { cwd: place.path });
    const board = JSON.parse(stdout) as { rows: { agent: string; score: number; unscored: number; coverage: number }[] };
    expect(board.rows.map(({ agent, score, unscored, coverage }) => [agent, score, unscored, coverage])).toEqual([
      ['m1', 75, 0, 1],
      ['m2', 0, 1, 0.5],
    ]);
  });
});

describe('a table with a column a criterion', () => {
  it('reads semicolons, raters, and cells without a label as unscored', async () => {
    const sheet = rows('model;item;rater;Names A;Names B;note', 'm1;t1;ann;Y;partially;', 'm1;t1;bo;yes;N/A;dark', 'm2;t1;ann;否;;');
    const mapped = await map(
      'wide.csv',
      sheet,
      '--wide',
      'Names A,Names B',
      '--map',
      'id=item',
      'agent=model',
      'judge=rater',
      'reason=note',
    );
    expect(mapped.code, mapped.said).toBe(0);
    expect(said(mapped)).toEqual([
      'ann | Names A | satisfied',
      'ann | Names B | partial',
      'bo | Names A | satisfied',
      'bo | Names B | unscored: n/a',
      'ann | Names A | unsatisfied',
      'ann | Names B | unscored: empty',
    ]);
  });

  it('does not take 1 for good in a column that reads as a flaw', async () => {
    const sheet = rows('model_name,doc,run,err_a,err_b,remark', 'q:7b,D-1,1,0,1,off', 'q:7b,D-1,2,0,0,');
    const words = ['--map', 'id=doc', 'agent=model_name', 'repeat=run', 'reason=remark'];
    const open = await map('flaws.csv', sheet, '--wide', 'err_*', ...words);
    expect([open.code, open.said]).toEqual([
      2,
      expect.stringContaining('err_a, err_b: 1 reads as a flaw: say it with --labels or a negative weight'),
    ]);
    const stated = await map('flaws.csv', sheet, '--wide', 'err_*=25', '--labels', '*: 0=satisfied 1=unsatisfied', ...words);
    expect(stated.verdicts.map(({ agent, repeat, label }) => [agent, repeat, label])).toEqual([
      ['q:7b', 1, 'satisfied'],
      ['q:7b', 1, 'unsatisfied'],
      ['q:7b', 2, 'satisfied'],
      ['q:7b', 2, 'satisfied'],
    ]);
    const below = await map('flaws.csv', sheet, '--wide', 'err_*=-25', ...words);
    expect([below.code, below.said]).toEqual([2, expect.stringContaining('all weights are negative')]);
  });
});

describe('words that nobody explained', () => {
  it('are listed with their counts, a scale for each criterion', async () => {
    const sheet = rows('answer,rater,criterion,score', 'a1,r1,clear,5', 'a1,r1,sourced,3.0', 'a1,r2,clear,', 'a1,r2,sourced,1');
    const words = ['--map', 'id=answer', 'judge=rater', 'label=score'];
    const open = await map('scale.csv', sheet, ...words);
    expect([open.code, nothing(open)]).toEqual([2, true]);
    expect(open.said).toContain('clear: 5 (1), empty (1); sourced: 3 (1), 1 (1): say what they mean with --labels');
    const table = 'clear: 4,5=satisfied 3=partial 1,2=unsatisfied; sourced: 3=satisfied 2=partial 1=unsatisfied';
    expect(said(await map('scale.csv', sheet, ...words, '--labels', table))).toEqual([
      'r1 | clear | satisfied',
      'r1 | sourced | satisfied',
      'r2 | clear | unscored: empty',
      'r2 | sourced | unsatisfied',
    ]);
  });

  it('weigh what the user says; a number beside a word wins', async () => {
    const sheet = rows('id,query,criterion,importance', 't1,Why?,A,Essential', 't1,Why?,B,Optional');
    const open = await map('words.csv', sheet, '--map', 'weight=importance');
    expect([open.code, open.said]).toEqual([2, expect.stringContaining('Essential (1), Optional (1): say what they weigh with --weights')]);
    expect(rubrics(await map('words.csv', sheet, '--map', 'weight=importance', '--weights', 'essential=5 optional=1'))).toEqual([
      ['t1', 5, 1],
    ]);
    const both = rows('id,query,criterion,importance,points', 't1,Why?,A,Essential,4', 't1,Why?,B,Optional,2');
    expect(rubrics(await map('both.csv', both, '--map', 'weight=points', 'axis=importance'))).toEqual([['t1', 4, 2]]);
  });

  it('weights below 0 on flaws and on their avoidance: the user says which', async () => {
    const object = {
      id: 't1',
      question: 'Why?',
      rubric: [
        { description: 'Essential Criteria: Names A', weight: 5 },
        { description: 'Pitfall Criteria: Does not say B', weight: -1 },
        { description: 'Pitfall Criteria: Says C', weight: -1 },
      ],
    };
    const words = ['--map', 'query=question', 'criterion=rubric[].description', 'weight=rubric[].weight'];
    const open = await map('pitfalls.json', JSON.stringify(object), ...words);
    expect(open.code).toBe(2);
    expect(open.said).toContain('2 negative weights: 1 reads as a flaw, 1 as its avoidance: --negative flaw or avoided');
    expect(rubrics(await map('pitfalls.json', JSON.stringify(object), ...words, '--negative', 'flaw'))).toEqual([['t1', 5, -1, -1]]);
    const avoided = await map('pitfalls.json', JSON.stringify(object), ...words, '--negative', 'avoided');
    expect(rubrics(avoided)).toEqual([['t1', 5, 1, -1]]);
    expect(avoided.said).toContain('turned positive: Pitfall Criteria: Does not say B');
  });
});

describe('runs and votes', () => {
  it('keeps an empty report as a failed attempt', async () => {
    const lines = rows(
      JSON.stringify({ id: 57, prompt: 'Why?', article: 'By the sun.' }),
      JSON.stringify({ id: 58, prompt: 'How?', article: '' }),
    );
    const mapped = await map('run.jsonl', lines, '--map', 'query=prompt', 'report=article', "agent='odr'");
    expect(mapped.code, mapped.said).toBe(0);
    expect(mapped.tasks.map(({ id }) => id)).toEqual(['57', '58']);
    expect(mapped.reports).toEqual([
      { task: '57', agent: 'odr', report: 'By the sun.' },
      { task: '58', agent: 'odr', status: 'failed', error: 'empty' },
    ]);
  });

  it('reads a column a voter from tabs under .csv, and leaves out votes without an outcome', async () => {
    const sheet = rows('q_id\tleft\tright\tv1\tv2', '1\tm1\tm2\tleft\ttie', '2\tm1\tm2\terror\tright');
    const mapped = await map('votes.csv', sheet, '--map', 'task=q_id', 'a=left', 'b=right', 'outcome=v1,v2');
    expect(mapped.code, mapped.said).toBe(0);
    expect(mapped.battles).toEqual([
      { task: '1', a: 'm1', b: 'm2', outcome: 'a', judge: 'v1' },
      { task: '1', a: 'm1', b: 'm2', outcome: 'tie', judge: 'v2' },
      { task: '2', a: 'm1', b: 'm2', outcome: 'b', judge: 'v2' },
    ]);
    expect(mapped.said).toContain('battles left out, without an outcome: error (1)');
  });
});

describe('containers', () => {
  const sheet = rows(
    'Please do not share outside the team.,,,',
    ',,,',
    'id,query,criterion,weight',
    't1,为什么下雨？,Names A,60%',
    't1,为什么下雨？,Names B,40%',
    '',
  );
  /** 为什么下雨？ in GB18030. */
  const gb = Buffer.from('ceaaca b2c3b4cfc2d3eaa3bf'.replace(' ', ''), 'hex');
  const [before, between, after] = sheet.split('为什么下雨？').map((text) => Buffer.from(text));

  it.each([
    ['UTF-8', Buffer.from(sheet)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${sheet}`)],
    ['UTF-16', Buffer.from(`\ufeff${sheet}`, 'utf16le')],
    ['GB18030', Buffer.concat([before ?? gb, gb, between ?? gb, gb, after ?? gb])],
  ])('reads a table with lines above its header in %s', async (encoding, bytes) => {
    const mapped = await map('above.csv', bytes);
    expect(mapped.code, mapped.said).toBe(0);
    expect(rubrics(mapped)).toEqual([['t1', 60, 40]]);
    expect(mapped.tasks[0]).toMatchObject({ query: '为什么下雨？', language: 'zh', domain: 'unknown' });
    expect(mapped.said).toContain('lines above the header left out: 2');
    if (encoding.length < 9 && encoding !== 'UTF-8') expect(mapped.said).toContain(`read as ${encoding}`);
  });

  it('reads objects one after the other, each over several lines', async () => {
    const pretty = [1, 2].map((id) => JSON.stringify({ id, query: `Why "{${id}"?` }, null, 2)).join('\n');
    expect((await map('pretty.json', pretty)).tasks.map(({ query }) => query)).toEqual(['Why "{1"?', 'Why "{2"?']);
  });

  it('goes down to the rows, and up again to what stands above them', async () => {
    const log = { eval: { model: 'm1' }, samples: [{ id: 1, input: 'Why?', out: 'So.' }] };
    const mapped = await map(
      'log.json',
      JSON.stringify(log),
      '--rows',
      'samples',
      '--map',
      'query=input',
      'report=out',
      'agent=^.eval.model',
    );
    expect(mapped.reports).toEqual([{ task: '1', agent: 'm1', report: 'So.' }]);
  });

  it('joins a second file by a key', async () => {
    place.write('words.csv', rows('qid,text', '1,Why?', '2,How?'));
    const lines = rows(JSON.stringify({ id: 1, answer: 'So.' }), JSON.stringify({ id: 2, answer: 'Thus.' }));
    const mapped = await map('answers.jsonl', lines, '--with', 'q=words.csv:qid', '--map', 'query=q.text', 'report=answer');
    expect(mapped.tasks.map(({ id, query }) => [id, query])).toEqual([
      ['1', 'Why?'],
      ['2', 'How?'],
    ]);
  });

  it.each([
    [
      'a workbook',
      zip({ 'xl/workbook.xml': '<workbook/>', '[Content_Types].xml': '<Types/>' }),
      'a workbook: save the sheet as "CSV UTF-8"',
    ],
    ['an archive of pictures', zip({ 'a.png': 'x' }), 'an archive without JSON, CSV or YAML in it'],
    ['a cut archive', zip({ 'a.json': '{}' }).subarray(0, 30), 'an archive that cannot be read'],
    ['a name that stands twice', Buffer.from('{"id": 1,\n "a\\u0062": {"c": 1}, "ab": 2}'), 'broken:2: the name "ab" stands twice'],
    ['an empty file', Buffer.from('\n'), 'an empty file'],
    ['prose', Buffer.from('Nothing but words here.'), 'expected JSON, or a table'],
    ['100,000 columns', Buffer.from(Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')), 'expected at most 10000 columns'],
    ['deep nesting', Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), 'nothing is mapped'],
    ['names of prototypes', Buffer.from('{"__proto__": {"a": 1}, "constructor": 2, "id": 3}'), 'nothing is mapped'],
    ['broken JSON', Buffer.from('{"a": 1}\n{"a": \n'), 'broken:2: not JSON'],
  ])('ends in one line for %s', async (_what, bytes, line) => {
    const mapped = await map('broken', bytes);
    expect([mapped.code, mapped.said.trim().split('\n').length]).toEqual([2, 1]);
    expect(mapped.said).toContain(line);
  });
});

describe('several files at once', () => {
  const log = { 'header.json': '{"eval": {"model": "m"}}', '_journal/start.json': '{"eval": {}}' };
  const sample = (id: number, epoch: number, value: string) =>
    JSON.stringify({
      id,
      epoch,
      input: 'Why?',
      output: { choices: [{ message: { content: [{ type: 'text', text: `r${epoch}` }] } }] },
      scores: { match: { value } },
    });

  it('an archive of one log is read as the log is where it is kept as JSON', async () => {
    const files = { ...log, 'samples/1_epoch_10.json': sample(1, 10, 'I'), 'samples/1_epoch_2.json': sample(1, 2, 'C') };
    const mapped = await map('log.eval', zip(files), '--as', 'inspect');
    expect(mapped.reports).toMatchObject([
      { task: '1', agent: 'm', repeat: 2, report: 'r2' },
      { task: '1', agent: 'm', repeat: 10, report: 'r10' },
    ]);
    expect(mapped.verdicts.map(({ repeat, label }) => [repeat, label])).toEqual([
      [2, 'satisfied'],
      [10, 'unsatisfied'],
    ]);
  });

  it('a folder of runs gives a row a file; what did not end well is failed, whatever stands in the place of a report', async () => {
    const run = (query_id: string, status: string, output: string) =>
      JSON.stringify({
        query_id,
        status,
        result: [
          { type: 'reasoning', output: 'so' },
          { type: 'output_text', output },
        ],
      });
    place.write('runs/b.json', run('12', 'max_turns', 'a page'));
    place.write('runs/a.json', run('7', 'completed', 'The answer.'));
    place.write('runs/notes.md', 'mine');
    const mapped = await mapThere('runs', '--as', 'browsecomp-plus', '--map', "agent='m'");
    expect([mapped.code, mapped.said]).toEqual([0, expect.stringContaining('folder of 2 files, 2 rows')]);
    expect(mapped.reports).toMatchObject([
      { task: '7', report: 'The answer.' },
      { task: '12', status: 'failed', error: 'max_turns' },
    ]);
  });
});

describe('what the file or the user says', () => {
  it('of each criterion whether it is a flaw goes before the sign of its weight', async () => {
    const sheet = rows('id,query,criterion,weight,kind', 't1,Why?,Does not guess,2,Flaw', 't1,Why?,Does not lie,-3,positive');
    expect(rubrics(await map('sheet.csv', sheet, '--map', 'polarity=kind'))).toEqual([['t1', -2, 3]]);
    const odd = await map('odd.csv', sheet.replace('Flaw', 'maybe'), '--map', 'polarity=kind');
    expect([odd.code, odd.said]).toEqual([2, expect.stringContaining('polarity: expected flaw or merit')]);
  });

  it('of words for an outcome what they mean', async () => {
    const votes = rows('id,a,b,vote', '1,m1,m2,first much better', '2,m1,m2,same', '3,m1,m2,spoilt', '4,m1,m2,m2');
    const asked = await map('votes.csv', votes, '--map', 'outcome=vote');
    expect(asked.said).toContain(
      'first much better (1), same (1), spoilt (1): expected the name of an agent or of its column, a, b or tie: say what they mean with --outcomes',
    );
    const told = await map('votes.csv', votes, '--map', 'outcome=vote', '--outcomes', 'first much better=a same=tie spoilt=none');
    expect(told.battles.map(({ outcome }) => outcome)).toEqual(['a', 'tie', 'b']);
    expect(told.said).toContain('battles left out, without an outcome: spoilt (1)');
  });
});

describe('the guess', () => {
  const look = async (content: string, ...words: string[]) => {
    place.write('look.json', content);
    return (await gavel(['data', 'map', 'look.json', ...words], { cwd: place.path })).stdout;
  };

  it('leaves a field with two candidates open, and says so', async () => {
    const shown = await look(JSON.stringify([{ id: 1, prompt: 'Why?', question: 'How?', rubrics: [{ text: 'A', points: 5 }] }]));
    expect(shown).toContain('query: prompt or question: say which with --map');
    expect(shown).toContain('criterion = rubrics[].text');
    expect(shown).toContain('Not yet:');
  });

  it('counts label words with what each becomes', async () => {
    const shown = await look(JSON.stringify(['yes', 'yes', 'n/a'].map((label, i) => ({ id: i, criterion: 'A', label }))));
    expect(shown).toContain('label yes (2) -> satisfied');
    expect(shown).toContain('label n/a (1) -> unscored');
  });

  it('is of a bounded length for a hundred thousand names', async () => {
    const shown = await look(JSON.stringify([Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]))]));
    expect(shown.length).toBeLessThan(20_000);
  });
});

describe('what is mapped and makes nothing', () => {
  it.each([
    ['criterion=c', 'criteria make a rubric where query is mapped'],
    ['label=c', 'a label makes a verdict where criterion is mapped'],
    ['outcome=c', 'an outcome makes a battle where a and b'],
    ['query=d', 'nothing stands there; there are n, c'],
    ['qeury=c', 'did you mean `query`'],
  ])('is refused: %s', async (pair, line) => {
    const mapped = await map('odd.csv', rows('n,c', '1,x'), '--map', 'id=n', pair);
    expect([mapped.code, mapped.said]).toEqual([2, expect.stringContaining(line)]);
  });
});

describe('presets', () => {
  it('read a file of their shape', async () => {
    const row = { prompt_id: 'p1', prompt: [{ role: 'user', content: 'Why?' }], rubrics: [{ criterion: 'A', points: 5 }] };
    expect(rubrics(await map('health.jsonl', JSON.stringify(row), '--as', 'healthbench'))).toEqual([['p1', 5]]);
    const two = { id: 'task1+', prompt: 'Why?', theme: 'X', content: { rubric: { recall: ['A'], form: ['B'] } } };
    expect((await map('two.jsonl', JSON.stringify(two), '--as', 'drb2')).tasks[0]).toMatchObject({
      id: 'task1_',
      domain: 'X',
      rubric: [{ axis: 'recall' }, { axis: 'form' }],
    });
    const output = { choices: [{ message: { content: 'So.' } }] };
    const log = {
      eval: { model: 'm/1' },
      samples: [{ id: 1, epoch: 1, input: 'Why?', output, scores: { match: { value: 'C' }, form: { value: 'N' } } }],
    };
    expect(said(await map('log.json', JSON.stringify(log), '--as', 'inspect'))).toEqual([
      'm/1 | match | satisfied',
      'm/1 | form | unsatisfied',
    ]);
    const choice = (choices: string[]) => ({ from_name: 'clear', value: { choices } });
    const studio = [
      {
        id: 1,
        annotations: [
          { completed_by: 7, result: [choice(['Good'])] },
          { completed_by: 8, result: [] },
          {
            completed_by: { id: 9, email: 'x@example.org' },
            was_cancelled: false,
            result: [choice(['Bad']), { from_name: 'remark', value: { text: ['!'] } }],
          },
          { completed_by: 10, was_cancelled: true, result: [choice(['Bad'])] },
        ],
      },
    ];
    const labels = ['--labels', 'good=satisfied bad=unsatisfied'];
    const labelled = await map('studio.json', JSON.stringify(studio), '--as', 'label-studio', ...labels);
    expect(said(labelled)).toEqual(['7 | clear | satisfied', '9 | clear | unsatisfied']);
    expect(labelled.said).toContain('labels left out, cancelled: 1');
    // A field of several choices is a label only where all of them mean one.
    const chosen = (...choices: string[]) =>
      JSON.stringify([
        { id: 7, annotations: [{ completed_by: 2, result: [{ from_name: 'extras', type: 'choices', value: { choices } }] }] },
      ]);
    const mean = ['--labels', '*: Purse,Ring=satisfied None=unsatisfied'];
    const once = await map('many.json', chosen('Purse', 'Ring'), '--as', 'label-studio', ...mean);
    expect(once.verdicts).toEqual([{ task: '7', judge: '2', criterion: 'extras', label: 'satisfied' }]);
    const unsaid = await map('unsaid.json', chosen('Purse', 'Ring'), '--as', 'label-studio', '--labels', 'extras: Purse,Ring=unscored');
    expect(said(unsaid)).toEqual(['2 | extras | unscored: purse']);
    expect(unsaid.said).toMatch(/^ {2}unscored: purse \(1\)$/m);
    const torn = await map('torn.json', chosen('Purse', 'None', 'Ring'), '--as', 'label-studio', ...mean);
    expect([torn.code, torn.said]).toEqual([
      2,
      expect.stringContaining('several labels of one judge at one criterion: extras (1): tell them apart with --map judge= or trial='),
    ]);
    expect(labelled.tasks).toMatchObject([{ id: '1', rubric: [{ criterion: 'clear' }] }]);
    const run = { id: 1, prompt: 'Why?', article: 'So.' };
    expect((await map('drb.jsonl', JSON.stringify(run), '--as', 'drb', '--map', "agent='x'")).reports).toHaveLength(1);
    const weighed = { id: 1, prompt: 'Why?', dimension_weight: { a: 0.5 }, criterions: { a: [{ criterion: 'A', weight: 0.5 }] } };
    expect(rubrics(await map('drbc.jsonl', JSON.stringify(weighed), '--as', 'drb-criteria'))).toEqual([['1', 0.25]]);
    const vote = rows('question_id,model_a,model_b,winner', '1,x,y,tie (bothbad)');
    expect((await map('arena.csv', vote, '--as', 'arena')).battles).toEqual([
      { task: '1', a: 'x', b: 'y', outcome: 'tie', absolute: 'poor' },
    ]);
    // As arenas publish them: no id at all, and a model that was drawn twice.
    const bare = rows('model_a,model_b,winner,judge,tstamp', 'x,y,model_b,u1,1.5', 'x,x,tie (bothbad),u1,2.5', 'y,x,tie,u2,3.5');
    const drawn = await map('clean_battle.csv', bare, '--as', 'arena');
    expect(drawn.battles).toEqual([
      { a: 'x', b: 'y', outcome: 'b', judge: 'u1' },
      { a: 'y', b: 'x', outcome: 'tie', judge: 'u2' },
    ]);
    expect(drawn.said).toContain('battles left out, of an agent with itself: 1, the first clean_battle.csv:3');
    expect(drawn.said).toContain('nothing stands at id=question_id | task | id');
    // What needs an id still asks for it.
    const needy = await map('bare.csv', rows('question,answer', 'Why?,So.', 'How?,Thus.'), '--map', 'id=uid | key', 'query=question');
    expect([needy.code, needy.said]).toEqual([2, expect.stringContaining('id: missing (2 times)')]);
    const won = rows('question_id,model_a,model_b,win', '1,x,y,model_b');
    expect((await map('win.csv', won, '--as', 'arena')).battles).toEqual([{ task: '1', a: 'x', b: 'y', outcome: 'b' }]);
    const chat = ['user', 'assistant'].map((role) => ({ role, content: role === 'user' ? 'Why?' : 'So.' }));
    const review = { index: 0, messages: chat, sample_score: { score: { prediction: 'So.', value: { acc: 1 } } } };
    expect((await map('review.jsonl', JSON.stringify(review), '--as', 'evalscope')).tasks[0]).toMatchObject({ id: '0', query: 'Why?' });
    const unknown = await map('two.jsonl', JSON.stringify(two), '--as', 'healthbanch');
    expect([unknown.code, unknown.said]).toEqual([2, expect.stringContaining('did you mean `healthbench`')]);
  });
});
