/** Hides names in text that people judge blind, also where they are spelt, joined or marked up in another way than the agent's own. */
import { MASK } from '../../../judge/pairwise/mask.ts';

/** Finds names; undefined where there is none to hide. */
export type NamePattern = RegExp | undefined;

/**
 * Whole words, whatever their case, and however their parts are joined: `kimi-k2`, `Kimi K2`, `kimi_k2`. Names of one or two letters
 * are words of every text and identify nobody: they are left alone.
 */
export function namePattern(names: readonly string[]): NamePattern {
  const patterns = names
    .map((name) => name.normalize('NFC').trim())
    .filter(identifies)
    .sort((a, b) => b.length - a.length)
    .map(patternOf);
  return patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'giu');
}

function identifies(name: string): boolean {
  const signs = name.match(/[\p{L}\p{N}]/gu) ?? [];
  if (signs.length >= 3) return true;
  return signs.length === 2 && (/\d/.test(name) || !/^[\p{ASCII}]*$/u.test(name));
}

function patternOf(name: string): string {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  const body = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^\\p{L}\\p{N}]{0,3}');
  // Chinese has no spaces between words: only a Latin letter or a digit beside a Latin name makes it part of another word.
  const before = /^[\p{Script=Latin}\p{N}]/u.test(body) ? '(?<![\\p{Script=Latin}\\p{N}])' : '';
  const after = /[\p{Script=Latin}\p{N}]$/u.test(body) ? '(?![\\p{Script=Latin}\\p{N}])' : '';
  return before + body + after;
}

/** Without characters that show nothing: they can split a name, or turn text around. Joiners inside emoji stay. */
export function withoutInvisible(text: string): string {
  return text.replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}

export function maskText(text: string, pattern: NamePattern): string {
  return pattern === undefined ? text : text.replace(pattern, MASK);
}

/** Hides names in a text that lies in pieces, also where a name runs over several of them. */
export function maskPieces(pieces: readonly string[], pattern: NamePattern): string[] {
  if (pattern === undefined) return [...pieces];
  const masked = pieces.map(() => '');
  const whole = pieces.join('');
  const ends: number[] = [];
  for (const piece of pieces) ends.push((ends.at(-1) ?? 0) + piece.length);
  let position = 0;
  let piece = 0;
  const copyUntil = (end: number, write: boolean): void => {
    while (position < end) {
      while ((ends[piece] ?? whole.length) <= position) piece++;
      const stop = Math.min(end, ends[piece] ?? end);
      if (write) masked[piece] += whole.slice(position, stop);
      position = stop;
    }
  };
  for (const match of whole.matchAll(pattern)) {
    copyUntil(match.index, true);
    while ((ends[piece] ?? whole.length) <= position) piece++;
    masked[piece] += MASK;
    copyUntil(match.index + match[0].length, false);
  }
  copyUntil(whole.length, true);
  return masked;
}
