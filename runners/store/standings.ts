/** Standings: how a sweep stands, as the process that works on it says from time to time. No fact: the last word counts. */
import type { AgentProgress, OpenAttempt } from '../judging/progress.ts';
import type { Store } from './store.ts';

export interface SweepStanding {
  /** When the process began to work on it, ISO 8601. */
  readonly began: string;
  /** What ended the work; absent while it goes on. */
  readonly ended?: 'done' | 'stopped' | 'time' | 'budget' | 'failed';
  readonly paused: boolean;
  readonly agents: readonly AgentProgress[];
  /** Attempts under way, the oldest first; not all where there are very many. */
  readonly open: readonly OpenAttempt[];
  /** What went wrong, alike with alike, in words. */
  readonly problems: readonly string[];
  /** Since it began, and before it where the sweep has a budget. */
  readonly spent: {
    readonly calls: number;
    /** Calls that nothing came back from. */
    readonly lost: number;
    readonly tokens: number;
    /** Of what has a known price. */
    readonly money: number;
    readonly currency?: string;
    /** Calls that were made again. */
    readonly retries: number;
  };
  /** Calls of the judge at once, at the most. */
  readonly judgeConcurrency: number;
}

export function storeStanding(store: Store, sweep: string, standing: SweepStanding, at: string): void {
  store
    .sql('INSERT INTO standing (sweep, state, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at')
    .run(sweep, JSON.stringify(standing), at);
}

export interface KnownStanding extends SweepStanding {
  readonly sweep: string;
  /** When it was said. */
  readonly at: string;
}

/** Of every sweep that ever said it, the newest first. */
export function standings(store: Store): KnownStanding[] {
  return store
    .sql<[], { sweep: string; state: string; at: string }>('SELECT sweep, state, at FROM standing ORDER BY at DESC, sweep')
    .all()
    .map(({ sweep, state, at }) => ({ ...(JSON.parse(state) as SweepStanding), sweep, at }));
}
