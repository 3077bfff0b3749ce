import { describe, expect, it } from 'vitest';
import { lintFile } from '../../benchmarks/lint/lint.ts';
import { loadTasks, readTaskFile } from '../../benchmarks/load.ts';
import { InputError } from '../../judge/errors.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const rubric = [{ criterion: 'Names a source.', weight: 2 }];
const task = { id: 't1', query: 'Why?', language: 'en', domain: 'STEM', rubric };
const lines = (...rows: unknown[]) => rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

describe('loadTasks', () => {
  it('reads our own layout in the order of the file', async () => {
    const file = folder.write('own.jsonl', lines({ ...task, id: 'b' }, { ...task, id: 'a', rubric: undefined }));
    const tasks = await loadTasks(file);
    expect(tasks.map((one) => one.id)).toEqual(['b', 'a']);
    expect(tasks[0]?.rubric).toEqual([{ id: 'c01', criterion: 'Names a source.', weight: 2 }]);
  });

  it('reads the official layout of ResearchRubrics by its keys', async () => {
    const row = { sample_id: 's1', prompt: 'Why?', domain: 'STEM', rubrics: [{ criterion: 'c', weight: 1, axis: 'a' }] };
    const file = await readTaskFile(folder.write('official.jsonl', lines(row)));
    expect(file.source?.name).toBe('researchrubrics');
    expect(file.rows[0]?.value.id).toBe('s1');
  });

  it.each<[string, string, string]>([
    ['a repeated id', lines(task, { ...task, id: 't2' }, task), ':3: task id "t1" stands on line 1 already'],
    ['an empty rubric', lines({ ...task, rubric: [] }), ':1: rubric: a rubric needs at least one criterion'],
    ['a weight of 0', lines({ ...task, rubric: [{ criterion: 'c', weight: 0 }] }), ':1: rubric[0].weight: a weight of 0 changes nothing'],
    ['weights that are all negative', lines({ ...task, rubric: [{ criterion: 'c', weight: -1 }] }), ':1: rubric: all weights are negative'],
    [
      'an endless weight',
      lines('{"id":"a","query":"q","language":"en","domain":"d","rubric":[{"criterion":"c","weight":1e999}]}'),
      ':1: rubric[0].weight: expected a number other than 0',
    ],
    ['a misspelt key', lines(task, { ...task, id: 't2', doman: 'x' }), ':2: unknown key `doman` (did you mean `domain`?)'],
    [
      'an id that leaves its folder',
      lines({ ...task, id: '../x' }),
      ':1: id: an id is letters, digits, ".", "_" and "-", and starts with a letter or digit, got "../x"',
    ],
    ['an id with a slash', lines({ ...task, id: 'a/b' }), ':1: id: an id is letters'],
    ['an empty file', '', ': no tasks in this file'],
    ['a file of blank lines', '\n \n', ': no tasks in this file'],
    ['two layouts', lines(task, { sample_id: 's', prompt: 'p', rubrics: [] }), ':2: unknown keys `sample_id`'],
  ])('refuses %s', async (name, content, message) => {
    const file = folder.write(`${name}.jsonl`, content);
    const refused = await loadTasks(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect(String(refused)).toContain(`${file}${message}`);
    expect(String(refused)).not.toContain('\n');
  });
});

describe('lintFile', () => {
  it('lists every bad line and does not stop at the first', async () => {
    const file = folder.write('lint.jsonl', lines(task, '{', { ...task, id: 't2', domain: 3 }, task, { ...task, id: 't3' }));
    const { findings } = await lintFile(file);
    expect(findings.map((finding) => finding.message.slice(file.length, file.length + 3))).toEqual([':2:', ':3:', ':4:']);
    expect(findings.every((finding) => finding.severity === 'error')).toBe(true);
  });

  it('finds nothing in a good file, and no tasks in an empty one', async () => {
    expect((await lintFile(folder.write('good.jsonl', lines(task)))).findings).toEqual([]);
    expect((await lintFile(folder.write('none.jsonl', ''))).findings).toHaveLength(1);
  });
});
