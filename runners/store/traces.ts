/** Traces: what agents did in their trials, one row an event, in the order in which it happened. */
import type { TraceEvent } from '../agents/trace.ts';
import { canonicalJson } from './identity.ts';
import { COUNTED, COUNTED_ORDER, type CountedSelection } from './runs.ts';
import type { Store } from './store.ts';

/** Appends events of a trial. @param at when they were received: the time of an event that carries none */
export function storeTrace(store: Store, trialId: number, events: readonly TraceEvent[], at: string): void {
  const insert = store.sql(
    `INSERT INTO trace (trial_id, number, turn, kind, name, input, output, seconds, usage, at)
     SELECT @trialId, coalesce(max(number), 0) + 1, @turn, @kind, @name, @input, @output, @seconds, @usage, @at
     FROM trace WHERE trial_id = @trialId`,
  );
  for (const { turn, kind, name = null, input, output, seconds = null, usage, at: happened = at } of events)
    insert.run({ trialId, turn, kind, name, input: json(input), output: json(output), seconds, usage: json(usage), at: happened });
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** An event as it is stored: with the time at which it happened or, where the agent did not say, was received. */
export interface StoredEvent extends TraceEvent {
  readonly at: string;
}

interface EventRow {
  readonly turn: number;
  readonly kind: TraceEvent['kind'];
  readonly name: string | null;
  readonly input: string | null;
  readonly output: string | null;
  readonly seconds: number | null;
  readonly usage: string | null;
  readonly at: string;
}

/** Of one trial, in order. */
export function trialTrace(store: Store, trialId: number): StoredEvent[] {
  const rows = store.sql<number[], EventRow>(
    'SELECT turn, kind, name, input, output, seconds, usage, at FROM trace WHERE trial_id = ? ORDER BY number',
  );
  return rows.all(trialId).map(toEvent);
}

function toEvent({ turn, kind, name, input, output, seconds, usage, at }: EventRow): StoredEvent {
  return {
    turn,
    kind,
    ...(name !== null && { name }),
    ...(input !== null && { input: JSON.parse(input) as unknown }),
    ...(output !== null && { output: JSON.parse(output) as unknown }),
    ...(seconds !== null && { seconds }),
    ...(usage !== null && { usage: JSON.parse(usage) as NonNullable<TraceEvent['usage']> }),
    at,
  };
}

export function hasTrace(store: Store, trialId: number): boolean {
  return store.sql<number[], unknown>('SELECT 1 FROM trace WHERE trial_id = ? LIMIT 1').get(trialId) !== undefined;
}

/** The row id of the newest attempt of an agent at a query. */
export function newestTrial(store: Store, agentId: number, queryId: number, repeat: number): number | undefined {
  return (
    store
      .sql<number[], { id: number | null }>('SELECT max(id) AS id FROM trial WHERE agent_id = ? AND query_id = ? AND repeat = ?')
      .get(agentId, queryId, repeat)?.id ?? undefined
  );
}

/** Whether the trial holds just these events. */
export function holdsTrace(store: Store, trialId: number, events: readonly TraceEvent[]): boolean {
  const stored = trialTrace(store, trialId).map(({ at, ...event }, i) => (events[i]?.at === undefined ? event : { ...event, at }));
  return canonicalJson(stored) === canonicalJson(events);
}

/** An event with the trial that it belongs to. */
export interface TraceRow extends StoredEvent {
  readonly benchmark: string;
  readonly task: string;
  readonly agent: string;
  readonly repeat: number;
}

/** Streams the events of the trials that count: by agent, benchmark, task and repeat, each trial's in order. */
export function* traces(store: Store, { benchmark, sweep }: CountedSelection): Generator<TraceRow> {
  const rows = store.sql<unknown[], EventRow & Omit<TraceRow, keyof StoredEvent>>(`
    SELECT version.benchmark, version.name AS task, agent.name AS agent, trial.repeat,
      turn, kind, trace.name, input, output, trace.seconds, trace.usage, trace.at
    FROM ${COUNTED} JOIN trace ON trace.trial_id = trial.id ORDER BY ${COUNTED_ORDER}, trace.number`);
  for (const { benchmark: on, task, agent, repeat, ...event } of rows.iterate({ benchmark: benchmark ?? null, sweep: sweep ?? null }))
    yield { benchmark: on, task, agent, repeat, ...toEvent(event) };
}
