/** Quotes with their places: whether the passages that a judge quotes stand in the report, and where. */

export interface Quote {
  /** As the judge wrote it. */
  readonly text: string;
  /** Whether it stands in the report, but for layout and citation marks. Absent where nobody looked. */
  readonly verified?: boolean;
  /** Where it stands, in UTF-16 units of the report: from `start` to before `end`. Absent where it does not, or only in another text. */
  readonly start?: number;
  readonly end?: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Marks that carry layout, not words: emphasis, code, headings, quotes, table bars, quotation marks, dashes and spaces. */
const LAYOUT = /[\s*_~`#>|"'“”‘’«»「」『』\-‐-―\u200b-\u200d\ufeff]+/gu;
/** Text and address may each hold brackets once more, as in `[[1]](url)`; both are bounded, so that no run of brackets takes long. */
const LINK = /!?\[((?:[^[\]\n]|\[[^[\]\n]{0,200}\]){0,400})\]\((?:[^()\n]|\([^()\n]{0,400}\)){0,2000}\)/gu;
/** Full-width stops that Unicode does not fold with their Latin kin. */
const STOPS: Readonly<Record<string, string>> = { '。': '.', '、': ',' };
const ELLIPSIS = /\s*(?:\[?(?:\.{3,}|…+)\]?)\s*/u;

const URL = String.raw`\([^()\s]{0,2000}\)`;
const NUMBERS = String.raw`\^?(?:(?:citation|source|ref)[:\s]?)?\s?[A-Z]?\d{1,4}(?:\s?[,，;；–-]\s?\^?\d{1,4}){0,40}`;
/** Marks that tell where a statement comes from and say nothing themselves, in the spellings of people and of search products. */
const CITATIONS = new RegExp(
  [
    String.raw`\[\[${NUMBERS}\]\](?:${URL})?`,
    String.raw`\[${NUMBERS}\](?:${URL})?`,
    String.raw`\[\^[\w-]{1,40}\]`,
    String.raw`【[^】\n]{1,80}】`,
    // A source in brackets of its own: ([Reuters](address)).
    String.raw`[(（]\s?\[[^[\]\n]{1,200}\]${URL}(?:\s?[,;，；、]?\s?\[[^[\]\n]{1,200}\]${URL}){0,9}\s?[)）]`,
    String.raw`<sup>[^<\n]{0,80}</sup>`,
    '[⁰¹²³⁴-⁹]+',
    String.raw`\ue200[^\ue201\n]{0,400}\ue201`,
    String.raw`(?:file)?cite(?:turn\d+[a-z]+\d+)+`,
    String.raw`:contentReference\[oaicite:\d+\](?:\{[^}\n]{0,40}\})?`,
  ].join('|'),
  'giu',
);

/** A text without layout, and where in the original each of its characters begins. */
interface Folded {
  readonly text: string;
  readonly at: readonly number[];
}

/** ASCII, but for a letter that carries an accent; parts of Korean syllables; or a character with its marks. */
const CLUSTER = /[\0-\x7f]+(?!\p{M})|[\u1100-\u11ff]+|[\s\S]\p{M}*/gu;

/** Folds Unicode forms, letter case, white space and markdown away, so that a quote need only agree in its words and figures. */
export function fold(text: string, marks: 'with citations' | 'without citations' = 'with citations'): Folded {
  const at: number[] = [];
  const pieces: string[] = [];
  const keep = (written: string, start: number, step: 0 | 1) => {
    pieces.push(written);
    for (let i = 0; i < written.length; i++) at.push(start + i * step);
  };
  let from = 0;
  for (const { start, end } of [...cuts(text, marks), { start: text.length, end: text.length }]) {
    for (const { 0: cluster, index } of text.slice(from, start).matchAll(CLUSTER)) {
      if (cluster.charCodeAt(0) > 0x7f || cluster.charCodeAt(cluster.length - 1) > 0x7f) keep(plain(cluster), from + index, 0);
      else for (const { 0: word, index: within } of cluster.matchAll(WORDS)) keep(word.toLowerCase(), from + index + within, 1);
    }
    from = end;
  }
  return { text: pieces.join(''), at };
}

/** What is no layout, in ASCII. */
const WORDS = /[^\s*_~`#>|"'-]+/g;

function plain(cluster: string): string {
  return cluster
    .normalize('NFKC')
    .replace(LAYOUT, '')
    .replace(/[。、]/gu, (stop) => STOPS[stop] ?? stop)
    .toLowerCase();
}

/** What is passed over: addresses and brackets of links, and citation marks where they are to be left out. In order, none in another. */
function cuts(text: string, marks: 'with citations' | 'without citations'): Span[] {
  const found: Span[] = [];
  if (marks === 'without citations')
    for (const { 0: mark, index } of text.matchAll(CITATIONS)) found.push({ start: index, end: index + mark.length });
  for (const { 0: link, 1: shown = '', index } of text.matchAll(LINK)) {
    const inner = index + (link.startsWith('!') ? 2 : 1);
    found.push({ start: index, end: inner }, { start: inner + shown.length, end: index + link.length });
  }
  let end = 0;
  return found
    .sort((x, y) => x.start - y.start || y.end - x.end)
    .filter((cut) => {
      const isFree = cut.start >= end;
      if (isFree) end = cut.end;
      return isFree;
    });
}

/** Checks quotes against one report, which is folded at the first use only. */
export function quoteChecker(report: string): (quotes: readonly string[]) => Quote[] {
  const find = finder(report);
  return (quotes) => quotes.map((text) => ({ text, verified: false, ...verifiedAt(find(text)) }));
}

function verifiedAt(span: Span | undefined): Partial<Quote> {
  return span === undefined ? {} : { verified: true, ...span };
}

/** Finds passages in a text, whatever their layout and citation marks. */
export function finder(text: string): (passage: string) => Span | undefined {
  let whole: Folded | undefined;
  let bare: Folded | undefined;
  return (passage) => {
    whole ??= fold(text);
    const found = spanOf(passage, whole, text, 'with citations');
    if (found !== undefined) return found;
    bare ??= fold(text, 'without citations');
    return spanOf(passage, bare, text, 'without citations');
  };
}

/** Longest passage that is searched for to tell a quote from an answer, in characters. */
const LONGEST_PASSAGE = 4_000;

/** Whether a passage, or the beginning of a long one, stands in the text. */
export function standsIn(text: string): (passage: string) => boolean {
  const find = finder(text);
  return (passage) => find(passage.slice(0, LONGEST_PASSAGE)) !== undefined;
}

/** A passage with an ellipsis stands when its pieces do, in order. */
function spanOf(passage: string, { text, at }: Folded, original: string, marks: Parameters<typeof fold>[1]): Span | undefined {
  const pieces = passage
    .split(ELLIPSIS)
    .map((piece) => fold(piece, marks).text)
    .filter((piece) => piece !== '');
  let first: number | undefined;
  let from = 0;
  for (const piece of pieces) {
    const found = indexOf(text, piece, from);
    if (found < 0) return undefined;
    first ??= found;
    from = found + piece.length;
  }
  const [start, last] = [at[first ?? -1], at[from - 1]];
  return start === undefined || last === undefined ? undefined : { start, end: endOf(original, last) };
}

/** Where the character that begins at `start` ends, with its marks. */
function endOf(text: string, start: number): number {
  const [cluster = ' '] = /^(?:[\u1100-\u11ff]+|[\s\S]\p{M}*)/u.exec(text.slice(start, start + 40)) ?? [];
  return start + cluster.length;
}

/** Letters of text and piece, multiplied, up to which the plain search is quick even where all letters are the same. */
const QUICK = 1e8;

/** As String.indexOf, in a time that grows with the lengths and not with their product. */
function indexOf(text: string, piece: string, from: number): number {
  if (text.length * piece.length <= QUICK) return text.indexOf(piece, from);
  // Knuth, Morris and Pratt: how much of the piece's beginning ends at each of its letters.
  const borders = new Int32Array(piece.length);
  for (let i = 1, length = 0; i < piece.length; i++) {
    while (length > 0 && piece[i] !== piece[length]) length = borders[length - 1] ?? 0;
    if (piece[i] === piece[length]) length++;
    borders[i] = length;
  }
  for (let i = from, length = 0; i < text.length; i++) {
    while (length > 0 && text[i] !== piece[length]) length = borders[length - 1] ?? 0;
    if (text[i] === piece[length]) length++;
    if (length === piece.length) return i - length + 1;
  }
  return -1;
}
