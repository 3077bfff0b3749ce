/** A complaint of a server, in whatever shape: its words, how long it asks to be left alone, and the numbers that it names. */
import { excerpt, scrub } from './excerpt.ts';

const LONGEST_COMPLAINT = 2_000;
const TELLING = [
  'message',
  'msg',
  'error',
  'errors',
  'detail',
  'details',
  'loc',
  'param',
  'raw',
  'metadata',
  'reason',
  'base_resp',
  'status_msg',
];
const CODES = ['code', 'type', 'status', 'error_type'];
const DEEPEST = 5;

/**
 * What an error body complains of: its message, code and field, in the spellings of many servers. Not the rest: some echo the whole
 * request, and a word in a report is no complaint.
 */
export function complaint(body: string): string {
  return words(body, [...TELLING, ...CODES]);
}

/** Numbers in what a server says, codes left out: a limit that it names is among them. */
export function numbersIn(body: string): number[] {
  const text = words(body, [...TELLING, 'n_ctx']);
  return [...text.matchAll(/\d[\d,_]*/g)].map(([digits]) => Number(digits.replace(/[,_]/g, ''))).filter(Number.isSafeInteger);
}

function words(body: string, keys: readonly string[]): string {
  const value = parsed(body);
  const found = value === undefined ? '' : wordsOf(value, keys, 0).join(' ');
  return (found === '' ? body : found).slice(0, LONGEST_COMPLAINT);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown, keys: readonly string[], depth: number): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item) => wordsOf(item, keys, depth + 1));
  return keys.flatMap((key) => wordsOf((value as Record<string, unknown>)[key], keys, depth + 1));
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, second: 1_000, m: 60_000, min: 60_000, minute: 60_000 };

/** Milliseconds that the body asks to wait, as `estimated_time`, `retryDelay` or in words; undefined where it does not. */
export function waitIn(body: string): number | undefined {
  const [, seconds] = /"(?:estimated_time|retry_after|retryDelay)"\s*:\s*"?(\d+(?:\.\d+)?)/.exec(body.slice(0, LONGEST_COMPLAINT)) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1_000;
  const [, amount, unit = 's'] =
    /\b(?:again|retry|wait)\s+(?:in|after|for)?\s*(\d+(?:\.\d+)?)\s*(ms|s|sec|seconds?|m|min|minutes?)\b/i.exec(complaint(body)) ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit.toLowerCase().replace(/(?<=\w{3})s$/, '')] ?? 1_000);
}

/** A bounded line of what a server said, fit to be shown. */
export function quoted(text: string, secrets: readonly string[]): string {
  return excerpt(scrub(text, secrets));
}
