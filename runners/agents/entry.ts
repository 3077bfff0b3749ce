/** Fields that entries of several agent kinds share in `sweep.yaml`. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';

export const nameSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/u, 'a name has no control characters')
  .register(keys, { about: 'as leaderboards show it' });

/** Seconds of one attempt: at most a week, which is also what a timer can hold. @param about what it is the deadline of */
export function timeoutSchema(preset: number, about: string) {
  return z.number().positive().max(604_800).default(preset).register(keys, { about });
}

/** Attempts at once. @param about what runs at once */
export function concurrencySchema(preset: number, about: string) {
  return z.int().min(1).max(1000).default(preset).register(keys, { about });
}

export const envNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');

/** Headers of requests; their names are checked, as a name is what an error shows. */
export const headersSchema = () => z.record(z.string().regex(/^[\w-]+$/, 'the name of a header'), z.string());

/** A field of its own at each call, as each has its own entry. */
export const urlSchema = () =>
  z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected a URL like https://host/path')
    .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'a URL here carries no user or password');

/** Of an agent that is a checkpoint of a model under training. Fields of its own at each call. */
export const checkpointFields = () => ({
  series: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .exactOptional()
    .register(keys, { about: 'name of the model under training that this is a checkpoint of; goes with `step`', absent: 'none' }),
  step: z
    .number()
    .nonnegative()
    .exactOptional()
    .register(keys, { about: 'of the training, by which checkpoints of a series are ordered', absent: 'none' }),
});

/** Of an agent that is a model behind an endpoint. Fields of its own at each call. @param model and @param url what is said of these keys */
export const endpointFields = (model: string, url: string) => ({
  model: z.string().min(1).register(keys, { about: model }),
  url: urlSchema().exactOptional().register(keys, { about: url, absent: '`OPENAI_BASE_URL`, else OpenAI' }),
  apiKeyEnv: envNameSchema.default('OPENAI_API_KEY').register(keys, {
    about: "environment variable that holds the key; it must be set for OpenAI's own endpoint only",
  }),
  headers: headersSchema().default({}).register(keys, {
    about: 'sent with every request, in place of the key where they carry one; `${NAME}` in a value is taken from the environment',
  }),
});
