/** Criteria and rubrics: what a report is checked against. */
import { z } from 'zod';
import { checkSchema } from './check.ts';

/** Where the fact in a criterion comes from and as of which date it was confirmed. */
const basisSchema = z.strictObject({
  source: z.string().min(1),
  asOf: z.iso.date(),
  /** The words of the source that the criterion rests on, letter by letter. */
  quote: z.string().min(1).optional(),
  /** Where they stand. */
  url: z.url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' }).optional(),
});

const criterionSchema = z
  .strictObject({
    /** Unique within its rubric; by position (`c01`, `c02`, ...) where a file gives none. */
    id: z.string().min(1).optional(),
    criterion: z.string().trim().min(1),
    /** Not 0. A negative weight describes a flaw: `satisfied` means that the flaw is there. */
    weight: z
      .number('expected a number other than 0')
      .refine((weight) => weight !== 0, 'a weight of 0 changes nothing: remove the criterion'),
    axis: z.string().min(1).optional(),
    /** A flaw that makes the report unusable: its reward is 0 whatever else it got. */
    fatal: z.boolean().optional(),
    basis: basisSchema.optional(),
    /** What it takes to meet it: nothing but the query, or a source that has to be found. */
    from: z.enum(['query', 'source']).optional(),
    /** Decided by code; no judge is asked. */
    check: checkSchema.optional(),
  })
  .refine((criterion) => !(criterion.fatal === true && criterion.weight > 0), {
    path: ['fatal'],
    message: 'a fatal criterion describes a flaw: its weight must be negative',
  });

type CriterionInput = z.infer<typeof criterionSchema>;
export type Criterion = CriterionInput & { readonly id: string };
export type Rubric = readonly Criterion[];

/** A rubric must hold a criterion, at least one positive weight (the reward's denominator) and no id twice. */
export const rubricSchema = z
  .array(criterionSchema)
  .min(1, 'a rubric needs at least one criterion; leave it out for tasks that are compared pairwise')
  .transform((criteria): Rubric => criteria.map((criterion, i) => ({ ...criterion, id: criterion.id ?? positionalId(i) })))
  .refine(
    (rubric) => rubric.some((criterion) => criterion.weight > 0),
    'all weights are negative: the reward divides by the sum of positive weights',
  )
  .superRefine((rubric, context) => {
    const seen = new Set<string>();
    rubric.forEach((criterion, i) => {
      if (seen.has(criterion.id)) context.addIssue({ code: 'custom', path: [i, 'id'], message: `id "${criterion.id}" stands twice` });
      seen.add(criterion.id);
    });
  });

export function positionalId(index: number): string {
  return `c${String(index + 1).padStart(2, '0')}`;
}
