/** Result rows of the ResearchRubrics evaluator as verdicts. */
import { z } from 'zod';
import { name, whole } from './fields.ts';
import { spelt, type VerdictLine } from './verdict-line.ts';

export function isResearchRubricsResult(row: object): boolean {
  return 'sample_id' in row || 'rubric_title' in row;
}

export const researchRubricsLine = z
  .object({
    agent: name.exactOptional(),
    benchmark: name.exactOptional(),
    judge: name.exactOptional(),
    trial: whole.exactOptional(),
    repeat: whole.exactOptional(),
    weight: z.number().exactOptional(),
    sample_id: z.string(),
    rubric_title: z.string(),
    verdict: z.string(),
    success: z.boolean().exactOptional(),
    reasoning: z.string().exactOptional(),
    confidence: z.number().exactOptional(),
  })
  .transform(({ sample_id, rubric_title, verdict, success, reasoning, confidence, repeat = 1, ...row }, context): VerdictLine => {
    const label = spelt(verdict);
    if (label === undefined && success !== false) {
      context.addIssue({ code: 'custom', path: ['verdict'], message: 'expected Satisfied, Partially Satisfied or Not Satisfied' });
      return z.NEVER;
    }
    const failed = success === false;
    return {
      ...row,
      task: sample_id,
      criterion: rubric_title,
      repeat,
      ...(label !== undefined && !failed && { label }),
      ...(reasoning !== undefined ? { reason: reasoning } : failed && { reason: 'the imported row says success: false' }),
      ...(confidence !== undefined && confidence >= 0 && confidence <= 1 && { confidence }),
    };
  });
