/** What a prompt of a checklist judge holds beside the report, the bound on its reply counted in. */
import { replyTokens } from '../model/estimate.ts';
import { estimateTokens } from '../reading/parts.ts';
import { type ChecklistPrompt, gatherPrompt } from './prompts.ts';
import type { Rubric } from './rubric.ts';

/** A criterion's number and the break after it. */
const LISTED = 4;
/** Fences, a line on the language of reasons, and the schema where it has to stand in the words. */
const MORE = 250;

/**
 * In estimated tokens, of the longest question that the rubric allows: one number for all calls on a report, so that they share its prefix
 * and what was gathered from its parts.
 */
export function around(prompt: ChecklistPrompt, query: string, rubric: Rubric, criteriaPerCall: number): number {
  const count = Math.min(criteriaPerCall, rubric.length);
  const criterion = rubric.reduce((most, each) => Math.max(most, estimateTokens(each.criterion)), 0);
  const gather = gatherPrompt(prompt);
  const judging = longest(prompt.report, prompt.evidence) + longest(prompt.positive, prompt.negative) + replyTokens(count);
  return (
    MORE +
    estimateTokens(query) +
    count * (criterion + LISTED) +
    Math.max(
      estimateTokens(prompt.system + prompt.answer + prompt.again) + judging,
      estimateTokens(gather.system + gather.report + gather.task + gather.again) + replyTokens(2 * count),
    )
  );
}

function longest(...texts: readonly string[]): number {
  return Math.max(...texts.map(estimateTokens));
}
