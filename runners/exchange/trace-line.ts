/** Trace JSONL: one event of an attempt a line, written by `export traces` and read by `import traces` with one schema. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { traceEvent } from '../agents/trace.ts';
import { attemptFields } from './fields.ts';

const { turn, kind, name, input, output, seconds, usage, at } = traceEvent.shape;

export const traceLine = z.object({
  ...attemptFields,
  turn: turn.register(keys, { about: "which answer of the agent's model the event belongs to" }),
  kind: kind.register(keys, { about: 'what happened' }),
  name: name.register(keys, { about: 'of the tool, or who speaks', absent: 'none' }),
  input: input.register(keys, { about: 'any JSON', absent: 'none' }),
  output: output.register(keys, { about: 'any JSON', absent: 'none' }),
  seconds: seconds.register(keys, { about: 'that it took', absent: 'unknown' }),
  usage: usage.register(keys, { about: 'tokens, as of a report', absent: 'unknown' }),
  at: at.register(keys, { about: 'when, in ISO 8601', absent: 'the time of the import' }),
});

export type TraceLine = z.output<typeof traceLine>;
