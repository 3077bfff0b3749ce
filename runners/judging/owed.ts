/** Owed: what is planned of one attempt, less what is stored of it. */
import type { Agent } from '../agents/agent.ts';
import type { StoredAttempt } from '../store/trials.ts';

/** One attempt as it is planned. */
export interface Planned {
  /** Undefined where stored reports are judged again and nobody is to write. */
  readonly agent: Pick<Agent, 'rereads'> | undefined;
  /** False where the agent can only read a report, and it is known without reading that there is none. */
  readonly there: boolean;
  /** Whether to attempt again what the agent itself failed at. */
  readonly retryFailed: boolean;
  /** A person asked for another attempt since. */
  readonly requeued?: boolean;
}

/**
 * - `attempt`: the agent is to write a report.
 * - `read`: it is to read one, at every run, as that costs nothing and what has changed is another trial.
 * - `stored`: there is one, to be judged.
 * - `failed`: the agent failed at it, which is its result.
 * - `missing`: there is none, and nobody can write it now.
 */
export type Owed = 'attempt' | 'read' | 'stored' | 'failed' | 'missing';

export function owed(
  { agent, there, retryFailed, requeued = false }: Planned,
  stored: Pick<StoredAttempt, 'reportId' | 'fault'> | undefined,
): Owed {
  if (!there) return 'missing';
  if (agent?.rereads === true) return 'read';
  if (requeued && agent !== undefined) return 'attempt';
  if (stored?.reportId != null) return 'stored';
  const failed = stored?.fault === 'agent';
  if (agent === undefined) return failed ? 'failed' : 'missing';
  return failed && !retryFailed ? 'failed' : 'attempt';
}
