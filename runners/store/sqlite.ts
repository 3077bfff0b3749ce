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

const driver = major >= 22 ? newest() : 'better-sqlite3';
export const Database: typeof Driver = require(driver);
export type Connection = Driver.Database;
export type Statement<P extends unknown[] = unknown[], R = unknown> = Driver.Statement<P, R>;

/** Driver and library in use, as in `better-sqlite3 12.11.1, SQLite 3.50.2`. @throws Error where the driver does not load */
export function databaseVersion(): string {
  const { version } = require(`${driver}/package.json`) as { readonly version: string };
  const connection = new Database(':memory:');
  const library = connection.prepare<[], string>('SELECT sqlite_version()').pluck().get();
  connection.close();
  return `better-sqlite3 ${version}, SQLite ${library}`;
}

/** An installation made with an older Node, or without optional packages, has 12 alone. */
function newest(): string {
  try {
    require('better-sqlite3-13');
    return 'better-sqlite3-13';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return 'better-sqlite3';
  }
}
