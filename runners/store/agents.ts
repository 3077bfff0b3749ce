/** Agents, each a name that stands for one configuration. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
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
    return Number(store.sql('INSERT INTO any_agent (name, identity) VALUES (?, ?)').run(agent.name, identity).lastInsertRowid);
  }
  if (found.identity !== identity) {
    throw new InputError(
      `agent "${agent.name}" is in ${store.path} with another configuration (${found.identity}, now ${identity}): give it another name, or use another --store`,
    );
  }
  return found.id;
}

/** Says which checkpoint of which series an agent is; what was said last counts. */
export function storeCheckpoint(store: Store, agentId: number, { series, step }: NonNullable<Agent['checkpoint']>): void {
  store.sql('INSERT OR REPLACE INTO checkpoint (agent_id, series, step) VALUES (?, ?, ?)').run(agentId, series, step);
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

/** SQL: true of an agent's row id that was not forgotten. */
export const IS_SHOWN = (id: string) => `${id} NOT IN (SELECT id FROM any_agent WHERE name IS NULL)`;

/** Gives an agent another name, under which all that it did stands from here on. @throws InputError where there is no such agent, or one of the new name */
export function renameAgent(store: Store, from: string, to: string): void {
  checkAgent(store, from);
  if (agentNames(store).includes(to))
    throw new InputError(`${store.path}: there is an agent "${to}" already: two agents' trials may not be mixed`);
  store.sql('UPDATE any_agent SET name = ? WHERE name = ?').run(to, from);
}

/** Takes an agent's name: its facts stay, and no result shows them any more. @throws InputError where there is no such agent */
export function forgetAgent(store: Store, name: string): void {
  checkAgent(store, name);
  store.sql('UPDATE any_agent SET name = NULL WHERE name = ?').run(name);
}

/** @throws InputError where the store knows no such agent */
export function checkAgent(store: Store, name: string): void {
  const known = agentNames(store);
  if (known.includes(name)) return;
  throw new InputError(`${store.path}: no agent "${name}"${didYouMean(name, known)}; there are: ${known.join(', ') || 'none'}`);
}

/** Of the agents that a sweep planned: what makes each the agent that it is, by name, in order of name. */
export function sweepAgents(store: Store, sweep: string): Map<string, Readonly<Record<string, unknown>>> {
  const rows = store
    .sql<[string], { name: string; identity: string }>(
      'SELECT DISTINCT agent.name, agent.identity FROM run JOIN agent ON agent.id = run.agent_id WHERE sweep = ? ORDER BY agent.name',
    )
    .all(sweep);
  return new Map(rows.map(({ name, identity }) => [name, JSON.parse(identity) as Readonly<Record<string, unknown>>]));
}
