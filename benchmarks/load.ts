/** A task file as tasks, whichever known layout it has. */
import { z } from 'zod';
import { InputError } from '../judge/errors.ts';
import { check } from './files/check.ts';
import { type Row, readRows, throwProblem } from './files/jsonl.ts';
import { adrBenchTask, isAdrBenchRow, readAdrBenchTable } from './sources/adr-bench.ts';
import { isResearchRubricsRow, researchRubricsTask } from './sources/research-rubrics.ts';
import { type Task, taskSchema } from './task.ts';

type Layout = 'gavel' | 'researchrubrics' | 'adr-bench';

export interface TaskFile {
  readonly layout: Layout;
  /** In the order of the file, with the line each stands on. */
  readonly rows: readonly Row<Task>[];
}

/** All tasks of a file, in its order. @throws InputError for the first thing wrong with it; then nothing of it is used. */
export async function loadTasks(path: string): Promise<Task[]> {
  const { rows } = await readTaskFile(path);
  return rows.map((row) => row.value);
}

/** As loadTasks, with lines and layout; given `onProblem`, bad lines are reported there and left out. */
export async function readTaskFile(path: string, onProblem: (problem: InputError) => void = throwProblem): Promise<TaskFile> {
  let problems = 0;
  const report = (problem: InputError) => {
    problems++;
    onProblem(problem);
  };
  const table = /\.csv(?:\.gz)?$/i.test(path);
  const raw = table ? await readAdrBenchTable(path, report) : await readRows(path, z.unknown(), { onProblem: report });
  // One layout a file: a row that differs from the first is a mistake to name, not a second layout.
  const layout = table ? 'adr-bench' : layoutOf(raw[0]?.value);
  const lines = new Map<string, number>();
  const rows = raw.flatMap((row, i): Row<Task>[] => {
    try {
      const value = toTask(row.value, layout, `${path}:${row.line}`, i + 1);
      const before = lines.get(value.id);
      if (before !== undefined) throw new InputError(`${path}:${row.line}: task id "${value.id}" stands on line ${before} already`);
      lines.set(value.id, row.line);
      return [{ line: row.line, value }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      report(error);
      return [];
    }
  });
  if (rows.length === 0 && problems === 0) onProblem(new InputError(`${path}: no tasks in this file`));
  return { layout, rows };
}

function layoutOf(row: unknown): Layout {
  if (isAdrBenchRow(row)) return 'adr-bench';
  return isResearchRubricsRow(row) ? 'researchrubrics' : 'gavel';
}

function toTask(row: unknown, layout: Layout, where: string, position: number): Task {
  if (layout === 'adr-bench') return adrBenchTask(row, where, position);
  return layout === 'researchrubrics' ? researchRubricsTask(row, where) : check(taskSchema, row, where);
}
