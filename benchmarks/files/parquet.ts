/** Parquet files in batches of rows, a row group at a time. */
import { asyncBufferFromFile, type ParquetScan, parquetScan, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../judge/errors.ts';
import { printable } from './check.ts';
import { type Row, readFailure } from './jsonl.ts';

/** JSON stays text, as in other tables: whoever reads a column knows what it holds. */
const parsers = { jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('utf8') };
/** Rows that are handed on at once. */
const BATCH = 10_000;

/**
 * Rows as objects, in which whole numbers are numbers and times are text; `line` is the number of the row. Of the wanted columns one row
 * group is held at once.
 *
 * @param wanted the columns to read, of which a file need not have all; undefined: every column
 * @throws InputError for a file that cannot be read, is not Parquet or is damaged
 */
export async function* parquetBatches(path: string, wanted?: readonly string[]): AsyncGenerator<readonly Row<Record<string, unknown>>[]> {
  const { scan, there } = await opened(path);
  const columns = wanted === undefined ? there : there.filter((name) => wanted.includes(name));
  if (columns.length === 0 && there.length > 0)
    throw new InputError(`${path}: expected a column ${wanted?.join(', ')}, got ${printable(there.join(', '), 200)}`);
  for (const range of scan.ranges) {
    const read = columns.map(async (column) => [column, await scan.readColumn({ ...range, column })] as const);
    const cells = await Promise.all(read).catch((error: unknown) => {
      throw damaged(path, error);
    });
    const { rowStart, rowEnd } = range;
    for (let start = rowStart; start < rowEnd; start += BATCH)
      yield Array.from({ length: Math.min(BATCH, rowEnd - start) }, (_, i) => ({
        line: start + i + 1,
        value: Object.fromEntries(cells.map(([column, data]) => [column, plain(data[start - rowStart + i])])),
      }));
  }
}

async function opened(path: string): Promise<{ readonly scan: ParquetScan; readonly there: readonly string[] }> {
  const file = await asyncBufferFromFile(path).catch((error: unknown) => {
    throw new InputError(`${path}: ${readFailure(error)}`, { cause: error });
  });
  try {
    const scan = await parquetScan({ file, compressors, parsers });
    return { scan, there: parquetSchema(scan.metadata).children.map(({ element }) => element.name) };
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, error: unknown): InputError {
  const why = error instanceof Error ? error.message : String(error);
  return new InputError(`${path}: expected a Parquet file, got something else, damaged or cut short (${printable(why, 120)})`, {
    cause: error,
  });
}

/** As JSON would have it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
