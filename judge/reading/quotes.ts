/** Whether the passages that a judge quotes stand in the report. */

/** Marks that carry layout, not words: emphasis, code, headings, quotes, table bars, quotation marks, dashes and spaces. */
const LAYOUT = /[\s*_~`#>|"'“”‘’«»「」『』\-‐-―\u200b-\u200d\ufeff]+/gu;
/** Text and address may each hold brackets once more, as in `[[1]](url)`; both are bounded, so that no run of brackets takes long. */
const LINK = /!?\[((?:[^[\]\n]|\[[^[\]\n]{0,200}\]){0,400})\]\((?:[^()\n]|\([^()\n]{0,400}\)){0,2000}\)/gu;
/** Full-width stops that Unicode does not fold with their Latin kin. */
const STOPS: Readonly<Record<string, string>> = { '。': '.', '、': ',' };
const ELLIPSIS = /\s*(?:\[?(?:\.{3,}|…+)\]?)\s*/u;

/** Folds Unicode forms, letter case, white space and markdown away, so that a quote need only agree in its words and figures. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(LINK, '$1')
    .replace(LAYOUT, '')
    .replace(/[。、]/gu, (stop) => STOPS[stop] ?? stop)
    .toLowerCase();
}

/** Checks quotes against one report, which is normalised at the first use only. */
export function quoteChecker(report: string): (quotes: readonly string[]) => number | undefined {
  let text: string | undefined;
  return (quotes) => {
    if (quotes.length === 0) return undefined;
    text ??= normalise(report);
    const haystack = text;
    return quotes.filter((quote) => stands(quote, haystack)).length / quotes.length;
  };
}

/** A quote with an ellipsis stands when its pieces do, in order. */
function stands(quote: string, haystack: string): boolean {
  const pieces = quote
    .split(ELLIPSIS)
    .map(normalise)
    .filter((piece) => piece !== '');
  let from = 0;
  for (const piece of pieces) {
    const at = haystack.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return pieces.length > 0;
}
