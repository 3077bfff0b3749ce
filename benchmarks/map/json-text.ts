/** plainJson: the text of JSON as other languages write it, in what JSON has: NaN is null, and half a character is a sign that stands for one. */
import { type Note, note } from './notes.ts';

export interface PlainJson {
  readonly text: string;
  /** What was changed, for a person to know. */
  readonly notes: readonly Note[];
}

export function plainJson(text: string): PlainJson {
  const halves = replaced(text, /\\u[dD][89a-fA-F]/, ESCAPES, (found) => (LONE.test(found) ? '\\ufffd' : found));
  const numbers = replaced(halves.text, /[:,[]\s*(?:NaN|-?Infinity)\b/, STRINGS_AND_NAN, (found) => (found[0] === '"' ? found : 'null'));
  return {
    text: numbers.text,
    notes: [
      ...(halves.count > 0 ? [note('halfCharacters', { n: halves.count })] : []),
      ...(numbers.count > 0 ? [note('notNumbers', { n: numbers.count })] : []),
    ],
  };
}

/** Two halves that make a character, before one that stands alone; a backslash takes the sign after it along. */
const ESCAPES = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/g;
const LONE = /^\\u[dD][89a-fA-F].{2}$/;
const STRINGS_AND_NAN = /"[^"\\]*(?:\\.[^"\\]*)*"|NaN|-?Infinity/g;

/** @param seldom what the text hardly ever has, looked for first */
function replaced(text: string, seldom: RegExp, every: RegExp, by: (found: string) => string): { text: string; count: number } {
  if (!seldom.test(text)) return { text, count: 0 };
  let count = 0;
  const changed = text.replace(every, (found) => {
    const other = by(found);
    if (other !== found) count++;
    return other;
  });
  return { text: changed, count };
}
