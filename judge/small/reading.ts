/** readReport: a report made ready once for all its criteria; what only some of them need is made when the first asks. */
import { type Paged, pagedOf } from './forms.ts';
import { once } from './once.ts';
import { lettersOf, withoutCopies } from './own-talk.ts';
import { formOf } from './quality-features.ts';
import { type Background, indexReport, type ReportIndex } from './report-index.ts';
import { isHan } from './script.ts';

export interface Reading {
  readonly index: ReportIndex;
  /** It is written in Chinese characters. */
  readonly han: boolean;
  /** What the text looks like, by formOf. */
  form(): readonly number[];
  paged(): Paged;
  /** Without the places where it copies a criterion. */
  indexWithout(criterion: string): ReportIndex;
}

export function readReport(text: string, background: Background): Reading {
  const index = indexReport(text, background);
  const form = once(() => formOf(index));
  const paged = once(() => pagedOf(text));
  const letters = once(() => lettersOf(text));
  return {
    index,
    han: isHan(text),
    form,
    paged,
    indexWithout: (criterion) => {
      const left = withoutCopies(text, letters(), criterion);
      return left === undefined ? index : indexReport(left, background);
    },
  };
}
