/** importLabels: people's labels out of a file that somebody hands to a page: checked as any file of verdicts, all of it stored or nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import type { BenchmarkSource } from './exchange/imported-tasks.ts';
import { importSmallFile, type VerdictCount } from './import-verdicts.ts';
import { benchmarkNames, tasksOf } from './store/runs.ts';
import type { Store } from './store/store.ts';

/** What a page holds in its hands at once. */
export const MOST_LABEL_BYTES = 8 * 2 ** 20;

export interface LabelFile {
  /** As the person's machine calls it. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Who labelled, for rows that do not say. */
  readonly judge: string;
  readonly at: string;
}

/** @throws InputError naming file, line and field; then nothing is stored */
export async function importLabels(store: Store, { name, bytes, judge, at }: LabelFile): Promise<VerdictCount> {
  const shown = printable(name, 120);
  const kind = /\.(csv|tsv|jsonl)$/i.exec(name)?.[0].toLowerCase();
  if (kind === undefined) throw new InputError(`${shown}: expected a file of labels that ends in .csv, .tsv or .jsonl`);
  const folder = mkdtempSync(join(tmpdir(), 'gavel-labels-'));
  const file = join(folder, `labels${kind}`);
  try {
    writeFileSync(file, bytes);
    const options = { file, benchmarks: inStore(store), agent: undefined, judge, by: 'person', sweep: 'import', at } as const;
    return await importSmallFile(store, options, ({ by }, where) => {
      if (by !== undefined && by !== 'person')
        throw new InputError(`${where}: by: expected person, got "${by}": this page takes people's labels`);
    });
  } catch (error) {
    // Where it lies here is nobody's business.
    if (error instanceof InputError) throw new InputError(error.message.replaceAll(file, shown), { cause: error });
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Labels are on tasks that the store holds. */
function inStore(store: Store): BenchmarkSource {
  const given = benchmarkNames(store, undefined).map((name) => ({
    name,
    tasks: [...tasksOf(store, { benchmark: name }).values()].map(({ task }) => task),
  }));
  return {
    given,
    open: async (name) => {
      throw new InputError(`the store has nothing on ${printable(name, 80)}`);
    },
  };
}
