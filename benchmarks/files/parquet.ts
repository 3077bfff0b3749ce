/** Parquet files in batches of rows, a row group at a time. */
import { type AsyncBuffer, asyncBufferFromFile, type ParquetScan, parquetScan, parquetSchema } from 'hyparquet';
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
 * @param source a path, or the bytes of a file
 * @param wanted the columns to read, of which a file need not have all; undefined: every column
 * @param name of the file in messages
 * @param most bytes unpacked
 * @throws InputError for a file that cannot be read, is not Parquet, is damaged or too large
 */
export async function* parquetBatches(
  source: string | Uint8Array,
  wanted?: readonly string[],
  name = String(source),
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly Row<Record<string, unknown>>[]> {
  const { scan, there } = await opened(source, name);
  const columns = wanted === undefined ? there : there.filter((column) => wanted.includes(column));
  if (columns.length === 0 && there.length > 0)
    throw new InputError(`${name}: expected a column ${wanted?.join(', ')}, got ${printable(there.join(', '), 200)}`);
  const size = sizeOf(scan, columns);
  if (size > most) throw new InputError(`${name}: expected at most ${mebibytes(most)} MiB unpacked, got ${mebibytes(size)} MiB`);
  for (const range of scan.ranges) {
    const read = columns.map(async (column) => [column, await scan.readColumn({ ...range, column })] as const);
    const cells = await Promise.all(read).catch((error: unknown) => {
      throw damaged(name, error);
    });
    const { rowStart, rowEnd } = range;
    for (let start = rowStart; start < rowEnd; start += BATCH)
      yield Array.from({ length: Math.min(BATCH, rowEnd - start) }, (_, i) => ({
        line: start + i + 1,
        value: Object.fromEntries(cells.map(([column, data]) => [column, plain(data[start - rowStart + i])])),
      }));
  }
}

async function opened(
  source: string | Uint8Array,
  name: string,
): Promise<{ readonly scan: ParquetScan; readonly there: readonly string[] }> {
  const file = typeof source === 'string' ? await fileBuffer(source, name) : bytesBuffer(source);
  try {
    const scan = await parquetScan({ file, compressors, parsers });
    return { scan, there: parquetSchema(scan.metadata).children.map(({ element }) => element.name) };
  } catch (error) {
    throw damaged(name, error);
  }
}

function fileBuffer(path: string, name: string): Promise<AsyncBuffer> {
  return asyncBufferFromFile(path).catch((error: unknown) => {
    throw new InputError(`${name}: ${readFailure(error)}`, { cause: error });
  });
}

function bytesBuffer(bytes: Uint8Array): AsyncBuffer {
  return { byteLength: bytes.byteLength, slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer };
}

/** Of these columns, in bytes; a value that many rows share counts once, but each row takes a place. */
function sizeOf({ metadata }: ParquetScan, columns: readonly string[]): number {
  const chunks = metadata.row_groups.flatMap((group) => group.columns.flatMap(({ meta_data }) => meta_data ?? []));
  const wanted = chunks.filter(({ path_in_schema: [top = ''] }) => columns.includes(top));
  return wanted.reduce((sum, { total_uncompressed_size, num_values }) => sum + Number(total_uncompressed_size) + 8 * Number(num_values), 0);
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

function damaged(name: string, error: unknown): InputError {
  const why = error instanceof Error ? error.message : String(error);
  return new InputError(`${name}: expected a Parquet file, got something else, damaged or cut short (${printable(why, 120)})`, {
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
