/** Votes: what several judges say of one criterion, and the rules that make one label of them. */
import { LABELS, type Label } from './verdict.ts';

/**
 * - `majority`: the label of more than half of those that answered; else there is none.
 * - `lower`: the same, else of the labels given the one with the lower credit.
 */
export const PANEL_RULES = ['majority', 'lower'] as const;
export type PanelRule = (typeof PANEL_RULES)[number];

/** Undefined where the rule makes no label of them: the judges are split. @param weight of the criterion; below 0 it describes a flaw */
export function labelOfVotes(votes: readonly Label[], rule: PanelRule, weight: number): Label | undefined {
  const most = LABELS.find((label) => votes.filter((vote) => vote === label).length * 2 > votes.length);
  if (most !== undefined || rule === 'majority') return most;
  // A flaw that is there costs what a merit that is not there does.
  const byCredit = weight < 0 ? LABELS : LABELS.toReversed();
  return byCredit.find((label) => votes.includes(label));
}
