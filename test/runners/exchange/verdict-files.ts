/** Files of verdicts for the tests of importing, exporting and scoring. */
import type { Task } from '../../../benchmarks/task.ts';
import type { BenchmarkSource } from '../../../runners/exchange/imported-tasks.ts';
import { verdictLines } from '../../../runners/export-lines.ts';
import { importVerdicts, type VerdictCount } from '../../../runners/import-verdicts.ts';
import type { Store } from '../../../runners/store/store.ts';

export function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** What a file of lines is on, where it is these tasks. */
export function onTasks(tasks: readonly Task[], name = 'bench'): BenchmarkSource {
  return { given: [{ name, tasks }], open: () => Promise.reject(new Error('nothing is to be opened')) };
}

export function importFile(
  store: Store,
  file: string,
  tasks: readonly Task[],
  more: { agent?: string; judge?: string; sweep?: string; benchmark?: string } = {},
): Promise<VerdictCount> {
  return importVerdicts(store, {
    file,
    benchmarks: onTasks(tasks, more.benchmark),
    agent: more.agent,
    judge: more.judge ?? 'imported',
    sweep: more.sweep ?? 'import',
    at: '2026-01-01T00:00:00.000Z',
  });
}

export function exported(store: Store): string {
  return lines([...verdictLines(store)]);
}
