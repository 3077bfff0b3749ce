/** decode: the text of a file whatever its encoding, and which one that was. */
import { isUtf8 } from 'node:buffer';
import { InputError } from '../../judge/errors.ts';

export interface Decoded {
  readonly text: string;
  /** To be said where it is not plain UTF-8. */
  readonly encoding: string;
}

/** @throws InputError for bytes that are no such text, and for UTF-8 that is damaged */
export function decode(bytes: Buffer, file: string): Decoded {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe' || (bytes[0] !== 0 && bytes[1] === 0)) return decoded(bytes, 'utf-16le', 'UTF-16', file);
  if (mark === 'feff' || (bytes[0] === 0 && bytes[1] !== 0)) return decoded(bytes, 'utf-16be', 'UTF-16', file);
  if (isUtf8(bytes)) return decoded(bytes, 'utf-8', 'UTF-8', file);
  refuseDamaged(bytes, file);
  return isChinese(bytes) ? decoded(bytes, 'gb18030', 'GB18030', file) : decoded(bytes, 'windows-1252', 'Windows-1252', file);
}

/** UTF-8 with a few wrong bytes would be read as something else in silence. */
function refuseDamaged(bytes: Buffer, file: string): void {
  const text = bytes.toString('utf8');
  const wrong = text.match(/\ufffd/g)?.length ?? 0;
  // Chinese in GB18030 passes for letters of two bytes, side by side; what stands alone, and signs of three bytes, are what they seem.
  const right = text.match(/[\u0800-\ufffc\u{10000}-\u{10ffff}]|(?<!\P{ASCII})[\u0080-\u07ff](?!\P{ASCII})/gu)?.length ?? 0;
  // Half of a pair, written as if it were a character: three wrong bytes.
  const halves = bytes.toString('latin1').match(/\xed[\xa0-\xbf][\x80-\xbf]/g)?.length ?? 0;
  if (right <= wrong && halves * 3 < wrong) return;
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
  throw new InputError(
    `${file}:${line}: not UTF-8, though most of the file is: ${halves > 0 ? 'half a character' : 'a damaged character'}`,
  );
}

/** In Chinese text bytes above 127 stand in pairs; letters with accents stand alone among plain ones. */
function isChinese(bytes: Buffer): boolean {
  const high = bytes.toString('latin1').match(/[\x81-\xfe]{2}|[\x80-\xff]/g) ?? [];
  return high.filter((one) => one.length === 2).length * 2 >= high.length;
}

function decoded(bytes: Buffer, label: string, encoding: string, file: string): Decoded {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    // No table and no JSON holds such signs: these are bytes of something else.
    if (!(label === 'windows-1252' ? /(?!\s)\p{Cc}/u : /\0/).test(text)) return { text, encoding };
  } catch {
    // Said below.
  }
  throw new InputError(`${file}: expected text in UTF-8, UTF-16, GB18030 or Windows-1252, got something else`);
}
