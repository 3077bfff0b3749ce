/** Hash and fingerprint by which contents are told apart: SHA-256 in hexadecimal digits. */
import { createHash } from 'node:crypto';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Short enough to be read, long enough that no two are the same by chance. */
export function fingerprint(text: string): string {
  return sha256(text).slice(0, 16);
}
