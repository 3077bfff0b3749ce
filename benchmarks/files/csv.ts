/** Comma-separated files as RFC 4180 has them: quoted fields, doubled quotes, line breaks inside quotes. UTF-8, with or without BOM. */
import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../judge/errors.ts';
import { fileBytes } from './jsonl.ts';

const MOST_BYTES = 64 * 2 ** 20;

export interface CsvRecord {
  /** From 1; where the record begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** The records of a file; empty lines are skipped. @throws InputError for another encoding, a stray quote, or a record of another length than the first. */
export async function readCsv(path: string): Promise<CsvRecord[]> {
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of fileBytes(path)) {
    bytes += block.length;
    if (bytes > MOST_BYTES) throw new InputError(`${path}: expected a table of at most 64 MiB, got a longer one`);
    blocks.push(block);
  }
  const content = Buffer.concat(blocks);
  if (!isUtf8(content)) throw new InputError(`${path}: expected UTF-8, got bytes that are not (GB18030?): save it as "CSV UTF-8"`);
  const records = parseCsv(content.toString('utf8').replace(/^\ufeff/, ''), path);
  const width = records[0]?.fields.length;
  const odd = records.find((record) => record.fields.length !== width);
  if (odd !== undefined)
    throw new InputError(`${path}:${odd.line}: expected ${width} fields as in the first line, got ${odd.fields.length}`);
  return records;
}

/** @param where the file's name, which opens messages. */
function parseCsv(text: string, where: string): CsvRecord[] {
  try {
    const rows = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Parsed[];
    return rows.map(({ record, info }) => ({ line: info.lines - record.join('').split('\n').length + 1, fields: record }));
  } catch (error) {
    if (error instanceof CsvError)
      throw new InputError(`${where}:${error.lines}: not CSV: ${error.message.replace(/ (at|on) line \d+.*/, '')}`, { cause: error });
    throw error;
  }
}

/** A record as csv-parse hands it over with `info`: `lines` counts those read up to its end. */
interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}
