/** Agents, each a name that stands for one configuration. */
import { InputError } from '../../judge/errors.ts';
import type { Agent } from '../agents/agent.ts';
import { canonicalJson } from './identity.ts';
import type { Id } from './intern.ts';
import type { Store } from './store.ts';

/** @throws InputError when the name belongs to an agent of another configuration: their trials may not be mixed */
export function storeAgent(store: Store, agent: Pick<Agent, 'name' | 'identity'>): number {
  const identity = canonicalJson(agent.identity);
  const found = store.sql<[string], Id & { identity: string }>('SELECT id, identity FROM agent WHERE name = ?').get(agent.name);
  if (found === undefined) {
    return Number(store.sql('INSERT INTO agent (name, identity) VALUES (?, ?)').run(agent.name, identity).lastInsertRowid);
  }
  if (found.identity !== identity) {
    throw new InputError(
      `agent "${agent.name}" is in ${store.path} with another configuration (${found.identity}, now ${identity}): give it another name, or use another --store`,
    );
  }
  return found.id;
}

/** An agent known by name; one that is new has its reports collected elsewhere, as a folder's have. */
export function importedAgent(store: Store, name: string): number {
  const found = store.sql<string[], Id>('SELECT id FROM agent WHERE name = ?').get(name);
  return found?.id ?? storeAgent(store, { name, identity: { kind: 'reports' } });
}

/** Of all agents in the store, in order. */
export function agentNames(store: Store): string[] {
  const rows = store.sql<[], { name: string }>('SELECT name FROM agent ORDER BY name').all();
  return rows.map(({ name }) => name);
}
