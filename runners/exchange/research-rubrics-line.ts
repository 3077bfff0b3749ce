/** Result rows of the ResearchRubrics evaluator as verdicts. */
import { z } from 'zod';
import { id, name, whole } from './fields.ts';
import { spelt, type VerdictLine } from './verdict-line.ts';

export function isResearchRubricsResult(row: object): boolean {
  return 'sample_id' in row || 'rubric_title' in row;
}

/** What the evaluator writes where its model gave no verdict, beside nothing at all. */
const NONE = 'unknown';

export const researchRubricsLine = z
  .object({
    agent: name.exactOptional(),
    benchmark: name.exactOptional(),
    judge: name.exactOptional(),
    trial: whole.exactOptional(),
    repeat: whole.exactOptional(),
    weight: z.number().exactOptional(),
    sample_id: id.exactOptional(),
    /** In place of `sample_id` and `agent`, where reports are documents. */
    task_name: id.exactOptional(),
    pdf: name.exactOptional(),
    rubric_title: z.string(),
    verdict: z.string().exactOptional(),
    success: z.boolean().exactOptional(),
    reasoning: z.string().exactOptional(),
    error: z.string().exactOptional(),
    confidence: z.number().exactOptional(),
  })
  .transform((row, context): VerdictLine => {
    const { sample_id, task_name, pdf, rubric_title, verdict, success, reasoning, error, confidence, repeat = 1, ...more } = row;
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    const task = sample_id ?? task_name;
    if (task === undefined) return refuse('sample_id', 'missing, expected text');
    const label = verdict === undefined ? undefined : spelt(verdict);
    const none = success === false || verdict === undefined || verdict.trim().toLowerCase() === NONE;
    if (label === undefined && !none) return refuse('verdict', 'expected Satisfied, Partially Satisfied or Not Satisfied');
    const agent = row.agent ?? pdf;
    const reason = none ? (error ?? reasoning ?? `the imported row has no verdict (${verdict ?? 'none'})`) : reasoning;
    return {
      ...more,
      ...(agent !== undefined && { agent }),
      task,
      criterion: rubric_title,
      repeat,
      ...(label !== undefined && !none && { label }),
      ...(reason !== undefined && { reason }),
      ...(confidence !== undefined && confidence >= 0 && confidence <= 1 && { confidence }),
    };
  });
