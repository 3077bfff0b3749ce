/** Opening a store's file: to read it wherever it lies, to change it, or to make it; a file that is no sound store of ours is refused. */
import { accessSync, closeSync, constants, copyFileSync, existsSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../judge/errors.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { type Connection, Database } from './sqlite.ts';
import { guarded, isUnreachable } from './sqlite-errors.ts';

/** Read: what is there, and nothing changes. Change: what is there. Write: made where there is none. */
export type Mode = 'read' | 'change' | 'write';

/** How long a write waits for that of another process. Nothing else happens meanwhile. */
export const BUSY_MS = 10_000;
const SQLITE_HEADER = 'SQLite format 3\0';

export interface OpenFile {
  readonly db: Connection;
  close(): void;
}

/** @throws InputError where the file is missing, no store, of a newer version, corrupt, or not to be written */
export function openFile(path: string, mode: Mode): OpenFile {
  return guarded(path, () => {
    if (path === ':memory:') return opened(new Database(path), (db) => migrate(db, path));
    if (mode !== 'write' && !existsSync(path))
      throw new InputError(`${path}: no such store; "gavel run", "gavel judge" or "gavel import" make one (--store FILE)`);
    checkHeader(path, mode);
    return mode === 'read' ? openToRead(path) : openToWrite(path);
  });
}

function openToWrite(path: string): OpenFile {
  checkSingle(path);
  return opened(new Database(path, { timeout: BUSY_MS }), (db) => {
    migrate(db, path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
  });
}

/** SQLite keeps a journal beside each name of a file, and the lock lies there too: two names would be two stores on one file. */
function checkSingle(path: string): void {
  const file = statSync(path, { throwIfNoEntry: false });
  const links = file?.isFile() === true ? file.nlink : 1;
  if (links > 1)
    throw new InputError(
      `${path}: the file has ${links} names (hard links), through which it would be damaged: write to a copy, or remove the others`,
    );
}

/** Where SQLite can keep no files of its own beside a store, as on a read-only mount, a copy is read. */
function openToRead(path: string): OpenFile {
  try {
    return isReadOnly(path) ? openUnwritable(path, { readonly: true }) : openUnwritten(path);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
  const folder = mkdtempSync(join(tmpdir(), 'gavel-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    const { db, close } = openUnwritable(path, { copy });
    return {
      db,
      close: () => {
        close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Opened as one that may be written, and only promised not to be: the last one to close it clears its journal away. */
function openUnwritten(path: string): OpenFile {
  return opened(new Database(path, { timeout: BUSY_MS }), (db) => {
    checkIsStore(db, path);
    migrate(db, path);
    db.pragma('query_only = ON');
  });
}

function openUnwritable(
  path: string,
  { copy = path, readonly = false }: { readonly copy?: string; readonly readonly?: boolean },
): OpenFile {
  return opened(new Database(copy, { timeout: BUSY_MS, readonly }), (db) => {
    if (checkIsStore(db, path) < MIGRATIONS.length)
      throw new InputError(`${path}: written by an older gavel, and read-only: a copy that may be written is updated when it is read`);
    checkTables(db, path);
    db.pragma('query_only = ON');
  });
}

/** The file, or the folder in which SQLite would keep its journal; one that is not there is not. */
export function isReadOnly(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

function opened(db: Connection, prepare: (db: Connection) => void): OpenFile {
  try {
    // What stands in a file of somebody else's is not run.
    db.pragma('trusted_schema = OFF');
    db.pragma('foreign_keys = OFF');
    db.pragma('cache_size = -16000');
    db.pragma('temp_store = MEMORY');
    prepare(db);
    return { db, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite takes a file shorter than its header for an empty one and writes over it, which would be somebody's text. */
function checkHeader(path: string, mode: Mode): void {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const header = Buffer.alloc(SQLITE_HEADER.length);
  const file = openSync(path, 'r');
  const read = readSync(file, header);
  closeSync(file);
  if (read === 0 && mode !== 'write') throw new InputError(`${path}: the store is empty`);
  if (read > 0 && header.toString('latin1') !== SQLITE_HEADER) throw new InputError(`${path}: not a SQLite file, so not a gavel store`);
}

function migrate(db: Connection, path: string): void {
  // Read as of one moment: another process may be making the same store. One that is finished is only read, which takes no lock.
  if (db.transaction(() => versionOf(db, path)).deferred() < MIGRATIONS.length)
    db.transaction(() => {
      for (const migration of MIGRATIONS.slice(versionOf(db, path))) db.exec(migration);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${MIGRATIONS.length}`);
    }).immediate();
  checkTables(db, path);
}

/** The version of what is a store already. @throws InputError where it is none */
function checkIsStore(db: Connection, path: string): number {
  const version = versionOf(db, path);
  if (version === 0) throw new InputError(`${path}: a SQLite file, but not a gavel store`);
  return version;
}

/** How many migrations a store has seen. @throws InputError where it is none, or has seen more than there are */
function versionOf(db: Connection, path: string): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  const owner = db.pragma('application_id', { simple: true }) as number;
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
  if (owner !== APPLICATION_ID && tables.n > 0) throw new InputError(`${path}: a SQLite file, but not a gavel store`);
  if (version > MIGRATIONS.length) {
    throw new InputError(`${path}: written by a newer gavel (store version ${version}, this one knows ${MIGRATIONS.length}); update gavel`);
  }
  return version;
}

/** @throws InputError where tables, indexes, views or triggers are not just those that the migrations make */
function checkTables(db: Connection, path: string): void {
  expected ??= tablesOf(madeInMemory());
  if (tablesOf(db) === expected) return;
  throw new InputError(`${path}: its tables are not a store's of this gavel: made by an unreleased version, or changed by another program`);
}

let expected: string | undefined;

function tablesOf(db: Connection): string {
  const rows = db.prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name");
  return JSON.stringify(rows.all());
}

function madeInMemory(): Connection {
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  return db;
}
