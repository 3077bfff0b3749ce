/** draftsIn: what people have begun to say, answered or put off, one row each; changed in place, since it is no fact. */
import type { Store } from './store.ts';

export interface StoredDraft {
  readonly answer: unknown;
  /** Counts the person's answers and skips; null: this is neither yet. */
  readonly turn: number | null;
}

/** Drafts about one kind of thing, which its key names. */
export interface Drafts<Key> {
  /** What the person has put off, and at which of their turns. */
  skipped(store: Store, annotator: string): (Key & { readonly turn: number })[];
  /** What the person has answered or put off before this turn, or at all; the last first. */
  before(store: Store, annotator: string, turn: number | undefined): Key[];
  read(store: Store, annotator: string, key: Key): StoredDraft | undefined;
  save(store: Store, annotator: string, key: Key, answer: unknown): void;
  /** The draft with which a person ends a turn: answered, or put off. */
  endTurn(store: Store, annotator: string, key: Key, answer: unknown, skipped: boolean): void;
}

/** @param columns of the table, by the names that they have in a key */
export function draftsIn<Name extends string>(
  table: 'draft' | 'label_draft',
  columns: Readonly<Record<Name, string>>,
): Drafts<Readonly<Record<Name, number>>> {
  type Key = Readonly<Record<Name, number>>;
  const each = Object.entries<string>(columns);
  const as = each.map(([name, column]) => `${column} AS "${name}"`).join(', ');
  const is = each.map(([name, column]) => `${column} = @${name}`).join(' AND ');
  const into = `annotator, ${each.map(([, column]) => column).join(', ')}, answer, skipped`;
  const values = `@annotator, ${each.map(([name]) => `@${name}`).join(', ')}, @answer`;
  return {
    skipped: (store, annotator) =>
      store.sql<[string], Key & { turn: number }>(`SELECT ${as}, turn FROM ${table} WHERE annotator = ? AND skipped = 1`).all(annotator),
    before: (store, annotator, turn) =>
      store
        .sql<unknown[], Key>(`SELECT ${as} FROM ${table} WHERE annotator = ? AND turn < ? ORDER BY turn DESC`)
        .all(annotator, turn ?? Number.MAX_SAFE_INTEGER),
    read: (store, annotator, key) => {
      const row = store
        .sql<unknown[], { answer: string; turn: number | null }>(`SELECT answer, turn FROM ${table} WHERE annotator = @annotator AND ${is}`)
        .get({ ...key, annotator });
      return row && { answer: JSON.parse(row.answer) as unknown, turn: row.turn };
    },
    save: (store, annotator, key, answer) =>
      void store
        .sql(`INSERT INTO ${table} (${into}) VALUES (${values}, 0) ON CONFLICT DO UPDATE SET answer = excluded.answer`)
        .run({ ...key, annotator, answer: JSON.stringify(answer) }),
    endTurn: (store, annotator, key, answer, skipped) =>
      void store
        .sql(
          `INSERT INTO ${table} (${into}, turn)
           SELECT ${values}, @skipped, 1 + coalesce(max(turn), 0) FROM ${table} WHERE annotator = @annotator
           ON CONFLICT DO UPDATE SET answer = excluded.answer, skipped = excluded.skipped, turn = excluded.turn`,
        )
        .run({ ...key, annotator, answer: JSON.stringify(answer), skipped: Number(skipped) }),
  };
}
