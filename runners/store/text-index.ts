/** TextIndex: texts in memory, found by their words with SQLite's full-text search; the same texts and query give the same order. */
import { type Connection, Database, type Statement } from './sqlite.ts';

export interface IndexedText {
  readonly title: string;
  readonly text: string;
}

/** A word of a title is worth as many of the text. */
const TITLE_WORTH = 3;
const MOST_TERMS = 64;

export class TextIndex {
  readonly #connection: Connection;
  readonly #find: Statement<[string, number], number>;

  constructor(texts: Iterable<IndexedText>) {
    this.#connection = new Database(':memory:');
    this.#connection.exec("CREATE VIRTUAL TABLE page USING fts5(title, text, content='', tokenize='porter unicode61')");
    const insert = this.#connection.prepare('INSERT INTO page (rowid, title, text) VALUES (?, ?, ?)');
    this.#connection.transaction(() => {
      let place = 0;
      for (const { title, text } of texts) insert.run(++place, termsOf(title).join(' '), termsOf(text).join(' '));
    })();
    this.#find = this.#connection
      .prepare<[string, number], number>(`SELECT rowid FROM page WHERE page MATCH ? ORDER BY bm25(page, ${TITLE_WORTH}, 1), rowid LIMIT ?`)
      .pluck();
  }

  /** Places of texts that hold any of the query's words, from 0 in the order in which they were given, best first. */
  ranked(query: string, count: number): number[] {
    const terms = [...new Set(termsOf(query))].slice(0, MOST_TERMS);
    if (terms.length === 0) return [];
    return this.#find.all(terms.map((term) => `"${term}"`).join(' OR '), count).map((rowid) => rowid - 1);
  }
}

/** Words in lower case, figures without their commas, and of Chinese every two characters that stand together. */
export function termsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const figures = plain.replace(/(?<=\d),(?=\d{3})/g, '');
  return (figures.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:\.\d+)?/gu) ?? []).flatMap((run) =>
    /\p{Script=Han}/u.test(run) ? pairs(run) : [run],
  );
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
