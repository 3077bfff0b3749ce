/** Rows of a file of lines, whichever way it is written: JSON lines, or CSV with the same names as columns. A null is a missing value. */
import { z } from 'zod';
import { type Cells, csvBatches, named } from '../../benchmarks/files/csv.ts';
import { rowBatches } from '../../benchmarks/files/jsonl.ts';

export interface LineBatch {
  readonly rows: readonly unknown[];
  /** From 1. */
  readonly lineOf: (row: number) => number;
}

/** The fields of a line by name, as a zod object has them. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * @param shape what the cells of a table are read as
 * @throws InputError naming file and line
 */
export async function* lineBatches(file: string, shape: Shape): AsyncGenerator<LineBatch> {
  if (isTable(file)) {
    for await (const { columns, records, lineOf } of csvBatches(file))
      yield { rows: records.map((record) => typedCells(named(columns, record), shape)), lineOf };
    return;
  }
  for await (const batch of rowBatches(file, z.unknown()))
    yield { rows: batch.map(({ value }) => withoutNulls(value)), lineOf: (row) => batch[row]?.line ?? 0 };
}

export function isTable(file: string): boolean {
  return /\.(csv|tsv)(\.gz)?$/i.test(file);
}

/** A cell stays text where its field takes text; elsewhere it holds JSON: a number, true, a list. */
export function typedCells(cells: Cells, shape: Shape): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(cells).map(([column, text]) => {
      const field = Object.hasOwn(shape, column) ? shape[column] : undefined;
      return [column, field === undefined || field.safeParse(text).success ? text : jsonOf(text)];
    }),
  );
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
  if (typeof row !== 'object' || row === null || Array.isArray(row) || !Object.values(row).includes(null)) return row;
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
