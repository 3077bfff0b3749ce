/** mostTokens: as many tokens as a text may plausibly be, whatever the tokenizer: budgets are kept by it, so it errs upwards. */

/** Longest run of letters that is a word, and not a key or a hash. */
const LONGEST_WORD = 24;

type Kind = 'word' | 'digits' | 'blank' | 'accented' | 'wide' | 'mark';

/** What a run of so many characters of a kind may be. */
const MOST: Readonly<Record<Kind, (length: number) => number>> = {
  word: (length) => (length > LONGEST_WORD ? length * 0.8 : 0.3 + length / 2.5),
  digits: (length) => length,
  blank: (length) => 0.5 + length / 3,
  accented: (length) => length,
  wide: (length) => length * 1.5,
  mark: (length) => length,
};

/**
 * Digits may be a token each, letters are two or more a token within words, a character of three bytes up to one and a half tokens, and
 * every other mark one.
 */
export function mostTokens(text: string): number {
  let tokens = 0;
  let kind: Kind = 'mark';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const next = kindOf(text.charCodeAt(i));
    if (next === kind) continue;
    if (i > start) tokens += MOST[kind](i - start);
    kind = next;
    start = i;
  }
  return Math.ceil(tokens + (text.length > start ? MOST[kind](text.length - start) : 0));
}

function kindOf(code: number): Kind {
  if (code >= 0x800) return 'wide';
  if (code >= 0x80) return 'accented';
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return 'word';
  if (code === 0x20 || code === 0x09) return 'blank';
  return code >= 0x30 && code <= 0x39 ? 'digits' : 'mark';
}
