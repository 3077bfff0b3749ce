/** decode: the text of a file whatever its encoding, and which one that was. */
import { isUtf8 } from 'node:buffer';
import { InputError } from '../../judge/errors.ts';

export interface Decoded {
  readonly text: string;
  /** To be said where it is not plain UTF-8. */
  readonly encoding: string;
}

/** @throws InputError for bytes that are text in none of UTF-8, UTF-16 and GB18030 */
export function decode(bytes: Buffer, file: string): Decoded {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe' || (bytes[0] !== 0 && bytes[1] === 0)) return decoded(bytes, 'utf-16le', 'UTF-16', file);
  if (mark === 'feff' || (bytes[0] === 0 && bytes[1] !== 0)) return decoded(bytes, 'utf-16be', 'UTF-16', file);
  return isUtf8(bytes) ? decoded(bytes, 'utf-8', 'UTF-8', file) : decoded(bytes, 'gb18030', 'GB18030', file);
}

function decoded(bytes: Buffer, label: string, encoding: string, file: string): Decoded {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    // No table and no JSON holds it: these are bytes of something else.
    if (!text.includes('\0')) return { text, encoding };
  } catch {
    // Said below.
  }
  throw new InputError(`${file}: expected text in UTF-8, UTF-16 or GB18030, got something else`);
}
