/** Wishes: what a person asked of a sweep while it runs, from another process; the run looks here. Later ones win. */
import type { Wishes } from '../agents/research/journal.ts';
import type { Store } from './store.ts';

export interface Wish {
  readonly sweep: string;
  /** Undefined: every agent, every task. */
  readonly agentId?: number | undefined;
  readonly queryId?: number | undefined;
  /** `end` is for attempts under way, `stop` for the whole sweep: what is in flight comes home, nothing further begins. */
  readonly kind: 'pause' | 'resume' | 'end' | 'requeue' | 'limits' | 'stop';
  readonly limits?: Readonly<Record<string, number>>;
  readonly at: string;
}

export function storeWish(store: Store, { sweep, agentId, queryId, kind, limits, at }: Wish): void {
  store
    .sql('INSERT INTO wish (sweep, agent_id, query_id, kind, limits, at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(sweep, agentId ?? null, queryId ?? null, kind, limits === undefined ? null : JSON.stringify(limits), at);
}

interface WishRow {
  readonly kind: Wish['kind'];
  readonly limits: string | null;
  readonly at: string;
}

function rows(store: Store, sweep: string, agentId: number, queryId: number): WishRow[] {
  return store
    .sql<unknown[], WishRow>(
      `SELECT kind, limits, at FROM wish WHERE sweep = ? AND (agent_id IS NULL OR agent_id = ?) AND (query_id IS NULL OR query_id = ?) ORDER BY id`,
    )
    .all(sweep, agentId, queryId);
}

/** What is asked of a sweep as a whole. */
export interface SweepWishes {
  readonly paused: boolean;
  readonly stop: boolean;
  /** Calls of its judge at once; undefined: as it was planned. */
  readonly judgeConcurrency: number | undefined;
}

/** @param since when its run began: a stop that was wished for before concerned another */
export function sweepWishes(store: Store, sweep: string, since: string): SweepWishes {
  const wished = store
    .sql<string[], WishRow>('SELECT kind, limits, at FROM wish WHERE sweep = ? AND agent_id IS NULL AND query_id IS NULL ORDER BY id')
    .all(sweep);
  return {
    paused: wished.findLast(({ kind }) => kind === 'pause' || kind === 'resume')?.kind === 'pause',
    stop: wished.some(({ kind, at }) => kind === 'stop' && at >= since),
    judgeConcurrency: limitsOf(wished).judgeConcurrency,
  };
}

/** Attempts of an agent at once, where somebody asked for another number. */
export function wishedConcurrency(store: Store, sweep: string, agentId: number): number | undefined {
  const wished = store
    .sql<unknown[], WishRow>(
      'SELECT kind, limits, at FROM wish WHERE sweep = ? AND (agent_id IS NULL OR agent_id = ?) AND query_id IS NULL ORDER BY id',
    )
    .all(sweep, agentId);
  return limitsOf(wished).concurrency;
}

function limitsOf(wished: readonly WishRow[]): Record<string, number> {
  return Object.assign({}, ...wished.map(({ limits }) => (limits === null ? {} : (JSON.parse(limits) as Record<string, number>))));
}

/** What holds for one trial now. @param since when it began: an end that was wished for before concerns another attempt */
export function wishesOf(
  store: Store,
  {
    sweep,
    agentId,
    queryId,
    since,
  }: { readonly sweep: string; readonly agentId: number; readonly queryId: number; readonly since: string },
): Wishes {
  const wished = rows(store, sweep, agentId, queryId);
  return {
    paused: wished.findLast(({ kind }) => kind === 'pause' || kind === 'resume')?.kind === 'pause',
    end: wished.some(({ kind, at }) => kind === 'end' && at >= since),
    limits: limitsOf(wished),
  };
}

/** Whether a trial is to be attempted again, whatever came of the attempt at `at`. */
export function isRequeued(
  store: Store,
  { sweep, agentId, queryId, at }: { readonly sweep: string; readonly agentId: number; readonly queryId: number; readonly at: string },
): boolean {
  return rows(store, sweep, agentId, queryId).some((wish) => wish.kind === 'requeue' && wish.at > at);
}
