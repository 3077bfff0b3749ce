/** check: outside data through a schema, as a typed value, or an InputError of one line that says where, what was expected and what came. */
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { didYouMean } from './suggest.ts';

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

/** Unknown keys that one message names. */
const MOST_KEYS = 5;
/** Known keys that it names where none is like an unknown one. */
const MOST_KNOWN = 20;
/** Complaints about one value that one message names. */
const MOST_COMPLAINTS = 5;

/** Zod's words for types, in ours. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What does not fit a schema: the message names the first field that is wrong, `complaints` all of them, each a line of its own. */
export class MisfitError extends InputError {
  readonly complaints: readonly string[];

  constructor(message: string, complaints: readonly string[]) {
    super(message);
    this.complaints = complaints;
  }
}

/**
 * @param where what is checked, as in `tasks.jsonl:12` or `sweep.yaml`; it opens the message.
 * @throws MisfitError naming the first field that is wrong.
 */
export function check<T>(schema: z.core.$ZodType<T>, value: unknown, where: string): T {
  const result = z.safeParse(schema, value, { error: expectation });
  if (result.success) return result.data;
  const complaints = result.error.issues.toSorted(misspeltFirst).map((issue) => `${where}: ${problem(issue, value)}`);
  throw new MisfitError(`${complaints[0] ?? `${where}: not as expected`}${rest(complaints, where)}`, complaints);
}

/** What else is wrong, so that one round mends it all. */
function rest([, ...others]: readonly string[], where: string): string {
  const named = others.slice(0, MOST_COMPLAINTS - 1).map((complaint) => `; ${complaint.slice(where.length + 2)}`);
  const more = others.length - named.length;
  return `${named.join('')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** The text on one line, without anything a terminal would obey, cut at `limit` characters. */
export function printable(text: string, limit = 200): string {
  const safe = text.replace(UNSEEN, escapeCharacter);
  return safe.length > limit ? `${safe.slice(0, limit - 1)}…` : safe;
}

/** Control characters, what turns the direction of text, and what nobody sees; joiners, which emoji and some scripts need, stay. */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

function escapeCharacter(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

/** A misspelt key is the cause where the key that it should be is also missing. */
function misspeltFirst(a: Issue, b: Issue): number {
  return Number(b.code === 'unrecognized_keys') - Number(a.code === 'unrecognized_keys');
}

function problem(issue: Issue, value: unknown): string {
  const { path, message } = deepest(issue);
  // Of a key that may not be, the value is no matter, and may be a secret.
  const got = issue.code === 'invalid_key' ? '' : shown(valueAt(value, path), message);
  return `${path.length > 0 ? `${field(path)}: ` : ''}${message}${got}`;
}

/** Of the branches of a union, the one that the value fits furthest is the one that was meant. */
function deepest(issue: Issue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code === 'invalid_key') return { path: issue.path, message: `expected ${issue.issues[0]?.message ?? 'another name'}` };
  if (issue.code !== 'invalid_union') return issue;
  const branches = issue.errors.flatMap((errors) => errors.slice(0, 1).map(deepest));
  const furthest = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (furthest === undefined) return issue;
  if (furthest.path.length > 0) return { path: [...issue.path, ...furthest.path], message: furthest.message };
  const choices = new Set(branches.map((branch) => branch.message.replace(/^expected /, '')));
  return { path: issue.path, message: `expected ${[...choices].join(' or ')}` };
}

/** What was expected, for issues to which the schema itself gives no message. */
function expectation(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return `missing, expected ${TYPES[issue.expected] ?? issue.expected}`;
      if (issue.expected === 'number' && typeof issue.input === 'number') return 'expected a finite number';
      return `expected ${TYPES[issue.expected] ?? issue.expected}`;
    }
    case 'invalid_value':
      return `${issue.input === undefined ? 'missing, ' : ''}expected ${oneOf(issue.values, issue.input)}`;
    case 'too_small':
      return `expected ${bound(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least')}`;
    case 'too_big':
      return `expected ${bound(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most')}`;
    case 'unrecognized_keys':
      return unknownKey(issue);
    case 'invalid_format':
      return issue.format === 'date' ? 'expected a date like 2025-12-31' : `expected ${issue.format}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? `expected ${oneOf(issue.options, issue.input)}` : undefined;
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[], input: unknown): string {
  const words = values.map((value) => JSON.stringify(value));
  const hint = typeof input === 'string' ? didYouMean(input, values.map(String)) : '';
  return `${words.length > 1 ? 'one of ' : ''}${words.join(', ')}${hint}`;
}

function bound(origin: string, limit: number, words: string): string {
  if (origin === 'string') return limit === 1 && words === 'at least' ? 'text that is not empty' : `${words} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number of ${words} ${limit}`;
}

function unknownKey(issue: RawIssue): string {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
  const named = keys.slice(0, MOST_KEYS).map((key) => `\`${printable(key, 60)}\`${didYouMean(key, known)}`);
  const there = typeof issue.input === 'object' && issue.input !== null ? Object.keys(issue.input) : [];
  const free = keys.some((key) => didYouMean(key, known) === '') ? known.filter((key) => !there.includes(key)) : [];
  const choices = free.length === 0 ? '' : ` (there are ${free.slice(0, MOST_KNOWN).join(', ')}${free.length > MOST_KNOWN ? ', ...' : ''})`;
  return `unknown key${keys.length > 1 ? 's' : ''} ${named.join(', ')}${keys.length > MOST_KEYS ? ', ...' : ''}${choices}`;
}

/** `rubric[3].weight` */
function field(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) return `${text}[${printable(JSON.stringify(name), 60)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? Reflect.get(at, part) : undefined),
    value,
  );
}

/** `, got "five"`; nothing where the message says it already or the value is missing. */
function shown(value: unknown, message: string): string {
  if (value === undefined || message.startsWith('unknown key')) return '';
  if (typeof value === 'object' && value !== null) return message.startsWith('expected ') ? `, got ${kindOf(value)}` : '';
  const text = typeof value === 'string' ? printable(JSON.stringify(value), 60) : String(value);
  return message.includes(text) ? '' : `, got ${text}`;
}

function kindOf(value: object): string {
  if (!Array.isArray(value)) return 'an object';
  return value.length === 0 ? 'an empty list' : 'a list';
}
