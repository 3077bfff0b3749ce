/** Keys: taken from the environment by name when they are needed, and kept out of what is stored and shown. */
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '../../judge/errors.ts';
import { excerpt, scrub } from '../../judge/model/excerpt.ts';

export type Env = Readonly<Record<string, string | undefined>>;

interface Expanded {
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Names of variables, fields and headers that say what is in them. */
const NAMED = /key|token|secret|passw|credential|cookie|authorization|(?:^|[-_])auth(?:$|[-_])/i;

/** The words of values whose names say that they are keys, as in `Authorization: Bearer KEY`. */
export function keysOf(...records: readonly Env[]): string[] {
  const named = records.flatMap((record) => Object.entries(record).filter(([name]) => NAMED.test(name)));
  const words = named.flatMap(([, value = '']) => value.split(/\s+/)).filter(isKey);
  return longestFirst(words);
}

/** Names of variables that hold something, say that it is a key, and stand in the text, as in a program's complaint. */
export function keyNamesIn(text: string, env: Env): string[] {
  const words = new Set(stripVTControlCharacters(text).match(/[A-Za-z_]\w*/g));
  return [...words].filter((word) => NAMED.test(word) && Object.hasOwn(env, word) && (env[word] ?? '').trim() !== '');
}

/** Not what servers of one's own are given for a key, as in `ollama`: agents must be free to write of it. */
function isKey(word: string): boolean {
  return word.length >= 12 || (word.length >= 8 && /\d/.test(word));
}

/** One may begin another. */
function longestFirst(words: readonly string[]): string[] {
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/** As they are, and as JSON spells them: messages quote JSON as it came, and the store holds some. */
export function spellings(secrets: readonly string[]): string[] {
  return longestFirst(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll('/', '\\/')]));
}

/** What an agent was handed, and must not hand on. */
export class Secrets {
  readonly #keys: readonly string[];
  /** What no message may show. */
  readonly handed: readonly string[];

  /**
   * @param keys replaced wherever they come
   * @param handed other values, which may be plain words such as a model's name: replaced in messages only
   */
  constructor(keys: readonly string[], handed: readonly string[]) {
    this.#keys = keys;
    this.handed = spellings([...keys, ...handed]);
  }

  /** A piece of what an agent said, for a message. */
  quote(text: string, cut = excerpt): string {
    return cut(scrub(text, this.handed));
  }

  /** What an agent wrote, as it may be kept: text, or what was parsed from it, so that a key is found however it was escaped. */
  keep<T>(value: T): T {
    return replaceKeys(value, this.#keys, () => '[key]');
  }
}

/** The same value with every key in its texts replaced. */
export function replaceKeys<T>(value: T, keys: readonly string[], by: (key: string) => string): T {
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'string') return keys.reduce((text, key) => text.replaceAll(key, () => by(key)), part);
    if (Array.isArray(part)) return part.map(replaced);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [replaced(name), replaced(inner)]));
  };
  return replaced(value) as T;
}

/** Replaces each `${NAME}` by the variable's value. @throws InputError when it is not set; `where` names the field */
export function expandEnv(template: string, env: Env, where: string): Expanded {
  const secrets: string[] = [];
  const text = template.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = readEnv(name, env, where);
    secrets.push(value);
    return value;
  });
  return { text, secrets };
}

/** @throws InputError when the variable is not set or empty; `where` names the field that asks for it */
export function readEnv(name: string, env: Env, where: string): string {
  const value = env[name]?.trim();
  if (value === undefined || value === '')
    throw new InputError(`${where} names ${name}, which is not set: put it into the environment or .env`);
  return value;
}
