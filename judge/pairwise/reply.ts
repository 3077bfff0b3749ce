/** The format of a judge model's comparison, and reading it. Only the outcome is strict: what else is unreadable is absent. */
import { z } from 'zod';
import { VerdictError } from '../errors.ts';
import { confidenceOf, type Fields, field, folded, hasField, keptQuotes, keptReason, numberOf, unwrapped } from '../reading/fields.ts';
import { fill } from '../reading/fill.ts';
import { answerIn, complaintOf, type ReplyFormat, type Stands } from '../reading/reply.ts';
import type { Comparison } from './comparison.ts';

export const OUTCOMES = {
  left_better: { outcome: 'a' },
  right_better: { outcome: 'b' },
  both_good: { outcome: 'tie', absolute: 'good' },
  both_fair: { outcome: 'tie', absolute: 'fair' },
  both_poor: { outcome: 'tie', absolute: 'poor' },
} as const;

export interface ParsedComparison extends Pick<Comparison, 'outcome' | 'absolute' | 'scores' | 'confidence' | 'reason'> {
  readonly quotes: { readonly a: readonly string[]; readonly b: readonly string[] };
}

const LOWEST = 1;
const HIGHEST = 10;

const score = z.number().min(LOWEST).max(HIGHEST);
const schema = z.strictObject({
  reason: z.string(),
  left_quotes: z.array(z.string()),
  right_quotes: z.array(z.string()),
  left_score: score,
  right_score: score,
  outcome: z.enum(Object.keys(OUTCOMES) as [keyof typeof OUTCOMES, ...(keyof typeof OUTCOMES)[]]),
  confidence: z.number(),
});

/** @param again words with {complaint} */
export function comparisonFormat(again: string): ReplyFormat<ParsedComparison> {
  return {
    name: 'comparison',
    schema: z.toJSONSchema(schema),
    parse: (text, stands) => read(found(text, stands)),
    again: (complaint) => fill(again, { complaint: complaintOf(complaint) }),
  };
}

function found(text: string, stands: Stands | undefined): Fields {
  const said = (value: unknown) => outcomeOf(field(unwrapped(value) as Fields, 'outcome'));
  return unwrapped(
    answerIn(
      text,
      {
        what: 'reason, scores, outcome, confidence',
        answers: (value) => hasField(unwrapped(value), 'outcome'),
        contradicts: (outside, value) =>
          [...outside.matchAll(/\b(?:outcome|verdict)\b["'*_`\s]*[:=：]["'*_`\s]*([a-z][a-z _-]{2,24})/gi)].some(([, word]) => {
            const outcome = outcomeOf(word);
            return outcome !== undefined && outcome !== said(value);
          }),
      },
      stands,
    ),
  ) as Fields;
}

function outcomeOf(given: unknown): keyof typeof OUTCOMES | undefined {
  const said = typeof given === 'string' ? folded(given).replace(/ /g, '_') : '';
  return Object.hasOwn(OUTCOMES, said) ? (said as keyof typeof OUTCOMES) : undefined;
}

function read(fields: Fields): ParsedComparison {
  const outcome = outcomeOf(field(fields, 'outcome'));
  if (outcome === undefined) {
    const given = field(fields, 'outcome');
    const said = typeof given === 'string' ? `"${given.slice(0, 40)}"` : 'what stands there';
    throw new VerdictError(`outcome: expected ${Object.keys(OUTCOMES).join(', ')}, and ${said} is none of them`);
  }
  const [left, right] = [scoreOf(field(fields, 'left_score')), scoreOf(field(fields, 'right_score'))];
  const confidence = confidenceOf(field(fields, 'confidence'));
  return {
    ...OUTCOMES[outcome],
    reason: keptReason(fields),
    quotes: { a: keptQuotes(field(fields, 'left_quotes')), b: keptQuotes(field(fields, 'right_quotes')) },
    ...(left !== undefined && right !== undefined && { scores: [left, right] }),
    ...(confidence !== undefined && { confidence }),
  };
}

function scoreOf(given: unknown): number | undefined {
  const value = numberOf(given);
  return value !== undefined && value >= LOWEST && value <= HIGHEST ? value : undefined;
}
