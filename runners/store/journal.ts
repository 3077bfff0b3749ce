/** Journals: what attempts that are under way have been answered, one row an answer. When the attempt ends its events become the trial's trace. */
import type { Entry } from '../agents/research/journal.ts';
import type { TraceEvent } from '../agents/trace.ts';
import { type CountedSelection, lastPlanned } from './runs.ts';
import type { Store } from './store.ts';
import { storeTrace } from './traces.ts';

/** One attempt, as trials name it. */
export interface AttemptKey {
  readonly agentId: number;
  readonly queryId: number;
  readonly repeat: number;
}

interface EntryRow {
  readonly key: string;
  readonly value: string | null;
  readonly elapsed: number;
  readonly event: string | null;
}

const OF_ATTEMPT = 'agent_id = @agentId AND query_id = @queryId AND repeat = @repeat';

/** Appends one entry; what is left of an attempt is found again by its key. */
export function storeEntry(
  store: Store,
  { agentId, queryId, repeat }: AttemptKey,
  { key, value, elapsed, event }: Entry,
  at: string,
): void {
  store
    .sql(
      `INSERT INTO journal (agent_id, query_id, repeat, number, key, value, elapsed, event, at)
       SELECT @agentId, @queryId, @repeat, coalesce(max(number), 0) + 1, @key, @value, @elapsed, @event, @at FROM journal WHERE ${OF_ATTEMPT}`,
    )
    .run({ agentId, queryId, repeat, key, value: json(value), elapsed, event: json(event), at });
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** What an attempt that was broken off has left, in order. */
export function keptEntries(store: Store, { agentId, queryId, repeat }: AttemptKey): Entry[] {
  const rows = store.sql<unknown[], EntryRow>(`SELECT key, value, elapsed, event FROM journal WHERE ${OF_ATTEMPT} ORDER BY number`);
  return rows.all({ agentId, queryId, repeat }).map(({ key, value, elapsed, event }) => ({
    key,
    elapsed,
    ...(value !== null && { value: JSON.parse(value) as unknown }),
    ...(event !== null && { event: JSON.parse(event) as TraceEvent }),
  }));
}

/** The attempt is over: its events are the trace of this trial from here on. */
export function closeJournal(store: Store, attempt: AttemptKey, trialId: number, at: string): void {
  const { agentId, queryId, repeat } = attempt;
  const events = keptEntries(store, attempt).flatMap(({ event }) => event ?? []);
  if (events.length > 0) storeTrace(store, trialId, events, at);
  store.sql(`DELETE FROM journal WHERE ${OF_ATTEMPT}`).run({ agentId, queryId, repeat });
}

/** An attempt that has begun and not ended: under way now, or broken off. */
export interface LiveTrial {
  readonly agent: string;
  readonly task: string;
  readonly repeat: number;
  /** Answers of its model. */
  readonly turns: number;
  readonly tokens: number;
  readonly seconds: number;
  /** Of the last entry. */
  readonly at: string;
}

/** In order of agent, task and repeat. */
export function liveTrials(store: Store): LiveTrial[] {
  return store
    .sql<[], LiveTrial>(
      `SELECT agent.name AS agent, query.task, repeat, sum(key = 'model' AND json_extract(value, '$.reply') IS NOT NULL) AS turns,
         total(json_extract(value, '$.taken')) AS tokens, max(elapsed) AS seconds, max(at) AS at
       FROM journal JOIN agent ON agent.id = agent_id JOIN query ON query.id = query_id
       GROUP BY agent_id, query_id, repeat ORDER BY agent.name, query.task, repeat`,
    )
    .all();
}

/** An event of an attempt that has not ended, with its place. */
interface LiveEvent extends TraceEvent {
  readonly agent: string;
  readonly benchmark: string;
  readonly task: string;
  readonly repeat: number;
  readonly at: string;
}

/** Streams the events of attempts that have not ended: by agent, benchmark, task and repeat, each one's in order. */
export function* liveEvents(store: Store, { benchmark, sweep }: CountedSelection): Generator<LiveEvent> {
  const rows = store.sql<unknown[], Omit<LiveEvent, keyof TraceEvent> & { readonly event: string; readonly at: string }>(`
    SELECT agent.name AS agent, version.benchmark, version.name AS task, journal.repeat, event, journal.at
    FROM (${lastPlanned('agent_id, task.benchmark, name')}) version JOIN agent ON agent.id = version.agent_id
    JOIN journal ON journal.agent_id = version.agent_id AND journal.query_id = version.query_id
    WHERE event IS NOT NULL ORDER BY agent.name, version.benchmark, version.name, journal.repeat, number`);
  for (const { event, at, ...row } of rows.iterate({ benchmark: benchmark ?? null, sweep: sweep ?? null }))
    yield { ...row, ...(JSON.parse(event) as TraceEvent & { at: string }) };
}
