/** The fields that entries of several agent kinds share in `sweep.yaml`. */
import { z } from 'zod';

export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'a name has no control characters');

/** At most a week, which is also what a timer can hold. */
export const secondsSchema = z.number().positive().max(604_800);

export const concurrencySchema = z.number().int().min(1).max(1000);

export const envNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');

export const urlSchema = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected a URL like https://host/path')
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'a URL here carries no user or password');
