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
  /** All words in order, and where each sentence begins among them; one more entry at the end. */
  readonly words: readonly Word[];
  readonly starts: readonly number[];
  /** Sentences that hold a stem, in order. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** First letters of the longer stems, for words that are spelt alike. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
  /** Neighbouring contents, with none or one between. */
  readonly pairs: ReadonlySet<string>;
  readonly numbers: readonly Word[];
  readonly background: Background;
}

/** Letters by which two English stems count as forms of one word. */
export const PREFIX = 5;

export function indexReport(text: string, background: Background): ReportIndex {
  const sentences = sentencesOf(text);
  const words: Word[] = [];
  const starts: number[] = [];
  const postings = new Map<string, number[]>();
  for (const [i, sentence] of sentences.entries()) {
    starts.push(words.length);
    for (const word of sentence.words) {
      words.push(word);
      if (word.stop) continue;
      const list = postings.get(word.stem);
      if (list === undefined) postings.set(word.stem, [i]);
      else if (list.at(-1) !== i) list.push(i);
    }
  }
  starts.push(words.length);
  const prefixes = new Map<string, string[]>();
  for (const stem of postings.keys()) {
    if (stem.length <= PREFIX || stem.startsWith('#')) continue;
    const start = stem.slice(0, PREFIX);
    const list = prefixes.get(start);
    if (list === undefined) prefixes.set(start, [stem]);
    else list.push(stem);
  }
  const contents = words.filter(({ stop }) => !stop).map(({ stem }) => stem);
  return { text, sentences, words, starts, postings, prefixes, pairs: pairsOf(contents, 2), numbers: words.filter(isNumber), background };
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
