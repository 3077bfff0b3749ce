/** Text as a stream of terms: English stems, figures, and pairs of Chinese characters, each with its polarity. */
import { arabicFigure, hanFigure, spelledFigure } from './figures.ts';
import { stem } from './stem.ts';
import { FUNCTION_WORDS, HAN_BREAKS, HAN_FUNCTION, HAN_NEGATION, NEGATIONS } from './vocabulary.ts';

export interface Visitor {
  /** An English word, in lower case without apostrophes; called for function words too. */
  word(word: string, at: number, negated: boolean): void;
  figure(value: number, percent: boolean, at: number, end: number, negated: boolean): void;
  /** Two neighbouring Chinese characters of one content word or of two. */
  pair(pair: string, at: number, negated: boolean): void;
  /** Length of a run of Chinese, and how many of its characters are function words. */
  han(length: number, functions: number): void;
}

const TOKEN =
  /(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,18})?|\p{Script=Han}{1,200}|[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{M}]{1,60}(?:['’]\p{Script=Latin}{1,3})?(?:\d{1,9}(?:\.\d{1,9})?)?/gu;
const HAN_FIGURE =
  /百分之[零〇一二三四五六七八九十百两]+|第[零〇一二三四五六七八九十百两]+|[一二三四五六七八九两十][零〇一二三四五六七八九十百千万亿两]+/gu;
const CLAUSE_END = /[,;:.!?()，；：。！？（）|\n]/u;
/** Words, or half as many pairs of characters, that a negation reaches. */
const REACH = 7;

/** Full-width letters, digits and marks become half-width; the length stays. */
export function fold(text: string): string {
  return text.replace(/[\uff01-\uff5e]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ');
}

/** A denied verb denies its subject too: "thawing does not restore it". */
const DENIED_VERB =
  /\b(?:(?:do|does|did|is|are|was|were|can|could|will|would|should|must|may|might|has|have)\s+(?:not|never)\b|cannot\b|\w{2,6}n['’]t\b)/giu;
/** In characters: how far before a denied verb its subject may begin. */
const SUBJECT = 24;

function deniedVerbs(text: string): readonly number[] {
  return /n[o'’]t\b|never/iu.test(text) ? [...text.matchAll(DENIED_VERB)].map((match) => match.index) : [];
}

export function scan(text: string, visitor: Visitor): void {
  const denied = deniedVerbs(text);
  const isSubject = (end: number) => denied.some((verb) => verb >= end && verb - end <= SUBJECT && !CLAUSE_END.test(text.slice(end, verb)));
  let reach = 0;
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const at = match.index;
    if (reach > 0 && CLAUSE_END.test(text.slice(last, at))) reach = 0;
    last = at + token.length;
    const code = token.charCodeAt(0);
    if (code >= 48 && code <= 57) {
      const figure = arabicFigure(token, text.slice(last, last + 24));
      visitor.figure(figure.value, figure.percent, at, last, reach > 0);
    } else if (isHan(code)) {
      reach = scanHan(token, at, reach, visitor);
    } else {
      const word = token
        .toLowerCase()
        .replace(/['’]s$/u, '')
        .replace(/['’]/gu, '');
      const value = spelledFigure(word);
      if (value === undefined) visitor.word(word, at, reach > 0 || isSubject(last));
      else visitor.figure(value, false, at, last, reach > 0);
      reach = NEGATIONS.has(word) ? REACH : Math.max(0, reach - 1);
    }
  }
}

function isHan(code: number): boolean {
  return (code >= 0x3400 && code <= 0x9fff) || (code >= 0xd840 && code <= 0xd888) || code === 0x3007;
}

function scanHan(run: string, at: number, reach: number, visitor: Visitor): number {
  const negations = [...run.matchAll(HAN_NEGATION)].map((match) => match.index);
  const negated = (i: number) => negations.some((from) => from < i && i - from <= REACH + 1) || i < reach;
  visitor.han(run.length, run.match(HAN_FUNCTION)?.length ?? 0);
  const content = run
    .replace(HAN_FIGURE, (numeral, i: number) => {
      const percent = numeral.startsWith('百分之');
      const value = hanFigure(numeral.replace(/^(?:百分之|第)/u, ''));
      visitor.figure(value, percent, at + i, at + i + numeral.length, negated(i));
      return ' '.repeat(numeral.length);
    })
    .replace(HAN_BREAKS, (word) => ' '.repeat(word.length));
  for (let i = 0; i + 1 < content.length; i++) {
    const pair = content.slice(i, i + 2);
    if (!pair.includes(' ')) visitor.pair(pair, at + i, negated(i));
  }
  const lastNegation = negations.at(-1);
  return lastNegation === undefined ? Math.max(0, reach - run.length) : Math.max(0, REACH + 1 - (run.length - lastNegation));
}

/** The stem of a word that carries content, or undefined. */
export function contentStem(word: string): string | undefined {
  return word.length < 2 || FUNCTION_WORDS.has(word) ? undefined : stem(word);
}
