/** Prompts as a file that a person can read, change and give back: each text under a line with its name, `=== answer ===`. */
import { InputError } from './errors.ts';

/** Texts by name, in groups: `gather.task` is the text `task` of the group `gather`. */
type Texts = readonly (readonly [name: string, text: string])[];

const HEAD = /^=== (\S+) ===\n/gm;
const PLACEHOLDER = /\{[a-z]+\}/g;

/** Every text of a prompt, as `withTexts` reads it back. */
export function promptFile(prompt: object): string {
  return textsOf(prompt)
    .map(([name, text]) => `=== ${name} ===\n${text}\n`)
    .join('');
}

/**
 * The prompt with those texts that a file gives in place of its own.
 * @param where opens the message
 * @throws InputError for a name that the prompt does not have, for a placeholder that is not filled there, and where one is missing
 */
export function withTexts<T extends object>(prompt: T, file: string, where: string): T {
  const known = new Map(textsOf(prompt));
  const given = new Map(sections(file.replaceAll('\r\n', '\n'), where));
  for (const [name, text] of given) checkText(name, text, known, where);
  return replaced(prompt, given, '');
}

function textsOf(prompt: object, group = ''): Texts {
  return Object.entries(prompt).flatMap(([name, value]) =>
    typeof value === 'string' ? [[group + name, value] as const] : textsOf(value, `${group}${name}.`),
  );
}

function sections(file: string, where: string): [string, string][] {
  const heads = [...file.matchAll(HEAD)];
  const first = heads[0];
  if (first === undefined || file.slice(0, first.index).trim() !== '')
    throw new InputError(`${where}: expected texts, each under a line like "=== system ==="; --print-prompt prints a file to start from`);
  return heads.map((head, i) => {
    const text = file.slice(head.index + head[0].length, heads[i + 1]?.index);
    return [head[1] ?? '', text.replace(/\n$/, '')];
  });
}

function checkText(name: string, text: string, known: ReadonlyMap<string, string>, where: string): void {
  const own = known.get(name);
  if (own === undefined)
    throw new InputError(`${where}: there is no text "${name}" in this prompt; there are: ${[...known.keys()].join(', ')}`);
  const [filled, wanted] = [placeholders(own), placeholders(text)];
  const unknown = [...wanted].find((each) => !filled.has(each));
  if (unknown !== undefined)
    throw new InputError(`${where}: "${name}": ${unknown} is not filled here; there are: ${[...filled].join(', ') || 'none'}`);
  const missing = [...filled].find((each) => !wanted.has(each) && !OPTIONAL.has(each));
  if (missing !== undefined) throw new InputError(`${where}: "${name}": ${missing} is missing`);
}

/** A prompt may do without these. */
const OPTIONAL = new Set(['{least}', '{language}', '{heading}', '{notes}', '{parts}', '{part}']);

function placeholders(text: string): ReadonlySet<string> {
  return new Set(text.match(PLACEHOLDER));
}

function replaced<T extends object>(prompt: T, given: ReadonlyMap<string, string>, group: string): T {
  const entries = Object.entries(prompt).map(([name, value]) => [
    name,
    typeof value === 'string' ? (given.get(group + name) ?? value) : replaced(value, given, `${group}${name}.`),
  ]);
  return Object.fromEntries(entries) as T;
}
