/** What imports share: agents known by their names only, and names that are looked up once. */
import { storeAgent } from '../store/facts.ts';
import type { Store } from '../store/store.ts';

/** An agent known by name; one that is new has its reports collected elsewhere, as a folder's have. */
export function importedAgent(store: Store, name: string): number {
  const found = store.sql<string[], { id: number }>('SELECT id FROM agent WHERE name = ?').get(name);
  return found?.id ?? storeAgent(store, { name, identity: { kind: 'reports' } });
}

/** What the map holds under this key, made if it is new. */
export function once<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
