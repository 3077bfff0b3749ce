/** The `stress` of a sweep: which faults its agents are run under once more. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { FAULT_KINDS, LASTING } from '../world/faults.ts';

const unique = (values: readonly unknown[]) => new Set(values).size === values.length;

export const stressSchema = z.strictObject({
  rates: z
    .array(z.number().min(0).max(1))
    .min(1)
    .refine(unique, 'a rate stands twice')
    .default([0, 0.05, 0.1, 0.2, 0.5])
    .register(keys, { about: 'shares of requests that go wrong; 0 is the sweep itself' }),
  kinds: z
    .array(z.enum(FAULT_KINDS))
    .min(1)
    .refine(unique, 'a kind stands twice')
    .default([...FAULT_KINDS])
    .register(keys, { about: 'what goes wrong, as in docs/world.md; each kind is a run of its own at each rate', absent: 'all eight' }),
  lasting: z
    .array(z.enum(LASTING))
    .min(1)
    .refine(unique, 'a word stands twice')
    .default([...LASTING])
    .register(keys, { about: 'once: the first time that a request is made, always: every time; both: drawn for each request' }),
  seed: z.int().default(1).register(keys, { about: 'of the faults: the same requests go wrong each time' }),
});

export type StressConfig = z.infer<typeof stressSchema>;

/** The sweep under which the runs of a sweep under faults are kept, apart from its own boards. */
export function stressName(sweep: string): string {
  return `${sweep}/stress`;
}
