/** Fields that several lines share, and what other people's writers do to them. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';

/** One name however its letters are composed. */
export const name = z.string().normalize('NFC').min(1);
export const whole = z.number().int().positive();
/** In [0, 1]. */
export const share = z.number().min(0).max(1);
/** Ids come as numbers in some files. */
export const id = z.union([name, z.number().transform(String)]);

/** Which attempt a line is about. */
export const attemptFields = {
  benchmark: name.exactOptional().register(keys, { about: 'name of the benchmark', absent: 'that of `--benchmark`' }),
  task: z.union([name, z.number().transform(String)]).register(keys, { about: 'id of the task; a number is read as text' }),
  agent: name.exactOptional().register(keys, { about: 'who wrote the report', absent: 'that of `--agent`' }),
  repeat: whole.default(1).register(keys, { about: "the agent's attempt" }),
};
const place = z.number().int().nonnegative();
const quote = z.object({
  text: z.string(),
  /** Whether it stands in the report; absent where nobody looked. */
  verified: z.boolean().exactOptional(),
  /** From `start` to before `end`, in UTF-16 units of the report. */
  start: place.exactOptional(),
  end: place.exactOptional(),
  /** Of a battle: whose report it is ascribed to. */
  of: z.enum(['a', 'b']).exactOptional(),
});
/** Others write no more than the words. */
export const quotes = z.array(z.union([quote, z.string().transform((text) => ({ text }))]));

/** FastChat gives a judge as a list of its model and its prompt. */
export const judgeName = z.union([
  id,
  z
    .array(name)
    .min(1)
    .transform((parts) => parts.join(', ')),
]);

/** Who judged. */
export const judgeFields = {
  judge: name.exactOptional().register(keys, {
    about: 'name of who judged; of judges of one name also the first digits of their hash, as in `gpt-5-mini (1a2b3c4d)`',
    absent: 'that of `--judge`',
  }),
  by: z
    .enum(['model', 'person', 'program'])
    .exactOptional()
    .register(keys, { about: 'what kind of judge; a program calls no model and costs nothing', absent: 'unknown' }),
  model: name.exactOptional().register(keys, { about: 'the model behind the judge, by which its price is looked up', absent: 'unknown' }),
};

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** What is written of a line: whatever its schema reads. */
export type Written<Schema extends z.ZodType> = Frozen<z.input<Schema>>;
