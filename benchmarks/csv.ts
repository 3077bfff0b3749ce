/** Comma-separated files as RFC 4180 has them: quoted fields, doubled quotes, line breaks inside quotes. UTF-8, with or without BOM. */
import { isUtf8 } from 'node:buffer';
import { InputError } from '../judge/errors.ts';
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
  const records: CsvRecord[] = [];
  // One field and what ends it; a quoted field may hold anything, its quotes doubled.
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|$)/y;
  let [line, start, fields] = [1, 1, [] as string[]];
  while (field.lastIndex < text.length || fields.length > 0) {
    const match = field.exec(text);
    if (match === null)
      throw new InputError(`${where}:${line}: expected a comma or the end of the line after a field, got a stray or unclosed quote`);
    const [, raw = '', end = ''] = match;
    fields.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',') continue;
    if (fields.some((one) => one !== '')) records.push({ line: start, fields });
    start = ++line;
    fields = [];
  }
  return records;
}
