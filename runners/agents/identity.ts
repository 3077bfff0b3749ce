/** Parts of an agent's identity: nothing that is a secret, nothing that changes when a folder is moved. */
import { basename, isAbsolute, relative } from 'node:path';
import { fingerprint } from '../../judge/hash.ts';
import { type Env, keysOf, replaceKeys } from './secrets.ts';

/** Values become fingerprints, since somebody may have typed a key where `${NAME}` was meant. */
export function fingerprints(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fingerprint(value)]));
}

/** Keys of these environments become fingerprints, wherever in an identity somebody has typed them. */
export function withoutKeys<T>(identity: T, ...environments: readonly Env[]): T {
  return replaceKeys(identity, keysOf(...environments), fingerprint);
}

/** An argument as it is, an absolute path (also in `--flag=/path`) relative to `baseDir`, or its last part if it lies elsewhere. */
export function portable(argument: string, baseDir: string): string {
  const flag = /^-[^=]*=/.exec(argument)?.[0] ?? '';
  const path = argument.slice(flag.length);
  if (!isAbsolute(path)) return argument;
  const inside = relative(baseDir, path);
  return flag + (inside === '..' || inside.startsWith('../') || isAbsolute(inside) ? basename(path) : inside);
}

/** A URL without its query string, which may hold a key. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
