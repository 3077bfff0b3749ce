/** decompress: bodies that come compressed: it is not asked for, but some gateways compress all the same. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const DECODERS: Readonly<Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * The body as it was before it was compressed; as it is where its encoding is none that is known.
 * @param encoding the content-encoding header
 * @throws where the body is not what the header says, or comes to more than `longest` bytes
 */
export async function decompress(body: Uint8Array, encoding: string | undefined, longest: number): Promise<Uint8Array> {
  const decode = DECODERS[encoding?.trim().toLowerCase() ?? ''];
  return decode === undefined || body.length === 0 ? body : decode(body, { maxOutputLength: longest });
}
