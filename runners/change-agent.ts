/** Renaming an agent, or forgetting one: what it did stays a fact. */
import { forgetAgent, renameAgent } from './store/agents.ts';
import { type StoreAt, withStore } from './store/store.ts';

/** @throws InputError where there is no such agent, or one of the new name */
export function rename(at: StoreAt, from: string, to: string): Promise<void> {
  return withStore(at, { mode: 'write' }, (store) => store.transaction(() => renameAgent(store, from, to)));
}

/** @throws InputError where there is no such agent */
export function forget(at: StoreAt, name: string): Promise<void> {
  return withStore(at, { mode: 'write' }, (store) => store.transaction(() => forgetAgent(store, name)));
}
