/** Support: whether a page says what a sentence says, by the small judge; and how much of the sentence's words stand together there. */
import { type Reading, readReport } from '../../judge/small/reading.ts';
import { estimate, type SmallModel } from '../../judge/small/small-model.ts';

export interface Support {
  /** Probability that the page says all of it: what it says in part is no support, and tells less of people's labels. */
  readonly probability: number;
  /** Share of the sentence, by weight of its words, that the best passage holds. */
  readonly matched: number;
}

export type Supports = (sentence: string, page: string) => Support;

/** From this probability on a sentence counts as supported; chosen on the labelled set, as docs/diagnostics.md says. */
export const SUPPORTED_FROM = 0.3;

const NOTHING_ASKED: ReadonlySet<string> = new Set();

/** Pages are read once, since many sentences cite the same one. */
export function supportBy(model: SmallModel): Supports {
  const read = new Map<string, Reading>();
  return (sentence, page) => {
    let known = read.get(page);
    if (known === undefined) {
      known = readReport(page, model.background);
      read.set(page, known);
    }
    const { probabilities, covered = 0 } = estimate(model, known, {
      criterion: sentence,
      query: '',
      asked: NOTHING_ASKED,
    });
    return { probability: probabilities.satisfied, matched: covered };
  };
}

/** Of the words of a sentence, those that a page must hold: of a sentence that names nothing, the judge knows only how often things are true. */
const LEAST_MATCHED = 0.2;

export function isSupported({ probability, matched }: Support): boolean {
  return probability >= SUPPORTED_FROM && matched >= LEAST_MATCHED;
}
