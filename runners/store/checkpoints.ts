/** Reading which agents are checkpoints of one model, in their order. */
import type { Agent } from '../agents/agent.ts';
import type { Store } from './store.ts';

export type Checkpoint = NonNullable<Agent['checkpoint']>;

export interface StoredCheckpoint extends Checkpoint {
  readonly agent: string;
}

/** By series, then step. */
export function checkpoints(store: Store): StoredCheckpoint[] {
  return store
    .sql<[], StoredCheckpoint>(
      'SELECT agent.name AS agent, series, step FROM checkpoint JOIN agent ON agent.id = agent_id ORDER BY series, step, agent.name',
    )
    .all();
}
