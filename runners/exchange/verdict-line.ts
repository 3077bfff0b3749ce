/** Verdicts JSONL: one verdict a line, written by `export verdicts` and read by `import verdicts` with one schema. */
import { z } from 'zod';
import type { Criterion } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { SaidVerdict } from '../store/verdicts.ts';
import { id, judgeFields, name, quotes, share, type Written, whole } from './fields.ts';

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

export const spelt = (text: string): Label | undefined => SPELLINGS.get(text.trim().toLowerCase());

const label = z.string().transform((text, context): Label => {
  const found = spelt(text);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'expected satisfied, partial or unsatisfied' });
  return z.NEVER;
});

export const verdictLine = z.object({
  agent: name.exactOptional(),
  benchmark: name.exactOptional(),
  task: id,
  repeat: whole.default(1),
  /** The criterion's words, or its id in the rubric. */
  criterion: z.string(),
  criterionId: z.string().exactOptional(),
  /** The row's own: tells criteria of the same words apart. */
  weight: z.number().exactOptional(),
  label,
  confidence: share.exactOptional(),
  reason: z.string().exactOptional(),
  quotes: quotes.exactOptional(),
  /** Parts in which a report too long to be shown whole was read. */
  parts: whole.exactOptional(),
  /** Of a panel: what each of its judges said. */
  votes: z.array(z.object({ judge: name, label, confidence: share.exactOptional(), reason: z.string().default('') })).exactOptional(),
  ...judgeFields,
  /** Absent: rows are numbered in the order in which their criterion comes again. */
  trial: whole.exactOptional(),
});

/** As it is imported. Without a label: the judge gave none, for the reason given, and the criterion is unscored. */
export type VerdictLine = Omit<z.output<typeof verdictLine>, 'label'> & { readonly label?: Label };

/** Whose report a verdict is on. */
export interface JudgedWork {
  readonly agent: string;
  readonly benchmark: string;
  readonly task: string;
  readonly repeat: number;
}

export function toVerdictLine(
  { agent, benchmark, task, repeat }: JudgedWork,
  criterion: Criterion,
  { trial, label, confidence, parts, reason, quotes, votes, judge, by, model }: SaidVerdict,
): Written<typeof verdictLine> {
  return {
    agent,
    benchmark,
    task,
    repeat,
    criterion: criterion.criterion,
    criterionId: criterion.id,
    weight: criterion.weight,
    label,
    ...(confidence !== null && { confidence }),
    ...(reason !== null && reason !== '' && { reason }),
    ...(quotes !== undefined && { quotes }),
    ...(parts !== null && { parts }),
    ...(votes !== undefined && { votes: [...votes] }),
    judge,
    ...(by !== undefined && { by }),
    ...(model !== undefined && { model }),
    trial,
  };
}
