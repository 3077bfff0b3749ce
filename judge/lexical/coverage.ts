/** How well the best passage of a report covers the terms of a criterion. */
import type { ReadPassage, ReadReport } from './read.ts';
import { FIGURE_WORTH, NEGATED, type Term, type Wanted } from './terms.ts';

export interface Coverage {
  /** Share of the criterion's weight that the best passage covers, in [0, 1]. */
  readonly best: number;
  /** The same for the whole report. */
  readonly whole: number;
  /** Share of the figures that the query does not hold itself, in the best passage, in [0, 1]; undefined when there are none. */
  readonly figures: number | undefined;
  /** Coverage by the example that fits best, in [0, 1]; 0 when there are none. */
  readonly example: number;
  /** First and last passage of the best window; undefined when nothing was found. */
  readonly window: readonly [number, number] | undefined;
  readonly missing: readonly Term[];
}

const TUNING = {
  /** By the number of passages in a window, what a match in it is worth: close together says more. */
  lengths: [1, 0.94, 0.88],
  /** What a term counts in the heading above the window, or in the first row of its table. */
  context: 0.6,
  /** What a term counts where it is negated in one of criterion and report only. */
  polarity: 0.4,
  /** What it counts where the criterion describes a flaw: it speaks against it. */
  flawDenied: -0.5,
  /** What a passage counts towards a flaw when it rejects a claim, and when it forbids or warns and the flaw does not. */
  rejected: 0.4,
  warned: 0.8,
  rarityFloor: 0.45,
  queryTerm: 0.6,
  /** Weight of the best example beside a core of weight 1. */
  exampleShare: 0.5,
};

const NOTHING: Coverage = { best: 0, whole: 0, figures: undefined, example: 0, window: undefined, missing: [] };

/** @param flaw the criterion describes a flaw: passages that reject or warn, and terms that are negated, count next to nothing. */
export function coverageOf(wanted: Wanted, report: ReadReport, inQuery: ReadonlySet<number>, flaw: boolean): Coverage {
  const searches = wanted.examples.map((example) => new Search(example, report, inQuery, flaw));
  if (wanted.core.length === 0) return searches.map((search) => search.best()).reduce((a, b) => (b.best > a.best ? b : a), NOTHING);
  const found = new Search(wanted.core, report, inQuery, flaw).best();
  if (searches.length === 0) return found;
  const example = Math.max(...searches.map((search) => search.near(found.window)));
  const share = TUNING.exampleShare;
  return { ...found, example, best: Math.max(found.best, (found.best + share * example) / (1 + share)) };
}

/** What each term is worth in the passages seen so far, and whether it was found with the opposite polarity. */
class Marks {
  readonly worth: Float64Array;
  readonly opposed: Uint8Array;

  constructor(worth: Float64Array, opposed: Uint8Array) {
    this.worth = worth;
    this.opposed = opposed;
  }

  static of(size: number): Marks {
    return new Marks(new Float64Array(size), new Uint8Array(size));
  }

  clear(): void {
    // Faster than fill() at this size.
    for (let i = 0; i < this.worth.length; i++) {
      this.worth[i] = 0;
      this.opposed[i] = 0;
    }
  }

  copy(): Marks {
    return new Marks(this.worth.slice(), this.opposed.slice());
  }
}

class Search {
  readonly #terms: readonly Term[];
  readonly #report: ReadReport;
  readonly #inQuery: ReadonlySet<number>;
  readonly #flaw: boolean;
  readonly #negates: boolean;
  readonly #weights: Float64Array;
  readonly #total: number;
  /** By the term's number in the vocabulary, its place in this search from 1; 0 when it is not searched for. */
  readonly #places: Uint16Array;

  constructor(terms: readonly Term[], report: ReadReport, inQuery: ReadonlySet<number>, flaw: boolean) {
    this.#terms = terms;
    this.#report = report;
    this.#inQuery = inQuery;
    this.#flaw = flaw;
    this.#negates = terms.some(({ polarity }) => (polarity & NEGATED) !== 0);
    this.#places = new Uint16Array(report.postings.length);
    terms.forEach((term, i) => {
      this.#places[term.id] = i + 1;
    });
    this.#weights = Float64Array.from(terms, (term) => term.worth * this.#rarity(term) * (inQuery.has(term.id) ? TUNING.queryTerm : 1));
    this.#total = this.#weights.reduce((sum, weight) => sum + weight, 0);
  }

  best(): Coverage {
    if (this.#total === 0) return NOTHING;
    const { passages } = this.#report;
    const whole = Marks.of(this.#terms.length);
    const marks = Marks.of(this.#terms.length);
    let top = 0;
    let window: [number, number] | undefined;
    let covered = marks.copy();
    const candidates = this.#candidates();
    for (let start = candidates.indexOf(1); start >= 0; start = candidates.indexOf(1, start + 1)) {
      const first = passages[start] as ReadPassage;
      marks.clear();
      for (const index of first.context) this.#mark(index, marks, TUNING.context);
      for (let extra = 0; extra < TUNING.lengths.length && passages[start + extra]?.section === first.section; extra++) {
        this.#mark(start + extra, marks, 1);
        const value = (this.#sum(marks) / this.#total) * (TUNING.lengths[extra] as number);
        if (value <= top) continue;
        top = value;
        window = [start, start + extra];
        covered = marks.copy();
      }
      this.#mark(start, whole, 1);
    }
    const missing = this.#terms.filter((_, i) => covered.worth[i] === 0);
    return { best: top, whole: this.#sum(whole) / this.#total, figures: this.#figures(covered), example: 0, window, missing };
  }

  /** Coverage by a window and the passages beside it; or by any passage, at half its worth. */
  near(window: readonly [number, number] | undefined): number {
    const anywhere = this.best().best / 2;
    if (window === undefined || this.#total === 0) return anywhere;
    const marks = Marks.of(this.#terms.length);
    for (let i = window[0] - 1; i <= window[1] + 1; i++) this.#mark(i, marks, 1);
    return Math.max(anywhere, this.#sum(marks) / this.#total);
  }

  /** A term that every passage holds tells less. */
  #rarity(term: Term): number {
    const count = this.#report.passages.length;
    const held = this.#report.postings[term.id]?.length ?? 0;
    return Math.max(TUNING.rarityFloor, Math.log(1 + count / (held + 1)) / Math.log(1 + count));
  }

  /** 1 for each passage that holds a term. */
  #candidates(): Uint8Array {
    const found = new Uint8Array(this.#report.passages.length);
    for (const term of this.#terms) for (const index of this.#report.postings[term.id] ?? []) found[index] = 1;
    return found;
  }

  #mark(index: number, marks: Marks, factor: number): void {
    const passage = this.#report.passages[index];
    if (passage === undefined) return;
    const worth = factor * passage.credit * (this.#flaw ? this.#assertion(passage) : 1);
    const { hits } = passage;
    for (let i = 0; i < hits.length; i += 2) {
      const place = (this.#places[hits[i] as number] as number) - 1;
      if (place < 0) continue;
      const same = ((hits[i + 1] as number) & (this.#terms[place] as Term).polarity) !== 0;
      const value = same ? worth : worth * TUNING.polarity;
      if (!same) marks.opposed[place] = 1;
      if (value > (marks.worth[place] as number)) marks.worth[place] = value;
    }
  }

  #assertion({ rejects, warns }: ReadPassage): number {
    if (rejects) return TUNING.rejected;
    return warns && !this.#negates ? TUNING.warned : 1;
  }

  #sum(marks: Marks): number {
    let sum = 0;
    for (let i = 0; i < this.#weights.length; i++) sum += (this.#weights[i] as number) * this.#value(i, marks);
    return sum;
  }

  #value(i: number, marks: Marks): number {
    const own = marks.worth[i] as number;
    // A flaw is read cautiously: what is denied once in a window is not said there.
    if (this.#flaw && marks.opposed[i] === 1) return TUNING.flawDenied;
    const bridge = this.#terms[i]?.bridge;
    if (own > 0 || bridge === undefined) return own;
    const [before, after] = bridge.map((id) => (this.#places[id] as number) - 1);
    return Math.min(marks.worth[before as number] ?? 0, marks.worth[after as number] ?? 0);
  }

  #figures(marks: Marks): number | undefined {
    let total = 0;
    let found = 0;
    this.#terms.forEach((term, i) => {
      if (term.worth < FIGURE_WORTH || this.#inQuery.has(term.id)) return;
      total += this.#weights[i] as number;
      found += (this.#weights[i] as number) * (marks.worth[i] as number);
    });
    return total === 0 ? undefined : found / total;
  }
}
