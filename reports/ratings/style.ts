/** What a report looks like, apart from what it says: style that is known to sway judges. */

export const STYLE_MEASURES = ['length', 'headings', 'lists', 'citations'] as const;

/** Counts: characters, Markdown headings, list items, citation markers. */
export type Style = Readonly<Record<(typeof STYLE_MEASURES)[number], number>>;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** A citation is a link, a numbered marker such as [3], or a \cite{...}. */
export function styleOf(report: string): Style {
  return {
    length: [...report].length,
    headings: count(report, /^ {0,3}#{1,6} /gm),
    lists: count(report, /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/gm),
    citations: count(report, /\]\([^)\s]|\[\^?\d+\](?!\()|\\cite\{/g),
  };
}
