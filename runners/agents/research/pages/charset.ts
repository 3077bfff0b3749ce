/** decodedPage: a page's bytes as text, by the charset that its header, its mark or its own words name, else by what fits. */

export interface Decoded {
  readonly text: string;
  /** More than one character in a hundred could not be read. */
  readonly broken: boolean;
}

/** Bytes in which a page names its charset. */
const HEAD = 4_096;
const BOMS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** @param contentType the header as it came */
export function decodedPage(bytes: Uint8Array, contentType: string): Decoded {
  const named = charsetIn(contentType) ?? BOMS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0] ?? inMeta(bytes);
  const text = (named === undefined ? undefined : decode(bytes, named)) ?? guessed(bytes);
  const broken = (text.match(/\uFFFD/g)?.length ?? 0) > text.length / 100;
  // A charset that was named wrongly shows by what cannot be read.
  if (broken && named !== undefined) {
    const other = guessed(bytes);
    if (!other.includes('\uFFFD')) return { text: other, broken: false };
  }
  return { text, broken };
}

function charsetIn(text: string): string | undefined {
  return /charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(text)?.[1];
}

function inMeta(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  const metas = head.match(/<meta[^>]*>|<\?xml[^>]*\?>/gi) ?? [];
  return metas.map((meta) => charsetIn(meta) ?? /encoding\s*=\s*["']([\w-]+)/i.exec(meta)?.[1]).find((found) => found !== undefined);
}

/** GB2312 and GBK are parts of GB18030, and pages that claim one often hold another. */
function decode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(/^gb/i.test(charset) ? 'gb18030' : charset).decode(bytes);
  } catch {
    return undefined;
  }
}

function guessed(bytes: Uint8Array): string {
  for (const charset of ['utf-8', 'gb18030', 'big5', 'shift_jis']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {
      // The next one may fit.
    }
  }
  return new TextDecoder().decode(bytes);
}
