/** Verdicts JSONL: one verdict a line, written by `export verdicts` and read by `import verdicts` with one schema. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import type { Criterion } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { SaidVerdict } from '../store/verdicts.ts';
import { attemptFields, judgeFields, name, quotes, share, type Written, whole } from './fields.ts';

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

const vote = z.object({ judge: name, label, confidence: share.exactOptional(), reason: z.string().default('') });

export const verdictLine = z.object({
  ...attemptFields,
  criterion: z.string().register(keys, { about: 'the words of the criterion, or its id' }),
  criterionId: z.string().exactOptional().register(keys, { about: 'its id in the rubric', absent: 'found by its words' }),
  weight: z
    .number()
    .exactOptional()
    .register(keys, { about: 'its weight, which tells criteria of the same words apart', absent: 'in turn' }),
  label: label.register(keys, {
    about:
      '`satisfied`, `partial` or `unsatisfied`; also `Partially Satisfied` and `Not Satisfied`. For a flaw `satisfied` means that it is there',
  }),
  confidence: share.exactOptional().register(keys, { about: "the judge's own", absent: 'unknown' }),
  probabilities: z
    .object({ satisfied: share, partial: share, unsatisfied: share })
    .exactOptional()
    .register(keys, { about: 'of each label, where the judge gives them: `{satisfied, partial, unsatisfied}`', absent: 'unknown' }),
  reason: z.string().exactOptional().register(keys, { about: 'why', absent: 'none' }),
  quotes: quotes.exactOptional().register(keys, {
    about:
      'passages of the report, each `{text, verified?, start?, end?}` or text alone: whether it stands in the report, and where (from `start` to before `end`, in UTF-16 units)',
    absent: 'none',
  }),
  parts: whole.exactOptional().register(keys, { about: 'in how many parts a long report was read', absent: 'as a whole' }),
  votes: z
    .array(vote)
    .exactOptional()
    .register(keys, { about: 'of a panel or a cascade, each `{judge, label, confidence?, reason?}`', absent: 'one judge' }),
  stage: whole.exactOptional().register(keys, { about: 'of a cascade: which of its judges decided, from 1', absent: 'no cascade' }),
  ...judgeFields,
  adjudicated: z
    .boolean()
    .exactOptional()
    .register(keys, { about: 'the last word of a person, where people or judges differed', absent: 'one opinion of several' }),
  trial: whole.exactOptional().register(keys, {
    about: "the judge's, from 1; of two lines of the same attempt, criterion, judge and trial the later counts",
    absent: 'numbered in the order in which the criterion comes again',
  }),
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
  { trial, label, confidence, probabilities, parts, reason, quotes, votes, stage, judge, by, model, adjudicated }: SaidVerdict,
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
    ...(probabilities !== undefined && { probabilities }),
    ...(reason !== null && reason !== '' && { reason }),
    ...(quotes !== undefined && { quotes }),
    ...(parts !== null && { parts }),
    ...(stage !== null && { stage }),
    ...(votes !== undefined && { votes: [...votes] }),
    judge,
    ...(by !== undefined && { by }),
    ...(model !== undefined && { model }),
    ...(adjudicated !== undefined && { adjudicated }),
    trial,
  };
}
