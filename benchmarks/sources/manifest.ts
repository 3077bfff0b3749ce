/** What is pinned of a benchmark that is pulled and not bundled: where it is, which revision, its checksum. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { check } from '../files/check.ts';

const manifestSchema = z.strictObject({
  name: z.string().min(1),
  /** Its host can be replaced by that of a mirror; the checksum holds for both. */
  url: z.url(),
  revision: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
  bytes: z.number().int().positive(),
  tasks: z.number().int().positive(),
  criteria: z.number().int().positive(),
  licence: z.string().min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest in `<dataDir>/<name>/manifest.json`. */
export async function readManifest(name: string, dataDir: string): Promise<Manifest> {
  const file = join(dataDir, name, 'manifest.json');
  const content: unknown = JSON.parse(await readFile(file, 'utf8'));
  return check(manifestSchema, content, file);
}

/** Where the pulled file of a manifest is, or will be. */
export function pulledFile(manifest: Pick<Manifest, 'name' | 'url'>, cacheDir: string): string {
  return join(cacheDir, manifest.name, basename(new URL(manifest.url).pathname));
}
