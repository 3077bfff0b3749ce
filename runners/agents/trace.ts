/** Trace of an attempt: what an agent did, event by event, whatever shape the agent gave it. */
import { z } from 'zod';
import type { Usage } from '../../judge/model/usage.ts';
import { usageSchema, withoutNulls } from './usage.ts';

export const KINDS = ['message', 'tool', 'error'] as const;

export interface TraceEvent {
  /** From 1: which answer of the agent's model it belongs to; the place of the event where an agent does not say. */
  readonly turn: number;
  readonly kind: (typeof KINDS)[number];
  /** Of the tool, or who speaks. */
  readonly name?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly seconds?: number;
  readonly usage?: Partial<Usage>;
  /** ISO 8601; the store puts the time of writing where an agent does not say. */
  readonly at?: string;
}

export const traceEvent = z.object({
  turn: z.int().positive(),
  kind: z.enum(KINDS),
  name: z.string().exactOptional(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  seconds: z.number().nonnegative().exactOptional(),
  usage: usageSchema.exactOptional(),
  at: z.string().exactOptional(),
});

/** Messages as chat models spell them. */
const messageSchema = z.looseObject({ role: z.string(), content: z.unknown() });

/** A list of events, or an object that holds one; a step of another shape is a message that holds it whole, so nothing is lost. */
export function toTrace(value: unknown): TraceEvent[] {
  const held = z.object({ events: z.array(z.unknown()) }).safeParse(value).data?.events;
  const steps = held ?? (Array.isArray(value) ? value : [value]);
  return steps.map((step, i) => toEvent(step, i + 1));
}

function toEvent(step: unknown, place: number): TraceEvent {
  const own = traceEvent
    .extend({ turn: traceEvent.shape.turn.default(place) })
    .strict()
    .safeParse(withoutNulls(step));
  if (own.success) return own.data as TraceEvent;
  const message = messageSchema.safeParse(step).data;
  if (message === undefined) return { turn: place, kind: 'message', output: step };
  const { role, content, ...rest } = message;
  const output = Object.keys(rest).length === 0 ? content : { content, ...rest };
  return { turn: place, kind: role === 'tool' ? 'tool' : 'message', name: role, output };
}
