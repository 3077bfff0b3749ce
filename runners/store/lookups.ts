/** Look-ups: answers of search services and texts of pages, each once for a sweep, so that a run again makes no request. */
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
