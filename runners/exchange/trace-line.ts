/** Trace JSONL: one event of an attempt a line, written by `export traces` and read by `import traces` with one schema. */
import { z } from 'zod';
import { traceEvent } from '../agents/trace.ts';
import { id, name, whole } from './fields.ts';

export const traceLine = z.object({
  benchmark: name.exactOptional(),
  task: id,
  agent: name.exactOptional(),
  repeat: whole.default(1),
  ...traceEvent.shape,
});

export type TraceLine = z.output<typeof traceLine>;
