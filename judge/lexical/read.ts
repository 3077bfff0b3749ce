/** A report made ready for many criteria: where each of their terms stands, and what each passage is worth as evidence. */
import { type Passage, passagesOf } from './passages.ts';
import { fold, scan } from './scan.ts';
import { ASSERTED, NEGATED, type Vocabulary } from './terms.ts';
import { FUNCTION_WORDS, REJECTION, SELF_REFERENCE, WARNING } from './vocabulary.ts';

export interface ReadPassage extends Passage {
  /** Terms in it, in pairs of numbers: the term, and whether it is ASSERTED, NEGATED or both. */
  readonly hits: readonly number[];
  /** What a match here is worth, in (0, 1]: less in a heading, a bare list of keywords, an echo of the query, or talk about the report itself. */
  readonly credit: number;
  /** It takes a claim up in order to reject it. */
  readonly rejects: boolean;
  /** It forbids, warns or denies something. */
  readonly warns: boolean;
}

export interface ReadReport {
  readonly text: string;
  readonly passages: readonly ReadPassage[];
  /** By term: the passages that hold it, in order. */
  readonly postings: readonly (readonly number[])[];
  readonly chinese: boolean;
}

const NO_HITS: readonly number[] = [];

const CREDIT = { heading: 0.6, keywords: 0.35, selfReference: 0.3, question: 0.7, query: 0.3 } as const;

export function readReport(report: string, query: string, vocabulary: Vocabulary): ReadReport {
  const asked = lettersOf(fold(query));
  const text = fold(report);
  const postings: number[][] = Array.from({ length: vocabulary.size }, () => []);
  const passages = passagesOf(text).map((passage, index) => {
    const read = readPassage(passage, text.slice(passage.start, passage.end), asked, vocabulary);
    for (let i = 0; i < read.hits.length; i += 2) postings[read.hits[i] as number]?.push(index);
    return read;
  });
  return { text: report, passages, postings, chinese: isChinese(report) };
}

function echoes(written: string, asked: string): boolean {
  const letters = lettersOf(written);
  return letters.length >= 16 && asked.includes(letters);
}

/** For comparing texts word for word, whatever their marks and layout. */
export function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** By the script of its first stretch: a Chinese character says about as much as three letters. */
export function isChinese(text: string): boolean {
  const start = text.slice(0, 20_000);
  const han = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = start.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return han * 3 > latin;
}

function readPassage(passage: Passage, text: string, asked: string, vocabulary: Vocabulary): ReadPassage {
  const hits: number[] = [];
  let words = 0;
  let functions = 0;
  let han = 0;
  let hanFunctions = 0;
  const add = (id: number, negated: boolean) => {
    if (id < 0) return;
    const polarity = negated ? NEGATED : ASSERTED;
    for (let i = 0; i < hits.length; i += 2)
      if (hits[i] === id) {
        hits[i + 1] = (hits[i + 1] as number) | polarity;
        return;
      }
    hits.push(id, polarity);
  };
  scan(text, {
    word: (word, _, negated) => {
      words++;
      if (FUNCTION_WORDS.has(word)) functions++;
      else add(vocabulary.word(word), negated);
    },
    figure: (value, percent, _at, _end, negated) => {
      for (const id of vocabulary.figures(value, percent)) add(id, negated);
    },
    pair: (pair, _, negated) => add(vocabulary.pair(pair), negated),
    han: (length, count) => {
      han += length;
      hanFunctions += count;
    },
  });
  const separators = text.match(/[,;、，；]/gu)?.length ?? 0;
  const keywords =
    (words >= 12 && han < 12 && functions / words < 0.1) ||
    (han >= 24 && hanFunctions / han < 0.02) ||
    (separators >= 8 && separators / (words + han / 2) > 0.45);
  const { kind, start, end, section, context } = passage;
  const found = hits.length > 0;
  return {
    kind,
    start,
    end,
    section,
    context,
    // Of very long reports there are a hundred thousand: lists as long as what they hold.
    hits: found ? hits.slice() : NO_HITS,
    credit: found ? creditOf(passage, text, asked, keywords) : 1,
    rejects: found && REJECTION.test(text),
    warns: found && WARNING.test(text),
  };
}

function creditOf(passage: Passage, written: string, asked: string, keywords: boolean): number {
  if (SELF_REFERENCE.test(written)) return CREDIT.selfReference;
  if (written.length <= asked.length * 2 && echoes(written, asked)) return CREDIT.query;
  if (passage.kind === 'heading') return CREDIT.heading;
  if (keywords && passage.kind !== 'row') return CREDIT.keywords;
  return /[?？]\s*$/u.test(written) ? CREDIT.question : 1;
}
