/** Plain text as a reader sees it, without markup and what shows nothing, and where in the original each of its characters stands. */

export interface Plain {
  readonly text: string;
  /** Of each character, where in the original what it comes from begins, and where that ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** What changes no word that a reader sees: marks that show nothing, emphasis and code, tags. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}+|[*`~]+|<\/?[a-z][^<>\n]{0,200}>|<!--[\s\S]{0,200}?-->/giu;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|shy|zwj|zwnj|ndash|mdash|hyphen|lowbar|period));/giu;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  ndash: '–',
  mdash: '—',
  hyphen: '-',
  lowbar: '_',
  period: '.',
};
/** ASCII, but for a letter that carries an accent; or a character with its marks. */
const CLUSTER = /[\0-\x7f]+(?!\p{M})|[\s\S]\p{M}*/gu;

export function plainOf(text: string): Plain {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  /** Written for one stretch of the original as a whole. */
  const keep = (written: string, start: number, end: number) => {
    pieces.push(written);
    for (let i = 0; i < written.length; i++) {
      starts.push(start);
      ends.push(end);
    }
  };
  const keepAsItIs = (written: string, start: number) => {
    pieces.push(written);
    for (let i = start; i < start + written.length; i++) {
      starts.push(i);
      ends.push(i + 1);
    }
  };
  const copy = (from: number, to: number) => {
    for (const { 0: cluster, index } of text.slice(from, to).matchAll(CLUSTER)) {
      const isPlain = cluster.charCodeAt(0) <= 0x7f && cluster.charCodeAt(cluster.length - 1) <= 0x7f;
      if (isPlain) keepAsItIs(cluster, from + index);
      else keep(cluster.normalize('NFKC'), from + index, from + index + cluster.length);
    }
  };
  let from = 0;
  for (const { start, end, written } of changes(text)) {
    copy(from, start);
    keep(written, start, end);
    from = end;
  }
  copy(from, text.length);
  return { text: pieces.join(''), starts, ends };
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly written: string;
}

/** In order; none begins in another. */
function changes(text: string): Change[] {
  const found: Change[] = [];
  for (const { 0: unseen, index } of text.matchAll(UNSEEN)) found.push({ start: index, end: index + unseen.length, written: '' });
  for (const { 0: entity, 1: decimal, 2: hex, 3: name, index } of text.matchAll(ENTITY)) {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    const written = code === undefined ? (NAMED[name?.toLowerCase() ?? ''] ?? '') : characterOf(code);
    found.push({ start: index, end: index + entity.length, written: written.replace(UNSEEN, '') });
  }
  let end = 0;
  return found
    .sort((x, y) => x.start - y.start)
    .filter((change) => {
      const isFree = change.start >= end;
      if (isFree) end = change.end;
      return isFree;
    });
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code).normalize('NFKC') : '';
}
