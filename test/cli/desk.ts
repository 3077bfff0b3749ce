/** desk: a folder with tasks, reports and a store, as a person has them in front of them. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Store } from '../../runners/store/store.ts';
import { exported, importFile, lines } from '../runners/exchange/verdict-files.ts';
import { LONG, taskOf } from '../runners/work.ts';

export interface Desk {
  readonly path: string;
  /** Writes a file, with the folders that it stands in. */
  readonly write: (name: string, content: string | Buffer) => string;
}

export const TASKS = [taskOf('a', [2, 1, -1]), taskOf('b', [1, 1, -2])];
export const JUDGE = ['judge', 'reports', '--benchmark', 'bench=tasks.jsonl', '--agent', 'x', '--store', 's.db'];

/** Two tasks, a report on each, and nothing stored yet. */
export function desk(tasks: readonly { readonly id: string }[] = TASKS): Desk {
  const path = mkdtempSync(join(tmpdir(), 'gavel-desk-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const write = (name: string, content: string | Buffer) => {
    const file = join(path, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  write('tasks.jsonl', lines(tasks));
  for (const { id } of tasks) write(`reports/${id}.md`, `# On ${id}\n\n${LONG} Says ${id} thing 1.\n`);
  return { path, write };
}

/** What a store holds, in the order in which it is exported; read from a copy, so that looking leaves no trace beside it. */
export function verdictsIn(path: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-look-'));
  try {
    for (const suffix of ['', '-wal'])
      cpSync(path + suffix, join(dir, `s.db${suffix}`), { force: true, recursive: false, errorOnExist: false, filter: () => true });
  } catch {
    // No write-ahead log: the store was closed.
  }
  const store = new Store(join(dir, 's.db'), { mode: 'read' });
  try {
    return exported(store);
  } finally {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Puts one verdict of another agent into the store, which nothing that goes wrong may lose. */
export async function keepOne(place: Desk): Promise<void> {
  const store = new Store(join(place.path, 's.db'), { mode: 'write' });
  const row = { agent: 'kept', task: 'a', criterion: 'c01', label: 'partial' };
  await importFile(store, place.write('kept.jsonl', lines([row])), TASKS);
  store.close();
}
