/** echoesCriterion: whether a report copies the words of a criterion, as text does that is written to look as if it met one. */
import type { Rubric } from '../checklist/rubric.ts';

/** A word, or one Han character. */
const TOKEN = /\p{Script=Han}|[\p{L}\p{N}]+/gu;
/** Tokens that follow one another, as which texts are compared. */
const RUN = 5;
/** Runs that a criterion must have: the words of a shorter one come together by themselves. */
const LEAST_RUNS = 6;
/** Share of a criterion's runs that stand in a copy of it, which may differ in a word or two. */
const COPIED = 0.8;

/** @param report NFKC */
export function echoesCriterion(report: string, rubric: Rubric): boolean {
  const criteria = rubric.map(({ criterion }) => new Set(runsOf(criterion.normalize('NFKC')))).filter((runs) => runs.size >= LEAST_RUNS);
  if (criteria.length === 0) return false;
  const sought = new Set(criteria.flatMap((runs) => [...runs]));
  const seen = new Set<string>();
  for (const run of runsOf(report)) if (sought.has(run)) seen.add(run);
  return criteria.some((runs) => [...runs].filter((run) => seen.has(run)).length >= COPIED * runs.size);
}

function* runsOf(text: string): Generator<string> {
  const window: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    window.push(token.toLowerCase());
    if (window.length > RUN) window.shift();
    if (window.length === RUN) yield window.join(' ');
  }
}
