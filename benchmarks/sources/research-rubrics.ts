/** researchRubrics: ResearchRubrics (arXiv 2511.07685), its pinned file and its official rows, whose texts are kept letter by letter. */
import { z } from 'zod';
import { positionalId, type Rubric } from '../../judge/checklist/rubric.ts';
import { check } from '../files/check.ts';
import { isChinese } from '../lint/text.ts';
import { type Task, taskIdSchema } from '../task.ts';
import type { Source } from './source.ts';

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

export const researchRubrics: Source = {
  name: 'researchrubrics',
  about: 'ResearchRubrics: 101 tasks in its official file',
  file: {
    url: 'https://huggingface.co/datasets/ScaleAI/researchrubrics/resolve/85de3115053d1453ed612caacf4a405edc1ad756/processed_data.jsonl',
    revision: '85de3115053d1453ed612caacf4a405edc1ad756',
    sha256: 'ea2023d03953b70ba4a2f7f1fe490b434f18cec26c4fdb48acc0e3edf3d8edfb',
    bytes: 865_287,
  },
  layout: { recognises, toTask },
  names: {
    'AI & ML': { en: 'AI & ML', zh: '人工智能与机器学习' },
    'Business Planning & Research': { en: 'Business Planning & Research', zh: '商业规划与研究' },
    'Creative Writing': { en: 'Creative Writing', zh: '创意写作' },
    'Current Events': { en: 'Current Events', zh: '时事' },
    'General Consumer Research': { en: 'General Consumer Research', zh: '一般消费研究' },
    'Historical Analysis': { en: 'Historical Analysis', zh: '历史分析' },
    'Hypotheticals & Philosophy': { en: 'Hypotheticals & Philosophy', zh: '假设与哲学' },
    STEM: { en: 'STEM', zh: '理工科' },
    'Technical Documentation': { en: 'Technical Documentation', zh: '技术文档' },
    Other: { en: 'Other', zh: '其他' },
    'Explicit Criteria': { en: 'Explicit Criteria', zh: '显性要求' },
    'Implicit Criteria': { en: 'Implicit Criteria', zh: '隐性要求' },
    'Instruction Following': { en: 'Instruction Following', zh: '遵循指令' },
    'Communication Quality': { en: 'Communication Quality', zh: '表达质量' },
    'Synthesis of Information': { en: 'Synthesis of Information', zh: '信息综合' },
    'References & Citation Quality': { en: 'References & Citation Quality', zh: '参考与引用质量' },
  },
};

/** By keys that a row of our own cannot have. */
function recognises(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  return 'sample_id' in row || ('prompt' in row && 'rubrics' in row);
}

function toTask(row: unknown, where: string): Task {
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
