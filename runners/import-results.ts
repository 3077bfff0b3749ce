/** Importing results: files of other harnesses, each result one attempt, all of them or none. */
import type { Task } from '../benchmarks/task.ts';
import { InputError } from '../judge/errors.ts';
import { FORMATS_ABOUT, leftOutText, type PlacedResult, readResults } from './agents/results/read-results.ts';
import { plainQuery } from './agents/results.ts';
import { importReports, type ReportCount, type ReportImport } from './import-reports.ts';
import type { Store } from './store/store.ts';

export { FORMATS_ABOUT, leftOutText };

export interface ResultImport extends ReportImport {
  readonly format?: string | undefined;
}

export interface ResultCount extends ReportCount {
  /** Results on tasks that the benchmark does not have. */
  readonly foreign: number;
  /** Files of a folder that hold no result. */
  readonly leftOut: readonly string[];
}

/** Results that are turned into lines together. */
const BATCH = 500;

/**
 * @throws InputError naming file, line and field
 */
export async function importResults(store: Store, options: ResultImport): Promise<ResultCount> {
  const [only, ...others] = options.benchmarks.given;
  if (only === undefined || others.length > 0) throw new InputError('results: give one --benchmark: what they are on');
  const found = finder(only.tasks);
  const state = { foreign: 0, taken: 0 };
  const leftOut: string[] = [];
  async function* batches() {
    let rows: { readonly row: object; readonly where: string }[] = [];
    for await (const result of readResults(options.file, options.format, (file) => leftOut.push(file))) {
      const task = found(result);
      if (task === undefined) {
        state.foreign++;
        continue;
      }
      state.taken++;
      rows.push({ row: lineOf(result, task), where: result.where });
      if (rows.length < BATCH) continue;
      yield batchOf(rows);
      rows = [];
    }
    if (rows.length > 0) yield batchOf(rows);
    if (state.taken === 0)
      throw new InputError(`${options.file}: none of its ${state.foreign} results is on a task of "${only?.name}", by id or by query`);
  }
  const count = await importReports(store, { ...options, batches: batches() });
  return { ...count, foreign: state.foreign, leftOut };
}

function batchOf(rows: readonly { readonly row: object; readonly where: string }[]) {
  return { rows: rows.map(({ row }) => row), placeOf: (i: number) => rows[i]?.where ?? '' };
}

/** By id, else by what was asked. */
function finder(tasks: readonly Task[]): (result: PlacedResult) => string | undefined {
  const ids = new Set(tasks.map(({ id }) => id));
  const queries = new Map(tasks.map(({ id, query }) => [plainQuery(query), id]));
  return ({ task, query }) => (task !== undefined && ids.has(task) ? task : queries.get(plainQuery(query ?? '')));
}

function lineOf({ repeat, agent, reply, failure }: PlacedResult, task: string): object {
  const about = { task, ...(repeat !== undefined && { repeat }), ...(agent !== undefined && { agent }) };
  if (reply === undefined) return { ...about, status: failure?.status ?? 'failed', error: failure?.message ?? 'no report' };
  const { report, usage, cost, model, seconds, atLimit, notes } = reply;
  return {
    ...about,
    status: atLimit === true ? 'limit' : 'done',
    report,
    ...(usage !== undefined && { usage }),
    ...(cost !== undefined && { cost }),
    ...(model !== undefined && { model }),
    ...(seconds !== undefined && { seconds }),
    ...(notes !== undefined && { notes }),
  };
}
