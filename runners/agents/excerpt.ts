/** Untrusted text as a bounded piece of one line of a message. */
import { stripVTControlCharacters } from 'node:util';

const LENGTH = 300;

/** The beginning of `text`. */
export function excerpt(text: string): string {
  const line = oneLine(text.slice(0, LENGTH * 4));
  return line.length > LENGTH || text.length > LENGTH * 4 ? `${line.slice(0, LENGTH)}…` : line;
}

/** The end of `text`, where programs say what went wrong. */
export function ending(text: string): string {
  const line = oneLine(text.slice(-LENGTH * 4));
  return line.length > LENGTH || text.length > LENGTH * 4 ? `…${line.slice(-LENGTH)}` : line;
}

/** Control and format characters (terminal escapes, right-to-left marks) go with the line breaks. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}
