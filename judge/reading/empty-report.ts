/** Empty and trivial reports, which hold nothing to judge: they are settled without asking any judge. */
import type { Question, Verdict } from '../checklist/verdict.ts';
import { type CallResult, resultOf } from '../judge.ts';

/** A report with less than this many letters and digits holds nothing to judge. */
const LEAST_LETTERS = 32;

/** Attacks and accidents such as ":" or "Thought process:" pass for reports with some judges; here they never reach one. */
export function isTrivial(report: string): boolean {
  let letters = 0;
  for (const [letter] of report.matchAll(/[\p{L}\p{N}]/gu)) {
    // A Chinese character says about as much as three letters.
    letters += /\p{Script=Han}/u.test(letter) ? 3 : 1;
    if (letters >= LEAST_LETTERS) return false;
  }
  return true;
}

/** Nothing is met and no flaw is there, so that an empty report is worth 0. */
export function trivialResult(owed: readonly Question[]): CallResult<Question, Verdict> {
  const answer: Verdict = { label: 'unsatisfied', reason: 'The report is empty or trivial; no judge was asked.', quotes: [] };
  return resultOf({ answers: owed.map((question) => ({ question, answer })) });
}
