/** A row found by the hash of its content, made where it is new. */
import type { Store } from './store.ts';

export interface Id {
  readonly id: number;
}

/** The row of this content, made if it is new. */
export function intern(store: Store, table: string, hash: string, columns: Readonly<Record<string, unknown>>): number {
  const found = store.sql<[string], Id>(`SELECT id FROM ${table} WHERE hash = ?`).get(hash);
  if (found !== undefined) return found.id;
  const names = Object.keys(columns);
  const insert = store.sql(`INSERT INTO ${table} (hash, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})`);
  return Number(insert.run(hash, ...Object.values(columns)).lastInsertRowid);
}
