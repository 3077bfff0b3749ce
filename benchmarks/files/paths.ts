/** packageRoot, packageData, cacheFolder: the package's own folders, and the user's cache for what is pulled. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the package.json named `gavel`, from the source tree and from `dist/` alike.
 *
 * @param from the URL of any module of the package.
 */
export function packageRoot(from: string = import.meta.url): string {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    if (isPackage(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json named gavel above ${from}`);
  }
}

export function packageData(): string {
  return join(packageRoot(), 'data');
}

/** GAVEL_CACHE, else `gavel` in XDG_CACHE_HOME, else in ~/.cache. An empty variable counts as not set. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  if (env.GAVEL_CACHE) return env.GAVEL_CACHE;
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'gavel');
}

function isPackage(file: string): boolean {
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof content === 'object' && content !== null && 'name' in content && content.name === 'gavel';
}
