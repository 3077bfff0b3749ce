/** ResearchRubrics (arXiv 2511.07685): its official rows as tasks, texts kept letter by letter. */
import { z } from 'zod';
import { positionalId, type Rubric } from '../../judge/checklist/rubric.ts';
import { check } from '../files/check.ts';
import { isChinese } from '../lint/text.ts';
import { type Task, taskIdSchema } from '../task.ts';

const text = z.string().refine((value) => value.trim() !== '', 'expected text that is not empty');

/** A weight of 0 stands in the official file; it moves no reward and is kept so that result rows find their criterion. */
const criterionSchema = z.object({ criterion: text, weight: z.number(), axis: z.string().min(1) });

/** Fields beyond the official ones are kept as tags; of a criterion only the official three are read. */
const rowSchema = z
  .object({
    sample_id: taskIdSchema,
    prompt: text,
    domain: z.string().min(1),
    rubrics: z.array(criterionSchema).min(1),
  })
  .catchall(z.json())
  .refine((row) => row.rubrics.some((criterion) => criterion.weight > 0), {
    path: ['rubrics'],
    message: 'no criterion has a positive weight: the reward divides by their sum',
  });

type Row = z.infer<typeof rowSchema>;

/** Whether a row is spelt as in the official file, told by keys that a row of our own cannot have. */
export function isResearchRubricsRow(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  return 'sample_id' in row || ('prompt' in row && 'rubrics' in row);
}

/** @throws InputError opening with `where`. */
export function researchRubricsTask(row: unknown, where: string): Task {
  const { sample_id, prompt, domain, rubrics, ...rest } = check(rowSchema, row, where);
  const tags = tagsOf(rest);
  return {
    id: sample_id,
    query: prompt,
    language: isChinese(prompt) ? 'zh' : 'en',
    domain,
    rubric: toRubric(rubrics),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/**
 * By what two spellings of one criterion are recognised as the same: Unicode NFC, white space folded to single blanks, trimmed.
 * It can repeat inside a rubric, so equal keys are told apart by their order.
 */
export function criterionKey(criterion: string): string {
  return criterion.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function toRubric(rubrics: Row['rubrics']): Rubric {
  return rubrics.map((criterion, i) => ({ ...criterion, id: positionalId(i) }));
}

function tagsOf(rest: Readonly<Record<string, z.core.util.JSONType>>): Record<string, string | number | boolean> {
  const entries = Object.entries(rest).flatMap(([key, value]) => {
    if (value === null) return [];
    return [[key, typeof value === 'object' ? JSON.stringify(value) : value] as const];
  });
  return Object.fromEntries(entries);
}
