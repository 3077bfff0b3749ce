/**
 * The store: one SQLite file in WAL mode, where running and reporting meet.
 *
 * Facts are appended and never changed. Writes that come together share a transaction, and each is reported done only once that
 * transaction is on disk, so that kill -9 loses at most what was in flight.
 */
import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { InputError } from '../../judge/errors.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { type Connection, Database, type Statement } from './sqlite.ts';
import { guarded, isBusy, plain } from './sqlite-errors.ts';

/** Facts that arrive within this time share a transaction. */
const GROUP_MS = 4;
const SQLITE_HEADER = 'SQLite format 3\0';
/** Facts that are written as soon as they are together. */
const GROUP_SIZE = 256;
/** How long a write waits for that of another process. Nothing else happens meanwhile. */
const BUSY_MS = 10_000;
/** Facts may have been paid for and calls are open: they wait a moment only, are tried again and again, and given up late. */
const GROUP_BUSY_MS = 50;
const RETRY_MS = 250;
const GIVE_UP_MS = 5 * 60_000;

export interface StoreOptions {
  /** Reading commands open what is there; only commands that write make a new file. */
  readonly mode: 'read' | 'write';
}

/** A fact that is not on disk yet. */
interface Waiting {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Store {
  readonly path: string;
  readonly #db: Connection;
  #lock: Connection | undefined;
  readonly #statements = new Map<string, Statement>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Since when another process has kept the waiting facts from being written. */
  #busySince: number | undefined;

  /** @throws InputError where the file is missing, no store, of a newer version, corrupt, or not to be written */
  constructor(path: string, options: StoreOptions) {
    this.path = path;
    if (options.mode === 'read' && path !== ':memory:' && !existsSync(path)) {
      throw new InputError(`${path}: no such store; "gavel run", "gavel judge" or "gavel import" make one (--store FILE)`);
    }
    this.#db = guarded(path, () => openDatabase(path));
  }

  /** A prepared statement; the same text is prepared once. Rows come as objects; values out of the store are trusted. */
  sql<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R> {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = guarded(this.path, () => this.#db.prepare(text));
      this.#statements.set(text, statement);
    }
    return statement as Statement<P, R>;
  }

  /** What SQLite's own check finds wrong with the file first; undefined where it is sound. */
  damage(): string | undefined {
    const said = this.sql<[], { quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
    return said === 'ok' ? undefined : said;
  }

  /** Runs `write` in a transaction of its own, now. */
  transaction<T>(write: () => T): T {
    return guarded(this.path, () => this.#db.transaction(write).immediate());
  }

  /** Runs `write`, which may wait for its input, in one transaction; nothing else may write through this store meanwhile. */
  async longTransaction<T>(write: () => Promise<T>): Promise<T> {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const result = await write();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // On a full disk SQLite has rolled back already.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw plain(this.path, error);
    }
  }

  /** Runs `write` in a transaction shared with its neighbours in time; resolves when it is on disk. */
  append(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      if (this.#waiting.length >= GROUP_SIZE && this.#busySince === undefined) this.flush();
      else this.#timer ??= setTimeout(() => this.flush(), GROUP_MS);
    });
  }

  /** Writes what waits, or lets it wait on while another process writes. Any other failure is passed to every fact: none of it is stored. */
  flush(): void {
    this.#write(GROUP_BUSY_MS, GIVE_UP_MS);
  }

  #write(busyMs: number, giveUpMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#db.pragma(`busy_timeout = ${busyMs}`);
    try {
      this.transaction(() => {
        for (const fact of group) fact.write();
      });
    } catch (error) {
      this.#busySince ??= performance.now();
      if (isBusy(error) && performance.now() - this.#busySince < giveUpMs) {
        this.#timer = setTimeout(() => this.flush(), RETRY_MS);
        return;
      }
      this.#settle((fact) => fact.reject(error));
      return;
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_MS}`);
    }
    this.#settle((fact) => fact.resolve());
  }

  #settle(settle: (fact: Waiting) => void): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#busySince = undefined;
    for (const fact of group) settle(fact);
  }

  /**
   * Holds the store for a command that pays for what it writes: two of them on one file would pay twice. The lock is the
   * operating system's, on a file beside the store, and is gone with the process however it ends.
   *
   * @throws InputError when another process holds it
   */
  lock(): void {
    if (this.path === ':memory:' || this.#lock !== undefined) return;
    // Beside the file itself, so that a link to it is the same store.
    const lock = guarded(this.path, () => new Database(`${realpathSync(this.path)}.lock`, { timeout: 0 }));
    try {
      lock.pragma('journal_mode = MEMORY');
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      if (isBusy(error)) {
        throw new InputError(`${this.path}: another gavel process is writing to this store; wait for it, or give another --store`);
      }
      throw plain(this.path, error);
    }
    this.#lock = lock;
  }

  close(): void {
    this.#write(BUSY_MS, 0);
    this.#db.close();
    this.#lock?.close();
  }
}

/** Runs `use` with a store and closes it whatever happens. */
export async function withStore<T>(path: string, options: StoreOptions, use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = new Store(path, options);
  try {
    return await use(store);
  } catch (error) {
    // Statements that only read meet a damaged file too.
    throw plain(path, error);
  } finally {
    store.close();
  }
}

/** SQLite takes a file shorter than its header for an empty one and writes over it, which would be somebody's text. */
function checkHeader(path: string): void {
  if (path === ':memory:' || !existsSync(path) || !statSync(path).isFile()) return;
  const header = Buffer.alloc(SQLITE_HEADER.length);
  const file = openSync(path, 'r');
  const read = readSync(file, header);
  closeSync(file);
  if (read > 0 && header.toString('latin1') !== SQLITE_HEADER) throw new InputError(`${path}: not a SQLite file, so not a gavel store`);
}

function openDatabase(path: string): Connection {
  checkHeader(path);
  const db = new Database(path, { timeout: BUSY_MS });
  try {
    migrate(db, path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = OFF');
    db.pragma('cache_size = -16000');
    db.pragma('temp_store = MEMORY');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Connection, path: string): void {
  // Read as of one moment: another process may be making the same store. One that is finished is only read, which takes no lock.
  if (db.transaction(() => versionOf(db, path)).deferred() === MIGRATIONS.length) return;
  db.transaction(() => {
    for (const migration of MIGRATIONS.slice(versionOf(db, path))) db.exec(migration);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
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
