/**
 * The store: one SQLite file in WAL mode, where running and reporting meet.
 *
 * Facts are appended and never changed. Writes that come together share a transaction, and each is reported done only once that
 * transaction is on disk, so that kill -9 loses at most what was in flight.
 */
import { realpathSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { InputError } from '../../judge/errors.ts';
import { replaceKeys, spellings } from '../agents/secrets.ts';
import { BUSY_MS, type Mode, type OpenFile, openFile } from './open.ts';
import { type Connection, Database, type Statement } from './sqlite.ts';
import { guarded, isBusy, plain } from './sqlite-errors.ts';

/** Facts that arrive within this time share a transaction. */
const GROUP_MS = 4;
/** Facts that are written as soon as they are together. */
const GROUP_SIZE = 256;
/** Facts may have been paid for and calls are open: they wait a moment only, are tried again and again, and given up late. */
const GROUP_BUSY_MS = 50;
const RETRY_MS = 250;
const GIVE_UP_MS = 5 * 60_000;

/** Room that a command wants on the disk before it pays for anything, in bytes. */
const ROOM = 1 << 20;

export interface StoreOptions {
  readonly mode: Mode;
}

/** A fact that is not on disk yet. */
interface Waiting {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Store {
  readonly path: string;
  /** Nothing can be written: it was opened to be read. */
  readonly isReadOnly: boolean;
  readonly #file: OpenFile;
  readonly #db: Connection;
  /** Of the file that was opened, wherever it has been moved since. */
  readonly #opened: Stats | undefined;
  #lock: Connection | undefined;
  #keys: readonly string[] = [];
  readonly #statements = new Map<string, Statement>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Since when another process has kept the waiting facts from being written. */
  #busySince: number | undefined;

  /** @throws InputError where the file is missing, no store, of a newer version, corrupt, or not to be written */
  constructor(path: string, options: StoreOptions) {
    this.path = path;
    this.isReadOnly = options.mode === 'read';
    this.#file = openFile(path, options.mode);
    this.#db = this.#file.db;
    this.#opened = statSync(path, { throwIfNoEntry: false });
  }

  /** Keys of endpoints and of agents' programs, which stand in no text that is stored from here on: `[key]` stands for them. */
  withhold(keys: readonly string[]): void {
    this.#keys = spellings(keys);
  }

  /** A prepared statement; the same text is prepared once. Rows come as objects; values out of the store are trusted. */
  sql<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R> {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#withoutKeys(guarded(this.path, () => this.#db.prepare(text)));
      this.#statements.set(text, statement);
    }
    return statement as Statement<P, R>;
  }

  /** Whatever is written goes through here, so no writer has to think of it. */
  #withoutKeys(statement: Statement): Statement {
    if (statement.reader) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) => run(...(this.#keys.length === 0 ? values : replaceKeys(values, this.#keys, () => '[key]')));
    return statement;
  }

  /** What SQLite's own check finds wrong with the file first; undefined where it is sound. */
  damage(): string | undefined {
    const said = this.sql<[], { quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
    return said === 'ok' ? undefined : said;
  }

  /** Where a file is deleted or replaced SQLite goes on writing to the one that nobody can find again. @throws InputError */
  checkThere(): void {
    if (this.#opened === undefined) return;
    const now = statSync(this.path, { throwIfNoEntry: false });
    if (now?.ino === this.#opened.ino && now.dev === this.#opened.dev) return;
    const what = now === undefined ? 'deleted' : 'replaced';
    throw new InputError(`${this.path}: the store was ${what} while it was in use: nothing further is stored`);
  }

  /** Changes whenever another process has changed the store. */
  othersVersion(): string {
    return String(this.#db.pragma('data_version', { simple: true }));
  }

  /** Changes whenever the store has changed, by this process or another. */
  version(): string {
    return `${this.othersVersion()} ${this.sql<[], { n: number }>('SELECT total_changes() AS n').get()?.n}`;
  }

  /** Runs `write` in a transaction of its own, now. */
  transaction<T>(write: () => T): T {
    this.checkThere();
    return guarded(this.path, () => this.#db.transaction(write).immediate());
  }

  /** Runs `write`, which may wait for its input, in one transaction; nothing else may write through this store meanwhile. */
  async longTransaction<T>(write: () => Promise<T>): Promise<T> {
    this.checkThere();
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
    this.#tryRoom();
  }

  /** What is paid for has to find room: a little is written, and taken back. @throws InputError where the disk is full */
  #tryRoom(): void {
    const probe = `${realpathSync(this.path)}.room`;
    try {
      writeFileSync(probe, Buffer.alloc(ROOM), { flush: true });
      this.transaction(() => this.#db.pragma(`user_version = ${this.#db.pragma('user_version', { simple: true })}`));
    } catch (error) {
      throw plain(this.path, error);
    } finally {
      rmSync(probe, { force: true });
    }
  }

  close(): void {
    this.#write(BUSY_MS, 0);
    this.#file.close();
    this.#lock?.close();
  }
}

/** The path of a store, or one that is open already and stays so. */
export type StoreAt = string | Store;

/** Runs `use` with a store and closes it whatever happens. */
export async function withStore<T>(at: StoreAt, options: StoreOptions, use: (store: Store) => T | Promise<T>): Promise<T> {
  if (at instanceof Store) return use(at);
  const store = new Store(at, options);
  try {
    const result = await use(store);
    // Also where nothing was left to write: what was said to be stored has to be there.
    if (options.mode !== 'read') store.checkThere();
    return result;
  } catch (error) {
    // Statements that only read meet a damaged file too.
    throw plain(at, error);
  } finally {
    store.close();
  }
}
