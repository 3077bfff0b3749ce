/** Untrusted text as a bounded piece of one line of a message, without the keys that some servers repeat. */
import { stripVTControlCharacters } from 'node:util';

const LENGTH = 300;
/** Shorter values are words like `1` or `en`, which would blot out half of a message. */
const SHORTEST_SECRET = 6;

/** The beginning of `text`. */
export function excerpt(text: string, length = LENGTH): string {
  const line = oneLine(text.slice(0, length * 4));
  return line.length > length || text.length > length * 4 ? `${line.slice(0, length)}…` : line;
}

/** The end of `text`, where programs say what went wrong. */
export function ending(text: string): string {
  const line = oneLine(text.slice(-LENGTH * 4));
  return line.length > LENGTH || text.length > LENGTH * 4 ? `…${line.slice(-LENGTH)}` : line;
}

/** To be done before cutting: half a key is no longer found. */
export function scrub(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length >= SHORTEST_SECRET).reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text);
}

/** Control and format characters (terminal escapes, right-to-left marks) go with the line breaks. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}
