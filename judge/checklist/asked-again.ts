/** askedAgain: the words in which a judge of known settings was asked about a criterion, made again; nothing is made up where that cannot be told. */
import { z } from 'zod';
import { decisionAskedAgain } from '../decision/decision-judge.ts';
import { DECISION_FORMATS } from '../decision/wire.ts';
import { isTrivial } from '../reading/empty-report.ts';
import { fillReport } from '../reading/fill.ts';
import { gatheredBefore, type Recall } from '../reading/gather.ts';
import { reasonLanguage } from '../reading/language.ts';
import { splitReport } from '../reading/parts.ts';
import { withoutPictures } from '../reading/pictures.ts';
import { around } from './around.ts';
import { batchesOf } from './batches.ts';
import { sortQuestions } from './by-code.ts';
import { asked, wordsHash } from './judge.ts';
import { checklistPrompt, gatherPrompt } from './prompts.ts';
import { CONFIDENCES, verdictFormat } from './reply.ts';
import type { Rubric } from './rubric.ts';

export interface AskedAbout {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
  /** Its id in the rubric. */
  readonly criterion: string;
  readonly trial: number;
  /** In how many the report was read, as the verdict says; undefined where it was shown whole. */
  readonly parts: number | undefined;
  readonly recall: Recall;
}

/** A prompt, cut around what stands in its fence. */
export interface Asked {
  readonly system: string;
  readonly before: string;
  /** The report as it was shown, or what was gathered from its parts. */
  readonly fenced: string;
  readonly after: string;
  /** That the reply is held to; undefined where the endpoint has a form of its own. */
  readonly schema?: unknown;
  /** Ids of the criteria of one call, where all that the rubric has were owed at once. */
  readonly together: readonly string[];
}

/**
 * Why there is no prompt to show. `code`: a check of the task decides; `trivial`: the report holds nothing to judge; `nobody`: this kind of
 * judge asks no model; `words`: it was asked in words that are not stored, of a file or of another version; `parts`: what was gathered from the
 * report's parts is not all stored.
 */
export const UNASKED = ['code', 'trivial', 'nobody', 'words', 'parts'] as const;
export type Unasked = (typeof UNASKED)[number];

const modelIdentity = z.object({
  kind: z.literal('model'),
  labels: z.literal([2, 3]),
  criteriaPerCall: z.int().min(1),
  contextTokens: z.number(),
  prompts: z.string(),
  confidence: z.enum(CONFIDENCES).default('stated'),
});
const decisionIdentity = z.object({ kind: z.literal('decision'), format: z.enum(DECISION_FORMATS), prompts: z.string() });

/** @param identity as the judge's settings are stored */
export function askedAgain(identity: unknown, about: AskedAbout): Asked | Unasked {
  const { rubric, criterion } = about;
  const { text } = withoutPictures(about.report);
  if (rubric.find(({ id }) => id === criterion)?.check !== undefined) return 'code';
  const [model, decision] = [modelIdentity.safeParse(identity).data, decisionIdentity.safeParse(identity).data];
  if (model === undefined && decision === undefined) return isOfModel(identity) ? 'words' : 'nobody';
  if (isTrivial(text)) return 'trivial';
  const all = rubric.map(({ id }) => ({ criterion: id, trial: about.trial }));
  const { rest } = sortQuestions(rubric, all);
  if (decision !== undefined) {
    const again = decisionAskedAgain(decision, text, { ...about, owed: rest });
    return again === undefined ? 'words' : inPieces('', again.opening, again.report, again.question, undefined, again.together);
  }
  return model === undefined ? 'words' : askedOfModel(model, text, about, rest);
}

function isOfModel(identity: unknown): boolean {
  const { data } = z.object({ kind: z.enum(['model', 'decision']) }).safeParse(identity);
  return data !== undefined;
}

function askedOfModel(
  model: z.infer<typeof modelIdentity>,
  report: string,
  { query, rubric, criterion, trial, parts: seen = 1, recall }: AskedAbout,
  owed: Parameters<typeof batchesOf>[1],
): Asked | Unasked {
  const { labels, criteriaPerCall, confidence } = model;
  const prompt = checklistPrompt(labels);
  if (wordsHash(model, prompt) !== model.prompts) return 'words';
  const batch = batchesOf(rubric, owed, criteriaPerCall).find(({ criteria }) => criteria.some(({ id }) => id === criterion));
  if (batch === undefined) return 'words';
  const question = asked(batch, prompt, reasonLanguage(report));
  const { schema } = verdictFormat(batch.sign, labels, batch.criteria.length, prompt.again, confidence);
  const together = batch.criteria.map(({ id }) => id);
  if (seen === 1) return inPieces(prompt.system, fillReport(prompt.report, report, { query }), report, question, schema, together);
  const contextTokens = model.contextTokens - around(prompt, query, rubric, criteriaPerCall);
  const parts = splitReport(report, contextTokens);
  const criteria = batch.criteria.map((each) => each.criterion);
  const evidence = gatheredBefore({ query, parts, criteria, contextTokens, words: gatherPrompt(prompt), trial }, recall);
  if (parts.length !== seen || evidence === undefined) return 'parts';
  const opening = fillReport(prompt.evidence, evidence, { query, parts: parts.length });
  return inPieces(prompt.system, opening, evidence, question, schema, together);
}

/** The fence, a hash of what it holds, stands in no text by chance: the last place is the report's. */
function inPieces(system: string, opening: string, fenced: string, question: string, schema: unknown, together: readonly string[]): Asked {
  const at = opening.lastIndexOf(fenced);
  return {
    system,
    before: opening.slice(0, at),
    fenced,
    after: opening.slice(at + fenced.length) + question,
    ...(schema !== undefined && { schema }),
    together,
  };
}
