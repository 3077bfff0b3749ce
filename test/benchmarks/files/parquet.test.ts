import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ColumnSource, fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { parquetBatches } from '../../../benchmarks/files/parquet.ts';
import { loadTasks } from '../../../benchmarks/load.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();

type Columns = readonly Omit<ColumnSource, 'data'>[];

function write(name: string, columns: Columns, rows: Record<string, unknown>[], more: object = {}): string {
  const filename = join(folder.path, name);
  void parquetWriteRows({ writer: fileWriter(filename), columns: [...columns], rows, ...more });
  return filename;
}

async function read(file: string, wanted?: readonly string[]) {
  const rows = [];
  for await (const batch of parquetBatches(file, wanted)) rows.push(...batch);
  return rows;
}

describe('parquetBatches', () => {
  it('gives whole numbers as numbers, times and JSON as text, over several row groups', async () => {
    const columns: Columns = [
      { name: 'n', type: 'INT64' },
      { name: 'when', type: 'TIMESTAMP' },
      { name: 'json', type: 'JSON' },
    ];
    const file = write(
      'types.parquet',
      columns,
      [
        { n: 5n, when: new Date('2026-01-02T03:04:05Z'), json: ['a', 1] },
        { n: 6n, when: null, json: null },
        { n: 2n ** 60n, when: null, json: 'x' },
      ],
      { rowGroupSize: 2 },
    );
    expect(await read(file)).toEqual([
      { line: 1, value: { n: 5, when: '2026-01-02T03:04:05.000Z', json: '["a",1]' } },
      { line: 2, value: { n: 6, when: null, json: null } },
      { line: 3, value: { n: '1152921504606846976', when: null, json: '"x"' } },
    ]);
  });

  it('reads only the columns that are wanted, and files packed with gzip', async () => {
    const columns: Columns = [
      { name: 'a', type: 'STRING' },
      { name: 'b', type: 'STRING' },
    ];
    const file = write('gzip.parquet', columns, [{ a: 'x', b: 'y' }], {
      codec: 'GZIP',
      compressors: { GZIP: (bytes: Uint8Array) => gzipSync(bytes) },
    });
    expect(await read(file, ['b', 'c'])).toEqual([{ line: 1, value: { b: 'y' } }]);
    await expect(read(file, ['c'])).rejects.toThrow(/gzip\.parquet: expected a column c, got a, b/);
  });

  it('says of a damaged file what it should be', async () => {
    const whole = write('whole.parquet', [{ name: 'a', type: 'STRING' }], [{ a: 'x'.repeat(5000) }]);
    const bytes = readFileSync(whole);
    const cut = folder.write('cut.parquet', bytes.subarray(0, bytes.length / 2));
    writeFileSync(whole, Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(40, 255), bytes.subarray(60)]));
    for (const file of [cut, whole, folder.write('text.parquet', 'a,b\n1,2\n'), folder.write('empty.parquet', '')])
      await expect(read(file)).rejects.toThrow(/\.parquet: expected a Parquet file, got something else, damaged or cut short \(/);
    await expect(read(join(folder.path, 'none.parquet'))).rejects.toThrow(/none\.parquet: no such file/);
  });
});

describe('a task file in Parquet', () => {
  it('is read as its JSON lines would be, nested fields as they are or as JSON text', async () => {
    const columns: Columns = ['id', 'query', 'language', 'domain', 'track'].map((name) => ({ name, type: 'STRING' }));
    const about = { query: 'Why?', language: 'en', domain: 'STEM', track: null };
    const rubric = [{ criterion: 'Says why.', weight: 2, axis: null }];
    for (const [i, type] of (['JSON', 'STRING'] as const).entries()) {
      const value =
        type === 'JSON' ? rubric.map(({ axis: _, ...rest }) => rest) : JSON.stringify(rubric.map(({ axis: _, ...rest }) => rest));
      const file = write(`tasks${i}.parquet`, [...columns, { name: 'rubric', type }], [{ id: 'a', ...about, rubric: value }]);
      expect(await loadTasks(file)).toEqual([
        { id: 'a', query: 'Why?', language: 'en', domain: 'STEM', rubric: [{ id: 'c01', criterion: 'Says why.', weight: 2 }] },
      ]);
    }
  });

  it('is named by the row where something is wrong', async () => {
    const file = write(
      'bad.parquet',
      [
        { name: 'id', type: 'STRING' },
        { name: 'query', type: 'STRING' },
      ],
      [{ id: 'a', query: null }],
    );
    await expect(loadTasks(file)).rejects.toThrow(/bad\.parquet:1: query: missing, expected text/);
  });

  it.each([
    ['book.xlsx', Buffer.from('504b030414000600', 'hex')],
    ['old.csv', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ])('is not a workbook: %s is refused with what to do', async (name, bytes) => {
    await expect(loadTasks(folder.write(name, bytes))).rejects.toThrow(/got a workbook or another archive: save the sheet as "CSV UTF-8"/);
  });
});
