/**
 * The SQLite driver that fits the Node it runs on: better-sqlite3 13 from Node 22 on, 12 before.
 *
 * Version 13 does not load on Node 20, and 12 aborts the process on Node 24 when what it made is collected. npm leaves 13 out where Node
 * is too old for it.
 */
import { createRequire } from 'node:module';
import type Driver from 'better-sqlite3';

const [major = 0] = process.versions.node.split('.').map(Number);
const require = createRequire(import.meta.url);

export const Database: typeof Driver = major >= 22 ? newest() : require('better-sqlite3');
export type Connection = Driver.Database;
export type Statement<P extends unknown[] = unknown[], R = unknown> = Driver.Statement<P, R>;

/** Of the SQLite that the driver brings, as it runs. */
export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}

/** An installation made with an older Node, or without optional packages, has 12 alone. */
function newest(): typeof Driver {
  try {
    return require('better-sqlite3-13');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return require('better-sqlite3');
  }
}
