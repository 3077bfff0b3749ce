/** Look-ups: answers of search services and texts of pages, each once for a sweep, so that a run again makes no request. */
import { textKey } from '../agents/research/recorded-search.ts';
import type { Lookups } from '../agents/research/search.ts';
import type { Store } from './store.ts';

/** @param sweep what is asked in another sweep is asked anew, since the web has moved on */
export function storedLookups(store: Store, sweep: string): Lookups {
  return {
    get: (key) => store.sql<string[], { answer: string }>('SELECT answer FROM lookup WHERE sweep = ? AND key = ?').get(sweep, key)?.answer,
    put: (key, answer) =>
      store.append(() => void store.sql('INSERT OR IGNORE INTO lookup (sweep, key, answer) VALUES (?, ?, ?)').run(sweep, key, answer)),
  };
}

/** The text of a page by its hash, in whichever sweep it was read: the same hash is the same text. */
export function keptText(store: Store, hash: string): string | undefined {
  return store.sql<string[], { answer: string }>('SELECT answer FROM lookup WHERE key = ? LIMIT 1').get(textKey(hash))?.answer;
}
