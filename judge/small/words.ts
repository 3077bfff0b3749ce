/** Words of English and Chinese text as the small judge compares them: stems, numbers with their units, names, and sentences. */
import { stem } from 'porter2';
import { isOwnTalk } from './own-talk.ts';
import { ADVERSATIVE, DOWN, HEDGES, NEGATION, QUANTITY, SCALES, STOP_WORDS, UP, WORD_NUMBERS } from './vocabulary.ts';

export interface Word {
  /** In lower case. */
  readonly text: string;
  /** What is compared: the stem of an English word, two neighbouring Han characters, or `#` and the value of a number. */
  readonly stem: string;
  /** It carries no content of its own. */
  readonly stop: boolean;
  /** Spelt like a name: a capital within a sentence, or capitals only. */
  readonly name: boolean;
  /** Of a number, scale words such as "million" or 万 multiplied in. */
  readonly value?: number;
  /** Of a number: the currency sign before it, else the stem behind it. */
  readonly unit?: string;
}

const TOKEN = /[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?|\d[\d,]*(?:\.\d+)?|[\u3400-\u9fff]+|[%$€£¥]/uy;
/** What no token begins with. */
const GAP = /[^A-Za-z\u00c0-\u024f\d\u3400-\u9fff%$€£¥]*/uy;
const SENTENCE_END = /(?<=[.!?;])\s+|(?<=[。！？；])|\n+/u;
const BULLET = /^\s*(?:[-*•+]|\d+[.)、]|#+)\s*/u;
/** Marks after which a capital says nothing. */
const OPENING = '.!?:*#("“-';
/** Longest sentence in words: a longer one is cut, so that a window of sentences stays a passage. */
const LONGEST_SENTENCE = 60;
const MOST_STEMS = 50_000;

const stems = new Map<string, string>();

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_STEMS) stems.clear();
  const found = stem(word);
  stems.set(word, found);
  return found;
}

/** Words as they were read before: a text says few words many times, and one of megabytes would hold a million objects. */
class Known {
  readonly #words = new Map<string, Word>();

  of(key: string, make: (key: string) => Word): Word {
    const found = this.#words.get(key);
    if (found !== undefined) return found;
    if (this.#words.size >= MOST_STEMS) this.#words.clear();
    // A piece of a text would keep all of it.
    const own = Buffer.from(key).toString();
    const word = make(own);
    this.#words.set(own, word);
    return word;
  }
}

const within = new Known();
const first = new Known();
const pairs = new Known();
const numbers = new Known();
const united = new Known();

const withinSentence = (token: string) => latin(token, true);
const firstOfSentence = (token: string) => latin(token, false);
const pairOf = (pair: string): Word => ({
  text: pair,
  stem: pair,
  stop: STOP_WORDS.has(pair) || STOP_WORDS.has(pair[0] as string),
  name: false,
});

function numberOf(token: string): Word {
  const value = Number(token.replaceAll(',', ''));
  return { text: token, stem: `#${value}`, stop: false, name: false, value };
}

/** Whether a capital that stands here says nothing: after a mark, and blanks. */
function isOpening(text: string, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 3); i--) if (text[i]?.trim() !== '') return OPENING.includes(text[i] as string);
  return false;
}

/**
 * @param han words of Chinese: given for a claim, whose pairs of characters across two words say nothing; a report's pairs are all kept, as
 *   where its words begin and end need not be known
 */
export function wordsOf(text: string, han?: ReadonlySet<string>): Word[] {
  const words: Word[] = [];
  for (let end = 0; ; ) {
    GAP.lastIndex = end;
    GAP.test(text);
    const start = GAP.lastIndex;
    TOKEN.lastIndex = start;
    if (!TOKEN.test(text)) break;
    end = TOKEN.lastIndex;
    const token = text.slice(start, end);
    const code = token.charCodeAt(0);
    if (code >= 0x3400 && code <= 0x9fff) for (const run of han === undefined ? [token] : runsOf(token, han)) addHan(run, words);
    else if (code >= 48 && code <= 57) words.push(numbers.of(token, numberOf));
    else words.push(words.length > 0 && !isOpening(text, start) ? within.of(token, withinSentence) : first.of(token, firstOfSentence));
  }
  return withUnits(words);
}

/** Two neighbours at a time: which of them are words needs no dictionary, as most pairs that are none stand nowhere else. */
function addHan(run: string, words: Word[]): void {
  if (run.length === 1) return void words.push({ text: run, stem: run, stop: STOP_WORDS.has(run), name: false });
  for (let i = 0; i + 1 < run.length; i++) {
    words.push(pairs.of(run.slice(i, i + 2), pairOf));
  }
}

/** Longest Chinese word that is looked for, in characters. */
const LONGEST_WORD = 4;
const DENYING = /^[不没未无非]$/u;

/** Words by longest match; characters that stand in none of them are a word together, and one that denies goes with what follows. */
function runsOf(run: string, han: ReadonlySet<string>): string[] {
  const runs: string[] = [];
  let loose = '';
  for (let i = 0; i < run.length; ) {
    let length = Math.min(LONGEST_WORD, run.length - i);
    while (length > 1 && !han.has(run.slice(i, i + length))) length--;
    const word = run.slice(i, i + length);
    i += length;
    if (length === 1 && !STOP_WORDS.has(word)) {
      loose += word;
      continue;
    }
    if (loose !== '') runs.push(DENYING.test(loose.at(-1) ?? '') ? loose + word.slice(0, 1) : loose);
    loose = '';
    runs.push(word);
  }
  return loose === '' ? runs : [...runs, loose];
}

function latin(token: string, withinSentence: boolean): Word {
  const text = token.toLowerCase().replace('’', "'").replace(/'s$/u, '');
  const capital = token[0] !== token[0]?.toLowerCase();
  const name = capital && (withinSentence || (token.length > 1 && token.slice(1) === token.slice(1).toUpperCase()));
  const value = WORD_NUMBERS.get(text);
  if (value !== undefined) return { text, stem: `#${value}`, stop: false, name, value };
  return { text, stem: stemOf(text), stop: STOP_WORDS.has(text) || text.length === 1, name };
}

function withUnits(words: Word[]): Word[] {
  words.forEach((word, i) => {
    if (word.value === undefined) return;
    const scale = SCALES.get(words[i + 1]?.text ?? '');
    const after = words[i + (scale === undefined ? 1 : 2)];
    const before = words[i - 1];
    const unit =
      before !== undefined && '$€£¥'.includes(before.text) ? before.text : after?.value === undefined ? after?.stem : before?.stem;
    if (scale === undefined && unit === undefined) return;
    const value = word.value * (scale ?? 1);
    words[i] = united.of(`${word.text} ${word.name} ${value} ${unit}`, () => ({ ...word, value, ...(unit !== undefined && { unit }) }));
  });
  return words;
}

export interface Sentence {
  readonly words: readonly Word[];
  /** Where it stands in the text: first character, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Sentences and lines, in order; those without a word, and those that tell nothing of the subject, are left out. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let at = 0;
  for (const piece of text.split(SENTENCE_END)) {
    const start = text.indexOf(piece, at);
    at = start + piece.length;
    const all = wordsOf(piece.replace(BULLET, ''));
    if (isOwnTalk(piece, all.length)) continue;
    // Sliced even where one piece is all: a list that grew has room for half as many again.
    for (let i = 0; i < all.length; i += LONGEST_SENTENCE) sentences.push({ words: all.slice(i, i + LONGEST_SENTENCE), start, end: at });
  }
  return sentences;
}

export function isNegation({ text }: Word): boolean {
  return NEGATION.has(text) || text.endsWith("n't") || HAN_NEGATION.test(text);
}
const HAN_NEGATION = /^(?:不[^仅但同断]|没|未[^来]|无[^论]|非[^常])/u;

/** 1 for words of increase, -1 for words of decrease, 0 for others. */
export function directionOf({ text }: Word): number {
  return UP.has(text) ? 1 : DOWN.has(text) ? -1 : 0;
}

export function isHedge({ text }: Word): boolean {
  return HEDGES.has(text);
}

export function isQuantity({ text }: Word): boolean {
  return QUANTITY.has(text);
}

export function isAdversative({ text }: Word): boolean {
  return ADVERSATIVE.has(text);
}
