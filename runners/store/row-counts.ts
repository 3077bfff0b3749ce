/** How often things came in a file that is being read: counted in a temporary file of SQLite's, so that memory does not grow with it. */
import { Database, type Statement } from './sqlite.ts';

export class RowCounts {
  readonly #db = new Database('');
  readonly #find: Statement<[string], { times: number }>;
  readonly #add: Statement<[string], { times: number }>;

  constructor() {
    this.#db.exec('CREATE TABLE came (what TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID; BEGIN');
    this.#find = this.#db.prepare('SELECT times FROM came WHERE what = ?');
    this.#add = this.#db.prepare(
      'INSERT INTO came (what, times) VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times',
    );
  }

  of(what: string): number {
    return this.#find.get(what)?.times ?? 0;
  }

  /** Counts it, and says how often it came before. */
  add(what: string): number {
    return (this.#add.get(what)?.times ?? 1) - 1;
  }

  close(): void {
    this.#db.close();
  }
}
