/** Tokens of a reply with their probabilities, where an endpoint gives them, and what they say of one word in it. */

/** How likely one token was in its place. */
export interface Chance {
  readonly bytes: Buffer;
  /** In [0, 1]. */
  readonly probability: number;
}

export interface Token extends Chance {
  /** The likeliest tokens in that place, as many as the endpoint tells; the token itself may be among them. */
  readonly others: readonly Chance[];
}

/** How many of the likeliest tokens are asked for: no endpoint that gives any refuses so few. */
export const LIKELIEST = 5;

interface Said {
  readonly token?: unknown;
  readonly bytes?: unknown;
  readonly logprob?: unknown;
  readonly top_logprobs?: unknown;
}

/** The tokens of the first choice in a completion's body; undefined where it does not hold them. */
export function readTokens(body: unknown): Token[] | undefined {
  const { choices } = (body ?? {}) as { readonly choices?: readonly { readonly logprobs?: { readonly content?: unknown } | null }[] };
  const content = Array.isArray(choices) ? choices[0]?.logprobs?.content : undefined;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const tokens = content.map((said: Said) => {
    const chance = chanceOf(said);
    const others = Array.isArray(said?.top_logprobs) ? said.top_logprobs.map(chanceOf).filter((other) => other !== undefined) : [];
    return chance && { ...chance, others };
  });
  return tokens.every((token) => token !== undefined) ? tokens : undefined;
}

/** Bytes where they are given: half of a Chinese character is no text. */
function chanceOf(said: Said): Chance | undefined {
  if (typeof said?.token !== 'string' || typeof said.logprob !== 'number' || !(said.logprob <= 1e-6)) return undefined;
  const bytes = Array.isArray(said.bytes) ? Buffer.from(said.bytes as number[]) : Buffer.from(said.token);
  return { bytes, probability: Math.min(1, Math.exp(said.logprob)) };
}

/** What each of several meanings was given, in the place of one word. */
export interface WordChances<Meaning> {
  readonly of: ReadonlyMap<Meaning, number>;
  /** Whether the endpoint told of other tokens in that place. */
  readonly compared: boolean;
}

/**
 * Probabilities of the words that could stand at `at` (in UTF-16 units of `text`), by what they mean. They do not add up to 1: other tokens
 * were possible too. A token that two meanings begin with is followed to the next, where it is the one that was taken.
 *
 * @param words in small letters
 * @returns undefined where the tokens do not make up the text, or the word that stands there is none of these
 */
export function chancesAt<Meaning>(
  { text, at, tokens }: { readonly text: string; readonly at: number; readonly tokens: readonly Token[] },
  words: ReadonlyMap<string, Meaning>,
): WordChances<Meaning> | undefined {
  const place = placeIn(text, at, tokens);
  if (place === undefined) return undefined;
  const of = new Map<Meaning, number>();
  let begun = '';
  let weight = 1;
  let compared = false;
  for (let { index, within } = place; index < tokens.length; index++, within = 0) {
    const taken = tokens[index] as Token;
    const before = taken.bytes.subarray(0, within);
    compared ||= taken.others.some(({ bytes }) => !bytes.equals(taken.bytes));
    const others = taken.others.filter(({ bytes }) => !bytes.equals(taken.bytes) && bytes.subarray(0, within).equals(before));
    for (const { bytes, probability } of others) {
      const [meaning, more] = meaningsOf(begun + bytes.subarray(within).toString('utf8'), words);
      if (meaning !== undefined && more === undefined) of.set(meaning, (of.get(meaning) ?? 0) + weight * probability);
    }
    begun += taken.bytes.subarray(within).toString('utf8');
    weight *= taken.probability;
    const [meaning, more] = meaningsOf(begun, words);
    if (meaning === undefined) return undefined;
    if (more !== undefined) continue;
    of.set(meaning, (of.get(meaning) ?? 0) + weight);
    return { of, compared };
  }
  return undefined;
}

/** The token that holds the place, and how far within it that is: both in bytes, since tokens part characters. */
function placeIn(text: string, at: number, tokens: readonly Token[]): { index: number; within: number } | undefined {
  // Thoughts that are no part of the text may come first, and what ends a reply after it.
  const start = Buffer.concat(tokens.map(({ bytes }) => bytes)).lastIndexOf(Buffer.from(text));
  if (start < 0) return undefined;
  let left = start + Buffer.byteLength(text.slice(0, at));
  for (const [index, { bytes }] of tokens.entries()) {
    if (left < bytes.length) return { index, within: left };
    left -= bytes.length;
  }
  return undefined;
}

/** What a text can be the beginning of, or begins with. */
function meaningsOf<Meaning>(begun: string, words: ReadonlyMap<string, Meaning>): Meaning[] {
  const said = begun
    .replace(/[\s_-]+/g, ' ')
    .trimStart()
    .toLowerCase();
  if (said === '') return [...new Set(words.values())];
  return [...new Set([...words].flatMap(([word, meaning]) => (word.startsWith(said) || said.startsWith(word) ? [meaning] : [])))];
}
