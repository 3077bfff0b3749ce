/** extract: of pages that were read the passages that say most about each part of a query, without a model. */
import { termsOf } from '../../store/text-index.ts';
import type { Page } from '../research/search.ts';

/** A sentence or a table of a page. */
interface Passage {
  readonly text: string;
  readonly page: Page;
  readonly terms: ReadonlySet<string>;
}

/** What was found on one part of a query. */
export interface Section {
  readonly part: string;
  readonly passages: readonly { readonly text: string; readonly page: Page }[];
}

/** Passages a part of a query has in a report. */
const PER_PART = 4;
/** A passage that is worth less than this share of the best one says nothing on its part. */
const LEAST_WORTH = 0.4;
/** Rows of a table that are kept, its head among them. */
const MOST_ROWS = 12;
const SHORTEST = 12;
const MOST_PARTS = 5;
/** Parts narrower than this are joined with the next. */
const SHORTEST_PART = 14;
const LONGEST_TABLE = 1_500;

/** The sentences of a query, at most five; the last holds what is left. */
export function partsOf(query: string): string[] {
  const pieces = query
    .split(/(?<=[.?!;:])\s+|(?<=[。？！；：])|\n+/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last !== undefined && (widthOf(last) < SHORTEST_PART || parts.length === MOST_PARTS)) parts[parts.length - 1] = `${last} ${piece}`;
    else parts.push(piece);
  }
  return parts;
}

/** A Chinese character says about as much as two letters. */
function widthOf(text: string): number {
  return text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
}

/** Each passage stands in one section; a rare word that it shares with its part counts for more than a common one. */
export function extract(parts: readonly string[], pages: readonly Page[]): Section[] {
  const passages = pages.flatMap(passagesOf);
  const rarity = raritiesOf(passages);
  const used = new Set<Passage>();
  const whole = new Set(termsOf(parts.join(' ')));
  return parts.map((part) => {
    const wanted = new Set(termsOf(part));
    const worth = (passage: Passage) => shared(passage, wanted, rarity) + shared(passage, whole, rarity) / 2;
    const ranked = passages
      .map((passage, place) => ({ passage, place, worth: worth(passage) }))
      .filter(({ passage, worth }) => worth > 0 && !used.has(passage))
      .sort((a, b) => b.worth - a.worth || a.place - b.place);
    const least = (ranked[0]?.worth ?? 0) * LEAST_WORTH;
    const chosen = unlike(ranked.filter(({ worth }) => worth >= least).map(({ passage }) => passage)).slice(0, PER_PART);
    for (const passage of chosen) used.add(passage);
    return { part, passages: chosen.map(({ text, page }) => ({ text, page })) };
  });
}

function passagesOf(page: Page): Passage[] {
  return blocksOf(page.text).flatMap((block) => {
    const texts = block.startsWith('|') ? [table(block)] : sentences(block);
    return texts
      .filter((text) => text.length >= SHORTEST)
      .map((text) => ({ text, page, terms: new Set([...termsOf(text), ...termsOf(page.title)]) }));
  });
}

/** Paragraphs and tables; headings say nothing by themselves. */
function blocksOf(text: string): string[] {
  return text
    .replace(/^#.*$/gm, '')
    .split(/\n{2,}|\n(?=\|)(?<!\|\n)|(?<=\|)\n(?!\|)/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
}

function table(block: string): string {
  return block.split('\n').slice(0, MOST_ROWS).join('\n').slice(0, LONGEST_TABLE);
}

function sentences(block: string): string[] {
  const plain = block.replace(/\s*\n\s*/g, ' ');
  return (plain.match(/.+?(?:[.!?](?=\s+[\p{Lu}\p{N}\p{Script=Han}"“*|]|$)|[。！？；]|$)/gu) ?? []).map((sentence) => sentence.trim());
}

/** How much a term tells: the logarithm of how few passages hold it. */
function raritiesOf(passages: readonly Passage[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const { terms } of passages) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return (term) => Math.log(1 + passages.length / (counts.get(term) ?? passages.length));
}

/** Long passages share words by their length alone. */
function shared({ terms, text }: Passage, wanted: ReadonlySet<string>, rarity: (term: string) => number): number {
  let sum = 0;
  for (const term of terms) if (wanted.has(term)) sum += rarity(term);
  const figures = /\d/.test(text) ? 1.2 : 1;
  return (sum * figures) / Math.log(20 + terms.size);
}

/** Without what a better passage says in the same words. */
function unlike(passages: readonly Passage[]): Passage[] {
  const kept: Passage[] = [];
  for (const passage of passages) {
    if (kept.length === PER_PART) break;
    if (kept.every((other) => overlap(passage, other) < 0.6)) kept.push(passage);
  }
  return kept;
}

function overlap(a: Passage, b: Passage): number {
  const both = [...a.terms].filter((term) => b.terms.has(term)).length;
  return both / Math.min(a.terms.size, b.terms.size);
}
