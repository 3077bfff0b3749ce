/** loadTasks, readTaskFile: a task file as tasks, whichever known layout it has. */
import { z } from 'zod';
import { InputError } from '../judge/errors.ts';
import { check, printable } from './files/check.ts';
import { type Cells, readCsv } from './files/csv.ts';
import { type Row, readRows, throwProblem } from './files/jsonl.ts';
import { kindOfFile } from './files/kind.ts';
import type { Source } from './sources/source.ts';
import { SOURCES } from './sources/sources.ts';
import { type Task, taskSchema } from './task.ts';

export interface TaskFile {
  /** In whose layout it is; undefined for gavel's own. */
  readonly source: Source | undefined;
  /** In the order of the file, with the line each stands on. */
  readonly rows: readonly Row<Task>[];
}

/** All tasks of a file, in its order. @throws InputError for the first thing wrong with it; then nothing of it is used. */
export async function loadTasks(path: string): Promise<Task[]> {
  const { rows } = await readTaskFile(path);
  return rows.map((row) => row.value);
}

/** As loadTasks, with lines and layout; given `onProblem`, bad lines are reported there, with what stands on them, and left out. */
export async function readTaskFile(
  path: string,
  onProblem: (problem: InputError, row?: Row<unknown>) => void = throwProblem,
): Promise<TaskFile> {
  let problems = 0;
  const report = (problem: InputError, row?: Row<unknown>) => {
    problems++;
    onProblem(problem, row);
  };
  const { source, raw } = await rawRows(path, report);
  const lines = new Map<string, number>();
  const rows = raw.flatMap((row, i): Row<Task>[] => {
    const where = `${path}:${row.line}`;
    try {
      const value = source?.layout?.toTask(row.value, where, i + 1) ?? check(taskSchema, row.value, where);
      const again = repeatedId(value.id, where, row.line, lines);
      if (again === undefined) return [{ line: row.line, value }];
      report(again, row);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      report(error, row);
      // The id of a line that does not fit is an id as well: the line that repeats it is named in the same round.
      const id = typeof row.value === 'object' && row.value !== null && 'id' in row.value ? row.value.id : undefined;
      const again = typeof id === 'string' ? repeatedId(id, where, row.line, lines) : undefined;
      if (again !== undefined) report(again);
    }
    return [];
  });
  if (rows.length === 0 && problems === 0) onProblem(new InputError(`${path}: no tasks in this file`));
  return { source, rows };
}

function repeatedId(id: string, where: string, line: number, lines: Map<string, number>): InputError | undefined {
  const before = lines.get(id);
  if (before === undefined) lines.set(id, line);
  return before === undefined ? undefined : new InputError(`${where}: task id "${printable(id, 60)}" stands on line ${before} already`);
}

/** One layout a file, that of its first row: a row that differs from it is a mistake to name, not a second layout. */
async function rawRows(
  path: string,
  report: (problem: InputError) => void,
): Promise<{ source: Source | undefined; raw: readonly Row<unknown>[] }> {
  const kind = kindOfFile(path);
  if (kind === 'csv') return tableRows(path, report);
  const raw = kind === 'parquet' ? await parquetRows(path) : await readRows(path, z.unknown(), { onProblem: report });
  return { source: SOURCES.find(({ layout }) => layout?.recognises(raw[0]?.value)), raw };
}

/** Fields that tables hold as JSON. */
const NESTED = ['rubric', 'rubrics', 'tags'];

/** Rows as JSON lines have them: a null is a missing value. */
async function parquetRows(path: string): Promise<Row<unknown>[]> {
  // Loaded where it is needed: its packages take longer to load than most files to read.
  const { parquetBatches } = await import('./files/parquet.ts');
  const rows: Row<unknown>[] = [];
  for await (const batch of parquetBatches(path)) for (const { line, value } of batch) rows.push({ line, value: unpacked(value) });
  return rows;
}

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  const there = Object.entries(value).filter(([, inner]) => inner != null);
  return Object.fromEntries(there.map(([key, inner]) => [key, NESTED.includes(key) ? nested(inner) : unpacked(inner)]));
}

function nested(value: unknown): unknown {
  if (typeof value !== 'string') return unpacked(value);
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Where one query stands twice, as in tables with a row a criterion. */
function repeated(rows: readonly Row<Cells>[]): string {
  const [first] = rows;
  const columns = Object.keys(first?.value ?? {}).filter((name) => /quer|prompt|question|问题|题目/i.test(name));
  for (const name of columns) {
    const lines = new Map<string, number>();
    for (const { line, value } of rows) {
      const text = value[name] ?? '';
      const before = lines.get(text);
      if (text !== '' && before !== undefined) return ` (one ${printable(name, 40)} stands on lines ${before} and ${line})`;
      lines.set(text, line);
    }
  }
  return '';
}

/** A file that is no table of a layout that is held in tables is reported, and has no rows. */
async function tableRows(path: string, report: (problem: InputError) => void): ReturnType<typeof rawRows> {
  try {
    const { columns, rows } = await readCsv(path);
    const source = SOURCES.find(({ layout }) => layout?.table?.fits(columns));
    if (source !== undefined || columns.length === 0) return { source, raw: rows };
    const needs = SOURCES.flatMap(({ layout }) => layout?.table?.needs ?? []);
    const got = `${printable(columns.join(', '), 120)}${repeated(rows)}`;
    throw new InputError(`${path}:1: expected ${needs.join(', or ')}, got ${got}: gavel data map shows how to read it`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report(error);
    return { source: undefined, raw: [] };
  }
}
