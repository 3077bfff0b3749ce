/**
 * learnLexicon: which words of English and Chinese stand for each other, from texts and their renderings: IBM model 1 both ways, on lines
 * that stand in the same place of both. No dictionary and no model goes in.
 */
import type { Lexicon } from '../../judge/small/lexicon.ts';
import { wordsOf } from '../../judge/small/words.ts';

const ROUNDS = 4;
/** Smaller shares of a word are forgotten. */
const LEAST_SHARE = 0.01;
/** Texts that a word must stand in. */
const LEAST_TEXTS = 4;
/** Of the two ways together: the root of their product; weaker pairs are dropped. */
const LEAST_STRENGTH = 0.08;
const MOST_PARTNERS = 5;
/** Lines longer than this are cut: a line with everything in it says nothing about what stands for what. */
const LONGEST_LINE = 30;

/** @param han words of Chinese, by which its lines are cut */
export function learnLexicon(texts: readonly { readonly en: string; readonly zh: string }[], han: ReadonlySet<string>): Lexicon {
  const lines = texts.map(({ en, zh }) => linesOf(en, zh, han));
  const [en, zh] = [frequent(lines, 'en'), frequent(lines, 'zh')];
  const pairs = lines.flat().map((line): [number[], number[]] => [idsOf(line.en, en), idsOf(line.zh, zh)]);
  const there = model1(pairs, zh.size);
  const back = model1(
    pairs.map(([from, to]) => [to, from]),
    en.size,
  );
  const [enWords, zhWords] = [[...en.keys()], [...zh.keys()]];
  const found = new Map<string, [string, number][]>();
  for (const [key, p] of there) {
    const [from, to] = [Math.floor(key / zh.size), key % zh.size];
    const strength = Math.round(Math.sqrt(p * (back.get(to * en.size + from) ?? 0)) * 100) / 100;
    if (strength < LEAST_STRENGTH) continue;
    const word = enWords[from] as string;
    const list = found.get(word);
    if (list === undefined) found.set(word, [[zhWords[to] as string, strength]]);
    else list.push([zhWords[to] as string, strength]);
  }
  const order = (a: string, b: string) => (a < b ? -1 : 1);
  return new Map(
    [...found]
      .sort(([a], [b]) => order(a, b))
      .map(([word, list]) => [word, list.sort(([a, p], [b, q]) => q - p || order(a, b)).slice(0, MOST_PARTNERS)]),
  );
}

function idsOf(words: readonly string[], ids: ReadonlyMap<string, number>): number[] {
  return words.flatMap((word) => ids.get(word) ?? []);
}

interface Line {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

/** Lines of the rendering, each with what stands in the same place of the original, by share of characters, and a little around it. */
function linesOf(en: string, zh: string, han: ReadonlySet<string>): Line[] {
  const pieces = (text: string) => text.split(/\n+|(?<=[。！？])|(?<=[.!?])\s/u).filter((piece) => piece.trim() !== '');
  const [mine, theirs] = [pieces(en), pieces(zh)];
  const [all, allTheirs] = [lengthOf(mine), lengthOf(theirs)];
  const ends = mine.map((_, i) => lengthOf(mine.slice(0, i + 1)) / all);
  const words = mine.map((piece) => stemsOf(piece));
  let at = 0;
  return theirs.map((piece) => {
    const from = at / allTheirs;
    at += piece.length;
    const to = at / allTheirs;
    const near = words.filter((_, i) => (ends[i] ?? 0) > from - 0.005 && (i === 0 ? 0 : (ends[i - 1] ?? 0)) < to + 0.005);
    return { en: [...new Set(near.flat())].slice(0, LONGEST_LINE), zh: [...new Set(stemsOf(piece, han))].slice(0, LONGEST_LINE) };
  });
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function stemsOf(text: string, han?: ReadonlySet<string>): string[] {
  return wordsOf(text, han).flatMap(({ stem, stop, value }) => (stop || value !== undefined ? [] : [stem]));
}

/** Words that stand in enough texts, by a number each. */
function frequent(texts: readonly (readonly Line[])[], language: 'en' | 'zh'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const lines of texts)
    for (const word of new Set(lines.flatMap((line) => line[language]))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= LEAST_TEXTS).map(([word], i) => [word, i]));
}

/** How likely each word of the first language is rendered by each of the second (Brown et al. 1993, model 1), by `from * width + to`. */
function model1(lines: readonly (readonly [readonly number[], readonly number[]])[], width: number): Map<number, number> {
  let likely = together(lines, width);
  for (let round = 0; round < ROUNDS; round++) {
    const counts = new Map<number, number>();
    const totals = new Map<number, number>();
    for (const [from, to] of lines)
      for (const word of to) {
        const shares = from.map((source) => likely.get(source * width + word) ?? 0);
        const total = shares.reduce((sum, share) => sum + share, 0);
        if (total === 0) continue;
        for (const [i, source] of from.entries()) {
          const share = (shares[i] as number) / total;
          if (share < LEAST_SHARE) continue;
          const key = source * width + word;
          counts.set(key, (counts.get(key) ?? 0) + share);
          totals.set(source, (totals.get(source) ?? 0) + share);
        }
      }
    likely = new Map([...counts].map(([key, count]) => [key, count / (totals.get(Math.floor(key / width)) ?? 1)]));
  }
  return likely;
}

/** 1 for pairs that share more than one line. */
function together(lines: readonly (readonly [readonly number[], readonly number[]])[], width: number): Map<number, number> {
  const once = new Set<number>();
  const often = new Map<number, number>();
  for (const [from, to] of lines)
    for (const source of from)
      for (const word of to) {
        const key = source * width + word;
        if (once.has(key)) often.set(key, 1);
        else once.add(key);
      }
  return often;
}
