/** Rows of a file of lines, whichever way it is written: JSON lines, or a table with the same names as columns. A null is a missing value. */
import { z } from 'zod';
import { type Cells, csvBatches, named } from '../../benchmarks/files/csv.ts';
import { rowBatches } from '../../benchmarks/files/jsonl.ts';
import { kindOfFile } from '../../benchmarks/files/kind.ts';
import { type Column, columnsOf } from './columns.ts';

export interface LineBatch {
  readonly rows: readonly unknown[];
  /** From 1; of a Parquet file the number of the row. */
  readonly lineOf: (row: number) => number;
}

/** Columns by their names. */
export type Columns = ReadonlyMap<string, Column['holds']>;

/** @param lines the formats that the file may have */
export function columnsOfAny(...lines: readonly z.ZodObject[]): Columns {
  return new Map(lines.flatMap((line) => columnsOf(line).map(({ name, holds }) => [name, holds] as const)));
}

/**
 * @param columns what the cells of a table are read as
 * @throws InputError naming file and line
 */
export async function* lineBatches(file: string, columns: Columns): AsyncGenerator<LineBatch> {
  const kind = kindOfFile(file);
  if (kind === 'csv') {
    for await (const { columns: names, records, lineOf } of csvBatches(file))
      yield { rows: records.map((record) => typedCells(named(names, record), columns)), lineOf };
    return;
  }
  const batches =
    kind === 'parquet'
      ? (await import('../../benchmarks/files/parquet.ts')).parquetBatches(file, [...columns.keys()])
      : rowBatches(file, z.unknown());
  for await (const batch of batches) {
    const values = batch.map(({ value }) => withoutNulls(value));
    yield {
      rows: kind === 'parquet' ? values.map((row) => typedCells(row as Cells, columns)) : values,
      lineOf: (row) => batch[row]?.line ?? 0,
    };
  }
}

/** Text stays text where its column holds text, or is not read; elsewhere it is JSON: a number, true, a list. */
export function typedCells(cells: Readonly<Record<string, unknown>>, columns: Columns): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, typed(cell, columns.get(name))]));
}

function typed(cell: unknown, holds: Column['holds'] | undefined): unknown {
  return typeof cell !== 'string' || holds === undefined || holds === 'text' ? cell : jsonOf(cell);
}

function jsonOf(text: string): unknown {
  // As Python writes them.
  if (text === 'True' || text === 'False') return text === 'True';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withoutNulls(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row) || !Object.values(row).some((value) => value == null)) return row;
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value != null));
}
