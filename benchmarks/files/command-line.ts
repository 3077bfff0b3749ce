/** commandLine: words as a shell takes them. */
import { printable } from './check.ts';

/** A command for a person to type, each word as a shell takes it. */
export function commandLine(words: readonly string[]): string {
  const spelt = words.map((word) => (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return printable(spelt.join(' '), 2_000);
}
