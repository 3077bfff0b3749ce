/** tempered: probabilities of labels made as sure as they turned out to be right; which label is likeliest stays. */
import type { Label } from '../checklist/verdict.ts';
import type { ClaimKind } from './frames.ts';

/** Temperatures, by which log probabilities are divided (Guo et al. 2017): above 1 less sure. */
export interface Temper extends Readonly<Record<ClaimKind, number>> {
  /** Of claims that every statement of a summary stands in the report. */
  readonly every: number;
}

/** Least probability of a label, so that a power of it is told from nothing. */
const LEAST = 1e-6;

/** @param temperature more than 0 */
export function tempered(given: Readonly<Record<Label, number>>, temperature: number): Record<Label, number> {
  const raised = (label: Label) => Math.max(LEAST, given[label]) ** (1 / temperature);
  const [satisfied, partial, unsatisfied] = [raised('satisfied'), raised('partial'), raised('unsatisfied')];
  const all = satisfied + partial + unsatisfied;
  return { satisfied: satisfied / all, partial: partial / all, unsatisfied: unsatisfied / all };
}
