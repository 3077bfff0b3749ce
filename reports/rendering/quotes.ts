/** markQuotes: passages of a rendered report that verdicts cite, underlined where they stand, each with the verdicts that cite it. */
import type { Token } from 'markdown-it';
import { finder } from '../../judge/reading/quotes.ts';

export interface CitedPassage {
  /** Begins the id of the element: `q-<id>`. */
  readonly id: string;
  readonly text: string;
  /** How the verdict came out, as the name of a style. */
  readonly tone: 'met' | 'partly' | 'unmet' | 'flaw';
}

type Make = (type: string, tag: string, nesting: 1 | 0 | -1) => Token;

interface Placed extends CitedPassage {
  readonly start: number;
  readonly end: number;
}

/** Passages that are not found in what is shown are left out. @returns the ids of those that are marked */
export function markQuotes(tokens: readonly Token[], passages: readonly CitedPassage[], make: Make): string[] {
  const leaves = tokens.flatMap((token) => (token.type === 'inline' ? [...(token.children ?? []).filter(isText), undefined] : []));
  const shown = leaves.map((leaf) => leaf?.content ?? '\n').join('');
  const find = finder(shown);
  const placed = passages.flatMap((passage): Placed[] => {
    const span = find(passage.text);
    return span === undefined ? [] : [{ ...passage, ...span }];
  });
  if (placed.length === 0) return [];
  const begun = new Set<string>();
  let at = 0;
  for (const token of tokens) {
    if (token.type !== 'inline') continue;
    token.children = (token.children ?? []).flatMap((child) => {
      if (!isText(child)) return [child];
      const start = at;
      at += child.content.length;
      return pieces(child, start, placed, begun, make);
    });
    at += 1;
  }
  return [...begun];
}

function isText({ type }: Token): boolean {
  return type === 'text' || type === 'code_inline' || type === 'softbreak' || type === 'hardbreak';
}

/** The text cut where quotes begin and end; what is code stays whole. */
function pieces(token: Token, start: number, placed: readonly Placed[], begun: Set<string>, make: Make): Token[] {
  const end = start + token.content.length;
  const here = placed.filter((quote) => quote.start < end && quote.end > start);
  if (here.length === 0) return [token];
  const cuts = token.type === 'text' ? here.flatMap((quote) => [quote.start, quote.end]).filter((cut) => cut > start && cut < end) : [];
  const edges = [...new Set([start, ...cuts, end])].toSorted((a, b) => a - b);
  return edges.slice(1).flatMap((to, i) => {
    const from = edges[i] ?? start;
    const piece = make(token.type, token.tag, 0);
    piece.content = token.content.slice(from - start, to - start);
    piece.markup = token.markup;
    const cited = here.filter((quote) => quote.start < to && quote.end > from);
    const [first] = cited;
    if (first === undefined) return [piece];
    const open = make('mark_open', 'mark', 1);
    const fresh = cited.find(({ id }) => !begun.has(id));
    if (fresh !== undefined) open.attrSet('id', `q-${fresh.id}`);
    for (const { id } of cited) begun.add(id);
    open.attrSet('class', `quote ${first.tone}`);
    open.attrSet('data-cited', cited.map(({ id }) => id).join(' '));
    return [open, piece, make('mark_close', 'mark', -1)];
  });
}
