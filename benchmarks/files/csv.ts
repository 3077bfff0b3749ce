/** csvBatches, readCsv: CSV and TSV files (RFC 4180, UTF-8, also gzipped) in batches of records, so that none is too large to be read. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../judge/errors.ts';
import { printable } from './check.ts';
import { fileBytes, type Row } from './jsonl.ts';

const QUOTE = 34;
const NEWLINE = 10;
const LONGEST_RECORD = 8 * 2 ** 20;

export interface CsvBatch {
  /** The names in the first line. */
  readonly columns: readonly string[];
  /** Each with one cell a column, white space around cells left out. Records of empty cells are skipped. */
  readonly records: readonly (readonly string[])[];
  /** From 1: the line on which a record begins. */
  readonly lineOf: (record: number) => number;
}

/** A record by the names of its columns; an empty cell is a missing value. */
export type Cells = Readonly<Record<string, string>>;

/**
 * @throws InputError for a file that cannot be read, is not UTF-8 or not CSV, has a column twice, or holds a record longer than 8 MiB
 *   or with another number of cells than the first
 */
export async function* csvBatches(path: string): AsyncGenerator<CsvBatch> {
  const delimiter = /\.tsv(\.gz)?$/i.test(path) ? '\t' : ',';
  let columns: readonly string[] | undefined;
  for await (const { first, text } of wholeLines(path)) {
    const records = recordsOf(text, delimiter, path, first);
    let lines: readonly number[] | undefined;
    const lineOf = (record: number) => {
      lines ??= linesOf(text, delimiter);
      return first - 1 + (lines[record] ?? 1);
    };
    const header = columns === undefined ? 1 : 0;
    columns ??= records[0] === undefined ? undefined : checkedHead(records[0], `${path}:${lineOf(0)}`);
    const width = columns?.length;
    const odd = records.findIndex((record) => record.length !== width);
    if (odd >= 0) throw new InputError(`${path}:${lineOf(odd)}: expected ${width} cells as in the first line, got ${records[odd]?.length}`);
    if (columns !== undefined) yield { columns, records: records.slice(header), lineOf: (record) => lineOf(record + header) };
  }
}

/** All records of a table; the names of its columns are there even where it has none. @throws InputError as csvBatches */
export async function readCsv(path: string): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Row<Cells>[] }> {
  let columns: readonly string[] = [];
  const rows: Row<Cells>[] = [];
  for await (const batch of csvBatches(path)) {
    columns = batch.columns;
    for (const [i, record] of batch.records.entries()) rows.push({ line: batch.lineOf(i), value: named(columns, record) });
  }
  return { columns, rows };
}

export function named(columns: readonly string[], record: readonly string[]): Cells {
  return Object.fromEntries(columns.flatMap((column, i) => (record[i] ? [[column, record[i]]] : [])));
}

function checkedHead(columns: readonly string[], where: string): readonly string[] {
  const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${where}: the column "${printable(twice, 40)}" stands twice`);
  return columns;
}

function options(delimiter: string) {
  return { delimiter, skip_empty_lines: true, skip_records_with_empty_values: true, trim: true, relax_column_count: true } as const;
}

function recordsOf(text: string, delimiter: string, path: string, first: number): string[][] {
  try {
    return parse(text, options(delimiter));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = first - 1 + Number(error.lines ?? 1);
    throw new InputError(`${path}:${line}: not CSV: ${error.message.replace(/ (at|on) line \d+.*/, '')}`, { cause: error });
  }
}

/** On which line of the text each record begins: looked for only where it is asked, since it costs as much as the reading. */
function linesOf(text: string, delimiter: string): number[] {
  const rows = parse(text, { ...options(delimiter), info: true }) as unknown as {
    readonly record: readonly string[];
    /** Lines up to the record's end. */
    readonly info: { readonly lines: number };
  }[];
  return rows.map(({ record, info }) => info.lines - record.join('').split('\n').length + 1);
}

/** Text that ends where a record ends, which is where a line ends outside quotes, and the number of its first line. */
async function* wholeLines(path: string): AsyncGenerator<{ first: number; text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes: Buffer, line: number) => {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw new InputError(`${path}:${line}: expected UTF-8 from here on, got bytes that are not (GB18030?): save it as "CSV UTF-8"`, {
        cause: error,
      });
    }
  };
  let first = 1;
  // The beginning of a record, and whether it ends within quotes. No byte is looked at again as it grows.
  let pending: Buffer[] = [];
  let bytes = 0;
  let quoted = false;
  const keep = (chunk: Buffer) => {
    pending.push(chunk);
    bytes += chunk.length;
    quoted = quoted !== (countOf(chunk, QUOTE) % 2 === 1);
  };
  for await (const chunk of fileBytes(path)) {
    const end = lastLineEnd(chunk, quoted);
    if (end < 0) {
      keep(chunk);
      if (bytes > LONGEST_RECORD)
        throw new InputError(`${path}:${first}: not CSV: a record of more than 8 MiB begins here; is there a quote that is never closed?`);
      continue;
    }
    const block = Buffer.concat([...pending, chunk.subarray(0, end + 1)]);
    yield { first, text: decode(block, first) };
    first += countOf(block, NEWLINE);
    pending = [];
    bytes = 0;
    quoted = false;
    keep(chunk.subarray(end + 1));
  }
  if (bytes > 0) yield { first, text: decode(Buffer.concat(pending), first) };
}

/** The last line end outside quotes; -1 where there is none. @param quoted whether the bytes begin within quotes */
function lastLineEnd(bytes: Buffer, quoted: boolean): number {
  let end = bytes.lastIndexOf(NEWLINE);
  let inside = end >= 0 && quoted !== (countOf(bytes.subarray(0, end), QUOTE) % 2 === 1);
  while (end >= 0 && inside) {
    const before = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
    if (countOf(bytes.subarray(before + 1, end), QUOTE) % 2 === 1) inside = false;
    end = before;
  }
  return end;
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}
