/**
 * Blinding, for people and models alike: names of agents, what a report says of who made it, and the marks of makers' products are hidden,
 * however they are spelt, joined or marked up.
 */
import { FINGERPRINTS, SELF } from './makers.ts';
import { type Plain, plainOf } from './plain.ts';

export const MASK = '[…]';

export interface Blind {
  /** The text with a mark in place of what tells the author. */
  readonly mask: (text: string) => string;
  /** The same for a text that lies in pieces, also where a name runs over several of them. */
  readonly maskPieces: (pieces: readonly string[]) => string[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** @param names of agents, hidden wherever they stand as whole words. The time grows with the text, whatever their number. */
export function blindTo(names: readonly string[]): Blind {
  const tree = treeOf(names);
  const maskPieces = (pieces: readonly string[]) => withMarks(pieces, hidden(pieces.join(''), tree));
  return { mask: (text) => maskPieces([text]).join(''), maskPieces };
}

/** In order, none in another. */
function hidden(text: string, tree: Node): Span[] {
  const plain = plainOf(text);
  const found = [...patternSpans(plain.text, SELF), ...patternSpans(plain.text, FINGERPRINTS), ...nameSpans(plain.text, tree)];
  const spans: Span[] = [];
  for (const { start, end } of found.sort((x, y) => x.start - y.start || y.end - x.end)) {
    const last = spans.at(-1);
    if (last === undefined || start >= last.end) spans.push({ start, end });
    else if (end > last.end) spans[spans.length - 1] = { start: last.start, end };
  }
  return spans.map((span) => originalOf(span, plain));
}

function originalOf({ start, end }: Span, { starts, ends }: Plain): Span {
  return { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 };
}

function patternSpans(text: string, patterns: readonly RegExp[]): Span[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [start, end] = match.indices?.groups?.hide ?? [0, 0];
      return end > start ? [{ start, end }] : [];
    }),
  );
}

/** Letters of names, one below the other. */
interface Node {
  readonly next: Map<string, Node>;
  /** A name ends here. */
  isName: boolean;
  /** A part of a name ends here: signs may stand before the next. */
  mayPart: boolean;
}

const newNode = (): Node => ({ next: new Map(), isName: false, mayPart: false });

/** Longest name that is looked for, in letters. */
const LONGEST = 200;
/** Signs between the parts of a name, at most, as in `kimi - k2`. */
const MOST_SIGNS = 3;

function treeOf(names: readonly string[]): Node {
  const root = newNode();
  for (const name of names) {
    const parts = partsOf(name);
    if (!identifies(parts.join(''))) continue;
    let node = root;
    for (const part of parts) {
      for (const letter of part) {
        const below = node.next.get(letter) ?? newNode();
        node.next.set(letter, below);
        node = below;
      }
      node.mayPart = true;
    }
    node.isName = true;
  }
  return root;
}

/** `KimiK2-thinking` has the parts of `kimi k 2 thinking`. */
function partsOf(name: string): string[] {
  return plainOf(name)
    .text.slice(0, LONGEST)
    .replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((part) => part !== '');
}

/** Names of one or two letters are words of every text and identify nobody: they are left alone. */
function identifies(name: string): boolean {
  const signs = name.match(/[\p{L}\p{N}]/gu) ?? [];
  if (signs.length >= 3) return true;
  return signs.length === 2 && (/\d/.test(name) || !/^[\p{ASCII}]*$/u.test(name));
}

const LETTER = /[\p{L}\p{N}\p{M}]/u;
/** Chinese has no spaces between words: only a Latin letter or a digit beside another makes it part of the same word. */
const WORDY = /[\p{Script=Latin}\p{N}]/u;

/** The longest name at each place where a word begins. */
function nameSpans(text: string, tree: Node): Span[] {
  if (tree.next.size === 0) return [];
  const lower = lowerOf(text);
  const spans: Span[] = [];
  for (let start = 0; start < lower.length; ) {
    const end = isInside(lower, start) ? undefined : nameEnd(lower, start, tree);
    if (end !== undefined) spans.push({ start, end });
    start = end ?? start + 1;
  }
  return spans;
}

/** Of the same length, so that places stay what they are. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/./gsu, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c));
}

/** Between two characters of one word. */
function isInside(text: string, at: number): boolean {
  return at > 0 && at < text.length && WORDY.test(text[at - 1] as string) && WORDY.test(text[at] as string);
}

function nameEnd(text: string, start: number, tree: Node): number | undefined {
  let node = tree;
  let end: number | undefined;
  let signs = 0;
  for (let i = start; i < text.length; ) {
    const letter = String.fromCodePoint(text.codePointAt(i) as number);
    const below = node.next.get(letter);
    if (below !== undefined) {
      node = below;
      signs = 0;
      i += letter.length;
      if (node.isName && !isInside(text, i)) end = i;
    } else {
      // Underscores within a word may be emphasis, so they are signs here and not taken out before.
      if (node === tree || !node.mayPart || LETTER.test(letter) || ++signs > MOST_SIGNS) return end;
      i += letter.length;
    }
  }
  return end;
}

function withMarks(pieces: readonly string[], spans: readonly Span[]): string[] {
  let offset = 0;
  let next = 0;
  return pieces.map((piece) => {
    const [from, to] = [offset, offset + piece.length];
    offset = to;
    let written = '';
    let at = from;
    for (let span = spans[next]; span !== undefined && span.start < to; span = spans[next]) {
      written += piece.slice(at - from, Math.max(0, span.start - from));
      // One mark, where the name begins.
      if (span.start >= from) written += MASK;
      at = Math.min(to, span.end);
      if (span.end > to) return written;
      next++;
    }
    return written + piece.slice(at - from);
  });
}
