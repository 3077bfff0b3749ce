/** The terms of criteria: what is looked for in a report, numbered so that a report is read once for all criteria. */
import { demandOf } from './criterion.ts';
import { agrees } from './figures.ts';
import { contentStem, scan } from './scan.ts';
import { RUBRIC_WORDS } from './vocabulary.ts';

export const ASSERTED = 1;
export const NEGATED = 2;

export interface Term {
  readonly id: number;
  /** As the criterion writes it. */
  readonly surface: string;
  /** Its worth before its rarity in the report is known. */
  readonly worth: number;
  /** How the criterion has it: ASSERTED, NEGATED, or both. */
  readonly polarity: number;
  /** For a pair of Chinese characters: the pairs on both sides; where they are found, so are its characters. */
  readonly bridge?: readonly [number, number];
}

export interface Wanted {
  readonly core: readonly Term[];
  /** One list an example. */
  readonly examples: readonly (readonly Term[])[];
  readonly absence: boolean;
}

/** Worth of a figure in the core of a criterion; nothing else is worth as much. */
export const FIGURE_WORTH = 2;
const WORTH = { word: 1, name: 1.4, figure: FIGURE_WORTH, smallFigure: 0.7, pair: 0.6, aside: 0.5 } as const;

/** Gives every term of the criteria a number, and finds the numbers of what a report says. */
export class Vocabulary {
  readonly #words = new Map<string, number>();
  readonly #pairs = new Map<string, number>();
  readonly #figures: { readonly value: number; readonly percent: boolean; readonly id: number }[] = [];
  readonly #seenWords = new Map<string, number>();
  readonly #seenFigures = new Map<string, readonly number[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  wanted(criterion: string): Wanted {
    const demand = demandOf(criterion);
    const asides = demand.asides.flatMap((aside) => this.#terms(aside, WORTH.aside));
    return {
      core: merged([...this.#terms(demand.core, 1), ...asides]),
      examples: demand.examples.map((example) => this.#terms(example, 1)).filter((terms) => terms.length > 0),
      absence: demand.absence,
    };
  }

  /** @returns -1 for a word that no criterion asks for. */
  word(word: string): number {
    let id = this.#seenWords.get(word);
    if (id === undefined) {
      const stem = contentStem(word);
      id = stem === undefined ? -1 : (this.#words.get(stem) ?? -1);
      this.#seenWords.set(word, id);
    }
    return id;
  }

  pair(pair: string): number {
    return this.#pairs.get(pair) ?? -1;
  }

  figures(value: number, percent: boolean): readonly number[] {
    const key = `${value}${percent ? '%' : ''}`;
    let ids = this.#seenFigures.get(key);
    if (ids === undefined) {
      ids = this.#figures.filter((figure) => figure.percent === percent && agrees(value, figure.value)).map((figure) => figure.id);
      this.#seenFigures.set(key, ids);
    }
    return ids;
  }

  #terms(text: string, factor: number): Term[] {
    const terms: Term[] = [];
    const pairs: { readonly at: number; readonly index: number }[] = [];
    const add = (id: number, surface: string, worth: number, negated: boolean) =>
      terms.push({ id, surface, worth: worth * factor, polarity: negated ? NEGATED : ASSERTED });
    scan(text, {
      word: (word, at, negated) => {
        const stem = RUBRIC_WORDS.has(word) ? undefined : contentStem(word);
        if (stem === undefined) return;
        const written = text.slice(at, at + word.length);
        const isName = /\p{Lu}/u.test(written.slice(at === 0 ? 1 : 0));
        add(this.#number(this.#words, stem), written, isName ? WORTH.name : WORTH.word, negated);
      },
      figure: (value, percent, at, end, negated) => {
        const worth = value <= 3 && Number.isInteger(value) && !percent ? WORTH.smallFigure : WORTH.figure;
        add(this.#figure(value, percent), text.slice(at, end), worth, negated);
      },
      pair: (pair, at, negated) => {
        pairs.push({ at, index: terms.length });
        add(this.#number(this.#pairs, pair), pair, WORTH.pair, negated);
      },
      han: () => {},
    });
    return merged(bridged(terms, pairs));
  }

  #number(map: Map<string, number>, key: string): number {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, this.#size);
    return this.#size++;
  }

  #figure(value: number, percent: boolean): number {
    const known = this.#figures.find((figure) => figure.value === value && figure.percent === percent);
    if (known !== undefined) return known.id;
    this.#figures.push({ value, percent, id: this.#size });
    return this.#size++;
  }
}

function bridged(terms: readonly Term[], pairs: readonly { readonly at: number; readonly index: number }[]): Term[] {
  const all = [...terms];
  pairs.forEach(({ at, index }, i) => {
    const before = pairs[i - 1];
    const after = pairs[i + 1];
    const term = terms[index];
    if (before?.at !== at - 1 || after?.at !== at + 1 || term === undefined) return;
    all[index] = { ...term, bridge: [terms[before.index]?.id ?? -1, terms[after.index]?.id ?? -1] };
  });
  return all;
}

function merged(terms: readonly Term[]): Term[] {
  const byId = new Map<number, Term>();
  for (const term of terms) {
    const first = byId.get(term.id);
    byId.set(term.id, first === undefined ? term : { ...first, polarity: first.polarity | term.polarity });
  }
  return [...byId.values()];
}
