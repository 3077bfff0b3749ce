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
  const postings = new Map<string, number[]>();
  for (const [i, sentence] of sentences.entries()) {
    words += sentence.words.length;
    for (const word of sentence.words) {
      if (isNumber(word)) numbers.push(word);
      if (word.stop) continue;
      const list = postings.get(word.stem);
      if (list === undefined) postings.set(word.stem, [i]);
      else if (list.at(-1) !== i) list.push(i);
    }
  }
  const prefixes = new Map<string, string[]>();
  for (const stem of postings.keys()) {
    if (stem.length <= PREFIX || stem.startsWith('#')) continue;
    const start = stem.slice(0, PREFIX);
    const list = prefixes.get(start);
    if (list === undefined) prefixes.set(start, [stem]);
    else list.push(stem);
  }
  return { text, sentences, words, postings, prefixes, areNear: neighbours(sentences, [...postings.keys()]), numbers, background };
}

/** By numbers in place of words: a report of megabytes has a million pairs, and strings of them would be most of what is held. */
function neighbours(sentences: readonly Sentence[], stems: readonly string[]): ReportIndex['areNear'] {
  const ids = new Map(stems.map((stem, id) => [stem, id]));
  const pairs = new Set<number>();
  const key = (a: number, b: number) => a * stems.length + b;
  let [before, last] = [-1, -1];
  for (const { words } of sentences) {
    for (const { stop, stem } of words) {
      if (stop) continue;
      const id = ids.get(stem) ?? -1;
      if (last >= 0) pairs.add(key(last, id));
      if (before >= 0) pairs.add(key(before, id));
      before = last;
      last = id;
    }
  }
  return (a, b) => {
    const [first, second] = [ids.get(a), ids.get(b)];
    return first !== undefined && second !== undefined && pairs.has(key(first, second));
  };
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
