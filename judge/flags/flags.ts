/**
 * flagsOf: signs that a report was written for its judge and not for its reader.
 *
 * A flag is a note beside a reward and changes none by itself: an honest report on prompt injection quotes instructions, too.
 */
import type { Rubric } from '../checklist/rubric.ts';
import type { Label } from '../checklist/verdict.ts';
import { isTrivial } from '../reading/empty-report.ts';
import { echoesCriterion } from './echo.ts';
import { forges, instructs } from './patterns.ts';

/**
 * trivial: nothing but thoughts, marks and the query's own words; marker: forges a fence, a chat template or a verdict; echo: copies a
 * criterion; instruction: tells its judge what to say; canary: the judge held what cannot be there for there.
 */
export const FLAGS = ['trivial', 'marker', 'echo', 'instruction', 'canary'] as const;
export type Flag = (typeof FLAGS)[number];
/** The one flag that no look at the text alone can raise. */
export const CANARY: Flag = 'canary';

export interface Flagged {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
  /** What the judge said of canary criteria (canary.ts), where they were asked. */
  readonly canaries?: readonly Label[];
}

/** In the order of FLAGS, each once. */
export function flagsOf({ query, report, rubric, canaries = [] }: Flagged): Flag[] {
  const text = report.normalize('NFKC');
  const found: Record<Flag, boolean> = {
    trivial: isTrivialAnswer(query, text),
    marker: forges(text),
    echo: echoesCriterion(text, rubric),
    instruction: instructs(text),
    canary: isTalkedInto(canaries),
  };
  return FLAGS.filter((flag) => found[flag]);
}

/** Whether a judge held a canary criterion for met. @param canaries what it said of them */
export function isTalkedInto(canaries: readonly Label[]): boolean {
  return canaries.some((label) => label !== 'unsatisfied');
}

const THOUGHTS = /<(think|thinking|reasoning|scratchpad)>[\s\S]*?(?:<\/\1>|$)/gi;

/** Whether nothing is left of it without its thoughts and the words of the query, which a report may repeat instead of answering. */
function isTrivialAnswer(query: string, report: string): boolean {
  if (isTrivial(report)) return true;
  const asked = query.normalize('NFKC').trim();
  const said = report.replace(THOUGHTS, '');
  return isTrivial(asked === '' ? said : said.replaceAll(asked, ''));
}
