/** Reports that hold nothing to judge: they are settled without asking any judge. */
import type { Ruling } from '../checklist/judge.ts';
import type { Item, Verdict } from '../checklist/verdict.ts';

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
export function trivialRuling(owed: readonly Item[]): Ruling {
  const verdict: Verdict = { label: 'unsatisfied', reason: 'The report is empty or trivial; no judge was asked.', quotes: [] };
  return { verdicts: owed.map((item) => ({ item, verdict })), unscored: [] };
}
