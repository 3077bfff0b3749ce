/** Asked: a task of the offline world as it is written, where each criterion names the page and the words that make it true. */

export interface Asked {
  readonly id: string;
  readonly domain: string;
  readonly query: string;
  /** Tasks of one family ask about the same things in two languages. */
  readonly family?: string;
  /** What of the world is to mislead here. */
  readonly trap?: string;
  readonly rubric: readonly Proven[];
}

export interface Proven {
  readonly criterion: string;
  readonly weight: number;
  /** Without its scheme. Of a flaw: the page that leads there. */
  readonly page: string;
  /** Stand on the page letter by letter. */
  readonly words: readonly string[];
}

export function must(weight: number, criterion: string, page: string, ...words: string[]): Proven {
  return { criterion, weight, page, words };
}

/** A flaw: something false or superseded that a page of the world says. */
export function flaw(weight: number, criterion: string, page: string, ...words: string[]): Proven {
  return { criterion, weight, page, words };
}
