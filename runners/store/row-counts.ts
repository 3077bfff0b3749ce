/** What came in a file that is being read: kept in a temporary file of SQLite's, so that memory does not grow with it. */
import { Database, type Statement } from './sqlite.ts';

/** How often things came. */
export class RowCounts {
  readonly #db = new Database('');
  readonly #find: Statement<[string], { times: number }>;
  readonly #first: Statement<[string]>;
  readonly #again: Statement<[string]>;

  constructor() {
    this.#db.exec('CREATE TABLE came (what TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID; BEGIN');
    this.#find = this.#db.prepare('SELECT times FROM came WHERE what = ?');
    this.#first = this.#db.prepare('INSERT INTO came (what, times) VALUES (?, 1) ON CONFLICT DO NOTHING');
    this.#again = this.#db.prepare('UPDATE came SET times = times + 1 WHERE what = ?');
  }

  of(what: string): number {
    return this.#find.get(what)?.times ?? 0;
  }

  /** Counts it, and says how often it came before. */
  add(what: string): number {
    // Most come once. A row that is handed back (RETURNING) costs twice the insertion.
    if (this.#first.run(what).changes === 1) return 0;
    const before = this.of(what);
    this.#again.run(what);
    return before;
  }

  close(): void {
    this.#db.close();
  }
}

/** The newest row of each key. */
export class NewestRows {
  readonly #db = new Database('');
  readonly #find: Statement<[string], { id: number }>;
  readonly #put: Statement<[string, number]>;

  constructor() {
    this.#db.exec('CREATE TABLE newest (key TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID; BEGIN');
    this.#find = this.#db.prepare('SELECT id FROM newest WHERE key = ?');
    this.#put = this.#db.prepare('INSERT INTO newest (key, id) VALUES (?, ?) ON CONFLICT DO UPDATE SET id = excluded.id');
  }

  /** Keeps a row under its key, and returns the one that it takes the place of. */
  put(key: string, id: number): number | undefined {
    const before = this.#find.get(key)?.id;
    this.#put.run(key, id);
    return before;
  }

  close(): void {
    this.#db.close();
  }
}
