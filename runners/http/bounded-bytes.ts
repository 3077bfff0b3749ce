/** boundedBytes: an answer's body, broken off where it grows too long; connections through a proxy keep no such bound themselves. */
import { errors } from 'undici';

/** @throws undici's ResponseExceededMaxSizeError beyond `longest` bytes; what breaks the body */
export async function boundedBytes(body: AsyncIterable<Uint8Array>, longest: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    // Thrown out of the loop it ends the body, and its connection.
    if (length > longest) throw new errors.ResponseExceededMaxSizeError();
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}
