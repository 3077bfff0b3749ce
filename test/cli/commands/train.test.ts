/** `gavel train`: what it writes, and what it says of bad files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { desk } from '../desk.ts';

const REPORT = 'Acme Turbines sold 45 machines to Orkney Council in 2016. Critics in Norway doubted the figures. The harbour stayed shut.';
const ROW = {
  query: 'What is known?',
  report: REPORT,
  criterion: 'States that Acme Turbines delivered 45 machines.',
  weight: 2,
  label: 'satisfied',
};

describe('gavel train twins', () => {
  const place = desk();
  const run = (...words: string[]) => gavel(['train', 'twins', ...words], { cwd: place.path });

  it('writes the same bytes for the same rows and seed', async () => {
    place.write('rows.jsonl', lines([ROW, { ...ROW, label: 'unsatisfied', criterion: 'Names the price.' }]));
    const { code, stderr } = await run('rows.jsonl', '--out', 'twins.jsonl', '--seed', '3');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^\d+ rows of 1 of 1 satisfied criterion: .*number 1/)]);
    const first = readFileSync(join(place.path, 'twins.jsonl'), 'utf8');
    await run('rows.jsonl', '--out', 'again.jsonl', '--seed', '3');
    expect(readFileSync(join(place.path, 'again.jsonl'), 'utf8')).toBe(first);
    // Twins are rows as the file that they were made of.
    expect((await run('twins.jsonl', '--out', 'more.jsonl')).code).toBe(0);
  });

  it('names the field that is wrong, and a file without anything satisfied', async () => {
    place.write('odd.jsonl', lines([ROW, { ...ROW, weight: 0 }]));
    expect(await run('odd.jsonl', '--out', 'x.jsonl')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('odd.jsonl:2: weight: expected a number other than 0'),
    });
    place.write('none.jsonl', lines([{ ...ROW, label: undefined }]));
    expect(await run('none.jsonl', '--out', 'x.jsonl')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no row with the label "satisfied"'),
    });
  });
});
