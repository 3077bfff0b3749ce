import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../benchmarks/files/csv.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();

describe('readCsv', () => {
  it('names cells by column, leaves empty ones out, and says on which line a record begins', async () => {
    const file = folder.write('t.csv', '\ufeffa,b\r\n"1\n2", x \r\n\r\n,\r\n3,\r\n');
    expect(await readCsv(file)).toEqual({
      columns: ['a', 'b'],
      rows: [
        { line: 2, value: { a: '1\n2', b: 'x' } },
        { line: 6, value: { a: '3' } },
      ],
    });
  });

  it('reads tabs in a .tsv, and a table that has names only', async () => {
    expect((await readCsv(folder.write('t.tsv', 'a\tb\n1,5\t2\n'))).rows[0]?.value).toEqual({ a: '1,5', b: '2' });
    expect(await readCsv(folder.write('none.csv', 'a,b\n'))).toEqual({ columns: ['a', 'b'], rows: [] });
  });

  it.each([
    ['twice.csv', 'a,b,a\n1,2,3\n', /twice\.csv:1: the column "a" stands twice/],
    ['ragged.csv', 'a,b\n"1\n2",3\n4\n', /ragged\.csv:4: expected 2 cells as in the first line, got 1/],
    ['latin.csv', Buffer.from('a\n\xe9\n', 'latin1'), /latin\.csv:1: expected UTF-8 from here on/],
  ])('refuses %s, naming the line', async (name, content, message) => {
    await expect(readCsv(folder.write(name, content))).rejects.toThrow(message);
  });
});
