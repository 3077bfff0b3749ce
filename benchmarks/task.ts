/** Task: the query asked, how its reports are judged, and what it is about. */
import { z } from 'zod';
import { rubricSchema } from '../judge/checklist/rubric.ts';

/** Ids name files (`<task-id>.md`), so they may not leave their folder. A name is one name however its letters are composed. */
export const taskIdSchema = z
  .string()
  .normalize('NFC')
  .min(1)
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u, 'an id is letters, digits, ".", "_" and "-", and starts with a letter or digit');

const tagsSchema = z.union([z.array(z.string()), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))]);

export const taskSchema = z.strictObject({
  id: taskIdSchema,
  query: z.string().trim().min(1),
  /** BCP 47, as in `en`, `zh`. */
  language: z.string().min(2),
  domain: z.string().min(1),
  track: z.string().min(1).optional(),
  /** Absent where reports are only compared head to head. */
  rubric: rubricSchema.optional(),
  /** What a pairwise judge should know: what matters for this query, and facts that must not be wrong. */
  notes: z.string().optional(),
  tags: tagsSchema.optional(),
  /** The day as of which the query is asked and its rubric is right. */
  asOf: z.iso.date().optional(),
  /** The last day on which the rubric is right. */
  validUntil: z.iso.date().optional(),
  /** Of this task alone, raised where its query, rubric or notes change. */
  version: z.string().min(1).max(40).optional(),
});

export type Task = z.infer<typeof taskSchema>;

/** The value of a tag, where tags have values. */
export function tagOf({ tags }: Task, name: string): string | undefined {
  if (tags === undefined || Array.isArray(tags)) return undefined;
  return Object.hasOwn(tags, name) ? String(tags[name]) : undefined;
}

/** Whether its rubric is too old to judge by. @param today ISO 8601, as in `2026-11-28` */
export function isExpired({ validUntil }: Task, today: string): boolean {
  return validUntil !== undefined && validUntil < today.slice(0, 10);
}
