/** Fields of a judge's answer that say nothing against its label: read where they can mean one thing only, else absent, and bounded. */
import { VerdictError } from '../errors.ts';

/** Longest reason and quote kept, in characters, and most quotes: replies are untrusted and go to the store. */
const LONGEST_REASON = 4_000;
const LONGEST_QUOTE = 2_000;
const MOST_QUOTES = 10;

const REASONS = ['reason', 'explanation', 'rationale', 'reasoning', 'justification'];

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const PLAIN = /^[a-z]+$/;

/** Case, blanks, `_` and `-` tell no words apart. */
export function folded(word: string): string {
  if (PLAIN.test(word)) return word;
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

/** The field of that name, however it is written. @throws VerdictError where two names are the same */
export function field(fields: Fields, name: string): unknown {
  const wanted = folded(name);
  const names = Object.keys(fields).filter((each) => folded(each) === wanted);
  if (names.length > 1) throw new VerdictError(`"${name}" stands twice in the JSON object of the reply`);
  const [only] = names;
  return only === undefined ? undefined : fields[only];
}

export function hasField(value: unknown, name: string): boolean {
  return isFields(value) && Object.keys(value).some((each) => folded(each) === folded(name));
}

export function keptReason(fields: Fields): string {
  const given = REASONS.map((name) => field(fields, name)).find((value) => typeof value === 'string');
  return typeof given === 'string' ? given.slice(0, LONGEST_REASON) : '';
}

/** Texts of a list, of a list of objects that hold one each, or one text alone. */
export function keptQuotes(given: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list
    .map((each) => (isFields(each) ? (field(each, 'text') ?? field(each, 'quote')) : each))
    .filter((each) => typeof each === 'string')
    .map((each) => each.slice(0, LONGEST_QUOTE))
    .filter((each) => each.trim() !== '')
    .slice(0, MOST_QUOTES);
}

/** In [0, 1], of a number, a text that is one, or a percentage; what could be on another scale, as 5 of 10, is absent. */
export function confidenceOf(given: unknown): number | undefined {
  const value = numberOf(typeof given === 'string' ? given.replace(/%\s*$/, '') : given);
  if (value === undefined || value < 0) return undefined;
  const percent = (typeof given === 'string' && given.includes('%')) || value > 10;
  const share = percent ? value / 100 : value;
  return share <= 1 ? share : undefined;
}

export function numberOf(given: unknown): number | undefined {
  const value = typeof given === 'string' && /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(given) ? Number(given) : given;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Names under which models put an answer into one object more. */
const WRAPS = new Set([
  'verdict',
  'verdicts',
  'comparison',
  'result',
  'results',
  'answer',
  'output',
  'response',
  'evaluation',
  'judgment',
  'judgement',
]);

/** What a list of one, or an object around one, holds. */
export function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? unwrapped(value[0]) : value;
  if (!isFields(value)) return value;
  const names = Object.keys(value).filter((name) => WRAPS.has(folded(name)));
  const [only] = names;
  const inner = only === undefined || names.length > 1 ? undefined : value[only];
  return typeof inner === 'object' && inner !== null ? unwrapped(inner) : value;
}
