/**
 * SearchIndex: the words of agents, tasks, criteria, reports and verdicts, found by SQLite's full-text search. It is made beside a store, in a
 * file of its own that goes with the process, in small steps: no command that judges keeps it, and a store that is only read has one, too.
 */
import { setImmediate } from 'node:timers/promises';
import type { Quote } from '../../judge/reading/quotes.ts';
import { type Connection, Database, type Statement } from './sqlite.ts';
import type { Store } from './store.ts';
import { termsOf } from './text-index.ts';

export const KINDS = ['agent', 'task', 'criterion', 'verdict', 'report'] as const;
export type Kind = (typeof KINDS)[number];

/** Where a verdict's words belong, by row ids. */
export interface SaidAt {
  readonly judge: number;
  readonly report: number;
  readonly criterion: number;
}

/** A row id says of which kind it is. */
const KIND_BITS = 8;
/** Between two looks at whatever else the process has to do. */
const MOST_ROWS = 500;
const MOST_REPORTS = 8;
const MOST_TERMS = 32;

export class SearchIndex {
  readonly #store: Store;
  readonly #db: Connection;
  readonly #insert: Statement<[number, string]>;
  readonly #last: Record<Kind, number> = { agent: 0, task: 0, criterion: 0, verdict: 0, report: 0 };
  #texts = 0;
  #updating: Promise<void> | undefined;

  constructor(store: Store) {
    this.#store = store;
    // Without a name: a file of SQLite's own, which goes with the connection.
    this.#db = new Database('');
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec(`CREATE VIRTUAL TABLE word USING fts5(text, content='', tokenize='porter unicode61');
      CREATE TABLE said (id INTEGER PRIMARY KEY, judge INTEGER NOT NULL, report INTEGER NOT NULL, criterion INTEGER NOT NULL)`);
    this.#insert = this.#db.prepare('INSERT INTO word (rowid, text) VALUES (?, ?)');
  }

  /** Takes in what the store has and this has not. */
  update(): Promise<void> {
    this.#updating ??= this.#update().finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async #update(): Promise<void> {
    await this.#take('agent', 'SELECT id, name AS text FROM any_agent WHERE name IS NOT NULL AND id > ? ORDER BY id LIMIT ?');
    await this.#take(
      'task',
      `SELECT task.id, task.name || ' ' || domain || ' ' || coalesce(track, '') || ' ' || text AS text FROM task JOIN query ON query.id = query_id
       WHERE task.id > ? ORDER BY task.id LIMIT ?`,
    );
    await this.#take('criterion', 'SELECT id, text FROM criterion WHERE id > ? ORDER BY id LIMIT ?');
    await this.#placeVerdicts();
    await this.#take(
      'verdict',
      "SELECT id, reason || ' ' || coalesce(quotes, '') AS text, reason, quotes FROM evidence WHERE id > ? ORDER BY id LIMIT ?",
    );
    // Texts that came late, for reports of which only verdicts were known: their row ids are old.
    const held = this.#store
      .sql<[number], { n: number }>('SELECT count(*) AS n FROM report WHERE id <= ? AND text IS NOT NULL')
      .get(this.#last.report);
    if ((held?.n ?? 0) !== this.#texts) await this.#takeLate();
    await this.#take('report', 'SELECT id, text FROM report WHERE text IS NOT NULL AND id > ? ORDER BY id LIMIT ?');
  }

  async #take(kind: Kind, select: string): Promise<void> {
    const rows = this.#store.sql<[number, number], { id: number; text: string; reason?: string; quotes?: string | null }>(select);
    for (;;) {
      const batch = rows.all(this.#last[kind], kind === 'report' ? MOST_REPORTS : MOST_ROWS);
      if (batch.length === 0) return;
      // One piece of the index for all of it: pieces are put together again, which takes time.
      this.#db.exec('BEGIN');
      for (const row of batch) {
        this.#put(kind, row.id, kind === 'verdict' ? saidText(row.reason ?? '', row.quotes) : row.text);
        this.#last[kind] = row.id;
        if (kind === 'report') this.#texts++;
      }
      this.#db.exec('COMMIT');
      await setImmediate();
    }
  }

  #put(kind: Kind, id: number, text: string): void {
    const terms = [...termsOf(text), ...lastCharacters(text)].join(' ');
    this.#insert.run(rowOf(kind, id), terms);
  }

  async #takeLate(): Promise<void> {
    const rows = this.#store
      .sql<[number], { id: number }>('SELECT id FROM report WHERE id <= ? AND text IS NOT NULL ORDER BY id')
      .all(this.#last.report);
    const held = this.#db.prepare<[number], unknown>('SELECT 1 FROM word_docsize WHERE id = ?');
    for (const { id } of rows) {
      if (held.get(rowOf('report', id)) !== undefined) continue;
      const text = this.#store.sql<[number], { text: string }>('SELECT text FROM report WHERE id = ?').get(id)?.text ?? '';
      this.#put('report', id, text);
      await setImmediate();
    }
    this.#texts = rows.length;
  }

  /** Verdicts name their words, and not the other way round: read once through, a judge and a stretch of reports at a time. */
  async #placeVerdicts(): Promise<void> {
    const newest = this.#store.sql<[], { id: number | null }>('SELECT max(id) AS id FROM evidence').get()?.id ?? 0;
    if (newest <= this.#last.verdict) return;
    const judges = this.#store.sql<[], { id: number }>('SELECT id FROM judge').all();
    const reports = this.#store.sql<[], { id: number | null }>('SELECT max(id) AS id FROM report').get()?.id ?? 0;
    const put = this.#db.prepare('INSERT OR REPLACE INTO said (id, judge, report, criterion) VALUES (?, ?, ?, ?)');
    const rows = this.#store.sql<number[], { id: number; report: number; criterion: number }>(
      `SELECT evidence_id AS id, report_id AS report, criterion_id AS criterion FROM verdict
       WHERE judge_id = ? AND report_id BETWEEN ? AND ? AND evidence_id > ?`,
    );
    for (const { id: judge } of judges) {
      for (let from = 1; from <= reports; from += MOST_ROWS) {
        for (const { id, report, criterion } of rows.all(judge, from, from + MOST_ROWS - 1, this.#last.verdict))
          put.run(id, judge, report, criterion);
        await setImmediate();
      }
    }
  }

  /** Row ids, of verdicts those of their words, best first. Every word has to be there; what stands in quotes, and what is Chinese, together; the last word may go on. */
  find(query: string, kind: Kind, most: number): number[] {
    const asked = matchOf(query);
    if (asked === '') return [];
    return this.#db
      .prepare<[string, number, number], { id: number }>(
        `SELECT rowid / ${KIND_BITS} AS id FROM word WHERE word MATCH ? AND rowid % ${KIND_BITS} = ? ORDER BY bm25(word), rowid LIMIT ?`,
      )
      .all(asked, KINDS.indexOf(kind), most)
      .map(({ id }) => id);
  }

  saidAt(evidence: number): SaidAt | undefined {
    return this.#db.prepare<[number], SaidAt>('SELECT judge, report, criterion FROM said WHERE id = ?').get(evidence);
  }
}

function rowOf(kind: Kind, id: number): number {
  return id * KIND_BITS + KINDS.indexOf(kind);
}

function saidText(reason: string, quotes: string | null | undefined): string {
  const passages = quotes === null || quotes === undefined ? [] : (JSON.parse(quotes) as Quote[]);
  return [reason, ...passages.map(({ text }) => text)].join('\n');
}

/** Chinese is kept by twos: its last characters begin none, and are kept too. */
function lastCharacters(text: string): string[] {
  return [...new Set(text.match(/\p{Script=Han}(?!\p{Script=Han})/gu) ?? [])];
}

/** The query as SQLite takes it: phrases of words, all of which are asked for. */
function matchOf(query: string): string {
  const units = query.match(/"[^"]*"|[^\s"]+/g) ?? [];
  const phrases = units.flatMap((unit, i) => {
    const terms = termsOf(unit).slice(0, MOST_TERMS);
    if (terms.length === 0) return [];
    const goesOn = (i === units.length - 1 && !unit.startsWith('"')) || isOneCharacter(unit);
    return [`"${terms.join(' ')}"${goesOn ? '*' : ''}`];
  });
  return phrases.slice(0, MOST_TERMS).join(' AND ');
}

function isOneCharacter(unit: string): boolean {
  return /^"?\p{Script=Han}"?$/u.test(unit);
}
