/** isOwnTalk, withoutCopies: what a report says of itself, bare keywords and copied criteria tell nothing of what it says on its subject. */
import { once } from './once.ts';
import { isHan } from './script.ts';

const VERB =
  '(?:states?|explains?|mentions?|describes?|identif(?:y|ies)|discuss(?:es)?|points? out|names|says?|lists|gives|provides|presents?|recommends|warns?|tells|cites|compares|calculates|distinguishes|advises|includes|claims|expresses|notes|specif(?:y|ies)|proposes|defines|acknowledges|address(?:es)?|contains?|covers?|satisf(?:y|ies)|meets?|fulfils?|fulfills)';
/** A sentence that begins with what a criterion would say of a report, or has the report for its subject. */
const OF_ITSELF = new RegExp(
  [
    `^[^\\p{L}]{0,40}(?:c\\d+|criterion \\d+)?[^\\p{L}]{0,40}${VERB}\\s`,
    `^[^\\p{L}]{0,40}(?:as (?:required|requested|asked),? )?(?:the|this) (?:report|response|answer)(?: \\w+ly| also)?(?: will)? (?:${VERB}|do(?:es)?)\\b`,
    `(?:^|[,.:;] |as required,? )(?:the|this) (?:report|response) (?:does|meets|satisfies|fulfils)\\b`,
    '^[^\\p{L}]{0,40}(?:(?:本?报告|本文|回答|文中|该报告)[已应会将还中也完整恰]{0,4})(?:写明|说明|指出|解释|列出|给出|提到|提及|引用|建议|提醒|分析|算出|计算|强调|明确|介绍|区分|满足|包含|做到|在任何地方都没有|并没有做到)',
    '^[^\\p{L}]{0,40}(?:按照要求|(?:写明|指出|说明|解释|列出|给出|算出|提醒|注明|写出|提及|声称)(?!书|文|会|如下|的))',
  ].join('|'),
  'iu',
);
/** Fewest marks between the words of a bare list, and how many there are to a word; Chinese ones are longer in characters. */
const LIST = { marks: 12, perWord: 0.5, perPair: 0.15 } as const;
/** Shortest copy in letters. */
const LEAST_COPY = 12;

/** @param words how many there are, or pairs of characters */
export function isOwnTalk(sentence: string, words: number): boolean {
  if (OF_ITSELF.test(sentence)) return true;
  if (words < LIST.marks || sentence.includes('|')) return false;
  const marks = sentence.match(/[,;、，；](?!\d{3})/gu)?.length ?? 0;
  return marks >= LIST.marks && marks / words > (isHan(sentence) ? LIST.perPair : LIST.perWord);
}

/** A text's letters and digits in lower case, and where each stands. */
export interface Letters {
  readonly letters: string;
  /** Made when the first is asked for: few texts hold a copy of a criterion. */
  readonly at: () => Uint32Array;
}

export function lettersOf(text: string): Letters {
  const lower = lowerOf(text);
  const narrow = !WIDE.test(lower);
  const letters = roomFor(lower.length, narrow);
  let count = 0;
  eachLetter(lower, (unit) => {
    letters[count++] = unit;
  });
  const found = Buffer.from(letters.buffer, 0, count * letters.BYTES_PER_ELEMENT).toString(narrow ? 'latin1' : 'utf16le');
  return { letters: found, at: once(() => placesOf(lowerOf(text), count)) };
}

let room = new ArrayBuffer(0);

/** The same for text after text: new room for each of many long ones would be held until the next collection. */
function roomFor(letters: number, narrow: boolean): Uint8Array | Uint16Array {
  const bytes = letters * (narrow ? 1 : 2);
  if (room.byteLength < bytes) room = new ArrayBuffer(bytes);
  return new (narrow ? Uint8Array : Uint16Array)(room, 0, letters);
}

/** What does not fit into a byte. */
const WIDE = /[^\0-\xff]/;
const LETTER = /[\p{L}\p{N}]/u;
/** By UTF-16 unit: 1 for a letter or digit. A text of megabytes is walked in a tenth of the time that an expression takes, and nothing is left behind. */
const letterUnits = once(() => Uint8Array.from({ length: 0x10000 }, (_, unit) => (LETTER.test(String.fromCharCode(unit)) ? 1 : 0)));

function eachLetter(text: string, visit: (unit: number, at: number) => void): void {
  const units = letterUnits();
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (units[unit] === 1) visit(unit, at);
    else if (unit >= 0xd800 && unit < 0xdc00 && LETTER.test(text.slice(at, at + 2))) {
      visit(unit, at);
      visit(text.charCodeAt(at + 1), ++at);
    }
  }
}

/** A letter or two of the world's change their length with their case: these stay as they are. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));
}

function placesOf(text: string, count: number): Uint32Array {
  const places = new Uint32Array(count);
  let found = 0;
  eachLetter(text, (_, at) => {
    places[found++] = at;
  });
  return places;
}

/** The text with blanks in place of each copy of a criterion, whatever its marks and layout; undefined where there is none. */
export function withoutCopies(text: string, { letters, at }: Letters, criterion: string): string | undefined {
  const sought = lettersOf(criterion).letters;
  if (sought.length < LEAST_COPY) return undefined;
  let left = '';
  let from = 0;
  for (let found = letters.indexOf(sought); found >= 0; found = letters.indexOf(sought, found + sought.length)) {
    const [start, end] = [at()[found] as number, (at()[found + sought.length - 1] as number) + 1];
    left += `${text.slice(from, start)}${' '.repeat(end - start)}`;
    from = end;
  }
  return from === 0 ? undefined : left + text.slice(from);
}
