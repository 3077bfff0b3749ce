/** What a person says of two reports shown side by side, and how it is kept as comparisons. */
import { z } from 'zod';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import type { Absolute, Outcome } from '../../judge/pairwise/outcome.ts';
import { LONGEST_JUSTIFICATION } from './longest.ts';

/** Left better, right better, both good, both fair, both poor. */
export const OVERALLS = ['left', 'right', 'good', 'fair', 'poor'] as const;
/** The dimensions but the overall one. */
export const ASPECTS = ['completeness', 'depth', 'fitness', 'readability'] as const satisfies readonly Dimension[];
export const SIDES = ['left', 'tie', 'right'] as const;

/** What an annotator may be called. */
export const annotatorSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{C}+$/u)
  .transform((name) => name.normalize('NFC'));

const side = z.enum(SIDES);
const said = { completeness: side, depth: side, fitness: side, readability: side, overall: z.enum(OVERALLS) };
const justification = z.string().max(LONGEST_JUSTIFICATION).default('');

export const answerSchema = z.strictObject({ ...said, justification });
export const draftSchema = answerSchema.partial(
  Object.fromEntries(Object.keys(said).map((name) => [name, true])) as Record<keyof typeof said, true>,
);

export type Answer = z.infer<typeof answerSchema>;
/** An answer that may still lack choices. */
export type Draft = z.infer<typeof draftSchema>;

export interface ComparisonFact {
  readonly dimension: Dimension;
  /** a is the report that was shown on the left. */
  readonly outcome: Outcome;
  readonly absolute: Absolute | null;
}

const OUTCOME = { left: 'a', right: 'b', tie: 'tie' } as const;

export function factsOf(answer: Answer): ComparisonFact[] {
  const { overall } = answer;
  const preferred = overall === 'left' || overall === 'right';
  return [
    { dimension: 'overall', outcome: preferred ? OUTCOME[overall] : 'tie', absolute: preferred ? null : overall },
    ...ASPECTS.map((dimension) => ({ dimension, outcome: OUTCOME[answer[dimension]], absolute: null })),
  ];
}

const SIDE = { a: 'left', b: 'right', tie: 'tie' } as const;

/** The answer that these facts came from, as far as they say. */
export function draftOf(facts: readonly ComparisonFact[], justification: string): Draft {
  const draft: Draft = { justification };
  for (const { dimension, outcome, absolute } of facts) {
    if (dimension !== 'overall') draft[dimension] = SIDE[outcome];
    else if (outcome !== 'tie') draft.overall = SIDE[outcome];
    else if (absolute !== null) draft.overall = absolute;
  }
  return draft;
}
