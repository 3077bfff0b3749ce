/** quotesOf: the passages to underline in a report: of every judge, those of its first trial that quotes any. */

import type { JudgedReport } from '../judged-report/judged-report.ts';
import type { CitedPassage } from '../rendering/quotes.ts';
import { toneOf } from '../web/board/parts.ts';

/** Named by criterion, verdict and quote, so that they are the same on every scale and in every order. */
export function quotesOf({ criteria }: Pick<JudgedReport, 'criteria'>): CitedPassage[] {
  return criteria.flatMap(({ id, weight, verdicts }) => {
    const begun = new Set<string>();
    return verdicts.flatMap(({ judge, label, quotes }, v) => {
      if (quotes.length === 0 || begun.has(judge)) return [];
      begun.add(judge);
      return quotes.map(({ text }, q) => ({ id: `${id}-${v}-${q}`, text, tone: toneOf(label, weight) }));
    });
  });
}
