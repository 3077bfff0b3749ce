/** One verdict a line as other people write it: our rows, or the ResearchRubrics evaluator's result rows as they are. */
import { z } from 'zod';
import { check } from '../../benchmarks/files/check.ts';
import type { Label } from '../../judge/checklist/verdict.ts';

export interface VerdictRow {
  readonly agent?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judge?: string | undefined;
  readonly task: string;
  /** Its words or its id. */
  readonly criterion: string;
  readonly criterionId?: string | undefined;
  readonly trial?: number | undefined;
  readonly repeat: number;
  /** Undefined: the other judge gave none. */
  readonly label: Label | undefined;
  readonly confidence: number | undefined;
  readonly reason: string;
  readonly quotes: readonly string[];
  /** What our own export says of the quotes and of how the report was read. */
  readonly verified?: number | undefined;
  readonly parts?: number | undefined;
}

/**
 * A row is read as what its keys say it is, so that what is wrong with it is named in its own words.
 *
 * @throws InputError that begins with `where`
 */
export function readVerdictRow(row: unknown, where: string): VerdictRow {
  const isOfficial = typeof row === 'object' && row !== null && ('sample_id' in row || 'rubric_title' in row);
  const schema: z.ZodType<VerdictRow> = isOfficial ? officialRow : ourRow;
  const result = schema.safeParse(row);
  // The words for a complaint are put together only where there is one: that costs more than the reading.
  return result.success ? result.data : check(schema, row, where);
}

/** The labels as the files of the field spell them. Nothing else is guessed at. */
const SPELLINGS: ReadonlyMap<string, Label> = new Map([
  ['satisfied', 'satisfied'],
  ['partial', 'partial'],
  ['partially satisfied', 'partial'],
  ['partially_satisfied', 'partial'],
  ['unsatisfied', 'unsatisfied'],
  ['not satisfied', 'unsatisfied'],
  ['not_satisfied', 'unsatisfied'],
]);

const spelt = (text: string): Label | undefined => SPELLINGS.get(text.trim().toLowerCase());

const labelSchema = z.string().transform((text, context): Label => {
  const label = spelt(text);
  if (label !== undefined) return label;
  context.addIssue({ code: 'custom', message: 'expected satisfied, partial or unsatisfied' });
  return z.NEVER;
});

const whole = z.number().int().positive();
const shared = {
  agent: z.string().min(1).optional(),
  benchmark: z.string().min(1).optional(),
  judge: z.string().min(1).optional(),
  trial: whole.optional(),
  repeat: whole.optional(),
  weight: z.number().optional(),
};

const ourRow = z
  .object({
    ...shared,
    task: z.string(),
    criterion: z.string(),
    criterionId: z.string().optional(),
    label: labelSchema,
    confidence: z.number().min(0).max(1).nullish(),
    reason: z.string().nullish(),
    quotes: z.array(z.string()).nullish(),
    verified: z.number().min(0).max(1).nullish(),
    parts: whole.nullish(),
  })
  // Field by field, here and below: copying a row as it is costs a fifth of the whole import.
  .transform(
    (row): VerdictRow => ({
      agent: row.agent,
      benchmark: row.benchmark,
      judge: row.judge,
      task: row.task,
      criterion: row.criterion,
      criterionId: row.criterionId,
      trial: row.trial,
      repeat: row.repeat ?? 1,
      label: row.label,
      confidence: row.confidence ?? undefined,
      reason: row.reason ?? '',
      quotes: row.quotes ?? [],
      verified: row.verified ?? undefined,
      parts: row.parts ?? undefined,
    }),
  );

const officialRow = z
  .object({
    ...shared,
    sample_id: z.string(),
    rubric_title: z.string(),
    verdict: z.string(),
    success: z.boolean().nullish(),
    reasoning: z.string().nullish(),
    confidence: z.number().nullish(),
  })
  .transform((row, context): VerdictRow => {
    const label = spelt(row.verdict);
    if (label === undefined && row.success !== false) {
      context.addIssue({ code: 'custom', path: ['verdict'], message: 'expected Satisfied, Partially Satisfied or Not Satisfied' });
      return z.NEVER;
    }
    const { confidence, success } = row;
    return {
      agent: row.agent,
      benchmark: row.benchmark,
      judge: row.judge,
      task: row.sample_id,
      criterion: row.rubric_title,
      trial: row.trial,
      repeat: row.repeat ?? 1,
      label: success === false ? undefined : label,
      confidence: confidence != null && confidence >= 0 && confidence <= 1 ? confidence : undefined,
      reason: row.reasoning ?? '',
      quotes: [],
    };
  });
