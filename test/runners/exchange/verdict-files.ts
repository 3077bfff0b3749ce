/** Files of verdicts for the tests of importing, exporting and scoring. */
import type { Task } from '../../../benchmarks/task.ts';
import { verdictLines } from '../../../runners/exchange/export-verdicts.ts';
import { type ImportCount, importVerdicts } from '../../../runners/exchange/import-verdicts.ts';
import type { Store } from '../../../runners/store/store.ts';

export function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

export function importFile(
  store: Store,
  file: string,
  tasks: readonly Task[],
  more: { agent?: string; judge?: string; sweep?: string; benchmark?: string } = {},
): Promise<ImportCount> {
  return importVerdicts(store, {
    file,
    benchmark: { name: more.benchmark ?? 'bench', tasks },
    agent: more.agent,
    judge: more.judge ?? 'imported',
    sweep: more.sweep ?? 'import',
    at: '2026-01-01T00:00:00.000Z',
  });
}

export function exported(store: Store): string {
  return lines([...verdictLines(store)]);
}
