/** UTF-8 decoding in which a wrong byte is an error and not a row of replacement characters. */

/** Without its byte order mark; undefined when the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
