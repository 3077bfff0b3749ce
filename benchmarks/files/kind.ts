/** How a file is written, told by its first bytes, then by its name. */
import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../../judge/errors.ts';

export type FileKind = 'lines' | 'csv' | 'parquet';

/** First bytes, in hexadecimal digits, of what is asked for as CSV: workbooks new (a zip archive) and old. */
const WORKBOOKS = ['504b0304', 'd0cf11e0'];
const PARQUET = Buffer.from('PAR1').toString('hex');

/** @throws InputError for a workbook. A file that cannot be read is told by its name, and named by whoever reads it. */
export function kindOfFile(path: string): FileKind {
  const head = firstBytes(path);
  if (WORKBOOKS.includes(head))
    throw new InputError(`${path}: expected JSON lines, CSV or Parquet, got a workbook or another archive: save the sheet as "CSV UTF-8"`);
  if (head === PARQUET || /\.parquet$/i.test(path)) return 'parquet';
  return /\.(csv|tsv)(\.gz)?$/i.test(path) ? 'csv' : 'lines';
}

function firstBytes(path: string): string {
  const head = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    try {
      return head.toString('hex', 0, readSync(file, head));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
