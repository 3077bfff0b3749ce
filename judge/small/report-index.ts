/** A report indexed once for all its criteria: sentences, and where each stem stands. */
import { type Sentence, sentencesOf, type Word } from './words.ts';

/** How rare stems are in ordinary text: in how many of `groups` texts each stands, of `hanGroups` Chinese ones where it is Chinese. */
export interface Background {
  readonly groups: number;
  readonly hanGroups: number;
  readonly counts: ReadonlyMap<string, number>;
  /** Words of Chinese, by which claims are cut. */
  readonly han: ReadonlySet<string>;
}

export interface ReportIndex {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  /** How many there are. */
  readonly words: number;
  /** Sentences that hold a stem, in order. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** First letters of the longer stems, for words that are spelt alike. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
  /** Whether two contents are neighbours somewhere, with none or one between. */
  readonly areNear: (a: string, b: string) => boolean;
  readonly numbers: readonly Word[];
  readonly background: Background;
}

/** Letters by which two English stems count as forms of one word. */
export const PREFIX = 5;

export function indexReport(text: string, background: Background): ReportIndex {
  const sentences = sentencesOf(text);
  let words = 0;
  const numbers: Word[] = [];
  const postings = new Map<string, Posting>();
  // By numbers in place of words: a report of megabytes has a million pairs, and strings of them would be most of what is held.
  const pairs = new Set<number>();
  let [before, last] = [-1, -1];
  for (const [i, sentence] of sentences.entries()) {
    words += sentence.words.length;
    for (const word of sentence.words) {
      if (isNumber(word)) numbers.push(word);
      if (word.stop) continue;
      let posting = postings.get(word.stem);
      if (posting === undefined) {
        posting = Object.assign([], { id: postings.size });
        postings.set(word.stem, posting);
      }
      if (posting.at(-1) !== i) posting.push(i);
      if (last >= 0) pairs.add(pairKey(last, posting.id));
      if (before >= 0) pairs.add(pairKey(before, posting.id));
      before = last;
      last = posting.id;
    }
  }
  const areNear = (a: string, b: string) => {
    const [first, second] = [postings.get(a), postings.get(b)];
    return first !== undefined && second !== undefined && pairs.has(pairKey(first.id, second.id));
  };
  return { text, sentences, words, postings, prefixes: byPrefix(postings.keys()), areNear, numbers, background };
}

/** Sentences that hold a stem, in order, and the stem's own number. */
type Posting = number[] & { readonly id: number };

/** Fewer stems than 2^26 stand in any text that a string can hold. */
function pairKey(first: number, second: number): number {
  return first * 2 ** 26 + second;
}

function byPrefix(stems: Iterable<string>): Map<string, string[]> {
  const prefixes = new Map<string, string[]>();
  for (const stem of stems) {
    if (stem.length <= PREFIX || stem.startsWith('#')) continue;
    const start = stem.slice(0, PREFIX);
    const list = prefixes.get(start);
    if (list === undefined) prefixes.set(start, [stem]);
    else list.push(stem);
  }
  return prefixes;
}

export function isNumber(word: Word): word is Word & { readonly value: number } {
  return word.value !== undefined;
}

/** Neighbours in a sequence, at most `reach` apart, each pair as one string. */
export function pairsOf(stems: readonly string[], reach: number): Set<string> {
  const pairs = new Set<string>();
  for (let distance = 1; distance <= reach; distance++)
    for (let i = 0; i + distance < stems.length; i++) pairs.add(`${stems[i]} ${stems[i + distance]}`);
  return pairs;
}

/** Rarity of a stem in [0, 1]. */
export function rarity({ groups: all, hanGroups, counts }: Background, stem: string): number {
  if (stem.startsWith('#')) return 0.75;
  const groups = stem.charCodeAt(0) >= 0x3400 ? hanGroups : all;
  return Math.log((groups + 1) / (Math.max(counts.get(stem) ?? 0, 1) + 0.5)) / Math.log(2 * groups + 2);
}

/** Rarity, lowered for a stem that stands all over this report. */
export function weightOf(index: ReportIndex, stem: string): number {
  const base = rarity(index.background, stem);
  const found = index.postings.get(stem)?.length ?? 0;
  return found === 0 ? base : base * (1 - 0.5 * Math.min(1, found / Math.max(8, index.sentences.length)));
}
