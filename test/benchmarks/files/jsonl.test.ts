import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRows, rowBatches } from '../../../benchmarks/files/jsonl.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();
const schema = z.strictObject({ n: z.number() });

describe('readRows', () => {
  it('gives each row with its line, whatever the line ends, with a BOM, with blank lines', async () => {
    const file = folder.write('ends.jsonl', '\ufeff{"n":1}\r\n\n   \n{"n":2}\r\n\r\n\n');
    expect(await readRows(file, schema)).toEqual([
      { line: 1, value: { n: 1 } },
      { line: 4, value: { n: 2 } },
    ]);
  });

  it('reads a last line without an end, and an empty file', async () => {
    expect(await readRows(folder.write('open.jsonl', '{"n":1}\n{"n":2}'), schema)).toHaveLength(2);
    expect(await readRows(folder.write('empty.jsonl', ''), schema)).toEqual([]);
  });

  it('reads gzip', async () => {
    expect(await readRows(folder.write('a.jsonl.gz', gzipSync('{"n":7}\n')), schema)).toEqual([{ line: 1, value: { n: 7 } }]);
  });

  it('keeps line numbers and characters that lie across blocks of a megabyte', async () => {
    const text = z.strictObject({ t: z.string() });
    const rows = Array.from({ length: 40 }, (_, i) => JSON.stringify({ t: '判'.repeat(30_000 + i) }));
    const read = await readRows(folder.write('blocks.jsonl', rows.join('\n')), text);
    expect(read.map((row) => row.value.t.length)).toEqual(rows.map((_, i) => 30_000 + i));
    expect(read.at(-1)?.line).toBe(40);
    const bad = folder.write('blocks-bad.jsonl', [...rows, '{"t":1}'].join('\n'));
    await expect(readRows(bad, text)).rejects.toThrow('blocks-bad.jsonl:41: t: expected text, got 1');
  });

  it.each<[string, string | Buffer, string]>([
    ['broken.jsonl', '{"n":1}\n{"n":\n', 'broken.jsonl:2: expected one JSON object a line, got text that is not JSON'],
    ['pretty.jsonl', '[\n  {"n":1}\n]\n', "pretty.jsonl:1: expected one JSON object a line, got a file that is one JSON list: jq -c '.[]'"],
    ['list.jsonl', '\n\n[{"n":1},{"n":2}]', 'list.jsonl:3: expected one JSON object a line, got a file that is one JSON list'],
    ['comma.jsonl', `{"n":1,${' '.repeat(99)}"next" 2}\n`, ', near: …'],
    ['comma.jsonl', `{"n":1,${' '.repeat(99)}"next" 2}\n`, '"next" 2})'],
    ['open.jsonl', '{"n":\u001b[1', 'open.jsonl:1: expected one JSON object a line, got text that is not JSON'],
    ['end.jsonl', '{"n": ["abc"', ', near: {"n": ["abc")'],
    ['number.jsonl', '{"n":1}\n3\n', 'number.jsonl:2: expected an object, got 3'],
    ['endless.jsonl', '{"n":1e999}\n', 'endless.jsonl:1: n: expected a finite number, got Infinity'],
    ['bytes.jsonl', Buffer.from('{"n":1}\n{"n":"\xff"}\n', 'latin1'), 'bytes.jsonl:2: expected UTF-8, got bytes that are not'],
    ['utf16.jsonl', Buffer.from('\ufeff{"n":1}\n', 'utf16le'), 'utf16.jsonl: expected UTF-8, got UTF-16'],
    ['cut.jsonl.gz', gzipSync('{"n":1}\n'.repeat(99)).subarray(0, 30), 'cut.jsonl.gz: expected gzip data'],
    ['plain.jsonl.gz', '{"n":1}\n', 'plain.jsonl.gz: expected gzip data'],
  ])('refuses %s', async (name, content, message) => {
    await expect(readRows(folder.write(name, content), schema)).rejects.toThrow(message);
  });

  it('names a file that is not there, and a folder', async () => {
    await expect(readRows(join(folder.path, 'none.jsonl'), schema)).rejects.toThrow(/none\.jsonl: no such file$/);
    await expect(readRows(folder.path, schema)).rejects.toThrow('expected a file, got a folder');
  });

  it('refuses a line beyond 64 MiB without reading on', async () => {
    const file = join(folder.path, 'huge.jsonl');
    const out = createWriteStream(file);
    out.write('{"n":1}\n"');
    const mebibyte = Buffer.alloc(2 ** 20, 'x');
    for (let i = 0; i < 66; i++) if (!out.write(mebibyte)) await once(out, 'drain');
    out.end('"\n');
    await once(out, 'finish');
    await expect(readRows(file, schema)).rejects.toThrow('huge.jsonl:2: expected lines of at most 64 MiB');
  });

  it('shows a bounded piece of broken JSON without control characters', async () => {
    const bad = `{"n":"${'x'.repeat(500)}\u001b[31m"${'y'.repeat(500)}}`;
    const problem = await readRows(folder.write('control.jsonl', bad), schema).then(String, (error: Error) => error.message);
    expect(problem).toContain('x\\u001b[31m"yyy');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(problem).not.toMatch(/[\u0000-\u001f]/);
    expect(problem.slice(problem.indexOf('control.jsonl')).length).toBeLessThan(400);
  });

  it('says once that a file is one list, when asked to go on', async () => {
    const problems: string[] = [];
    const file = folder.write('once.jsonl', JSON.stringify([{ n: 1 }, { n: 2 }], null, 2));
    expect(await readRows(file, schema, { onProblem: (problem) => problems.push(problem.message) })).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  it('hands bad lines over and goes on, when asked to', async () => {
    const problems: string[] = [];
    const file = folder.write('some.jsonl', '{"n":1}\n{"m":1}\nx\n{"n":4}\n');
    const rows = await readRows(file, schema, { onProblem: (problem) => problems.push(problem.message) });
    expect(rows.map((row) => row.line)).toEqual([1, 4]);
    expect(problems).toHaveLength(2);
  });
});

describe('rowBatches', () => {
  it('can be left early', async () => {
    const file = folder.write('many.jsonl', '{"n":1}\n'.repeat(300_000));
    for await (const batch of rowBatches(file, schema)) {
      expect(batch.length).toBeGreaterThan(1000);
      expect(batch.length).toBeLessThan(300_000);
      break;
    }
  });
});
