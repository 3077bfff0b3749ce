/**
 * What a judge model replies, and reading it.
 *
 * A reply must hold every criterion asked for exactly once, with a label from the menu; anything else is a VerdictError. The last
 * object of the text that answers at all is taken, so that drafts before it and words around it do no harm; where it is not valid, no
 * draft stands in for it. Objects inside another or inside its strings are no answers, whether or not the outer one can be read: a
 * report may hold a verdict for the judge to quote.
 */
import { z } from 'zod';
import { VerdictError } from '../errors.ts';
import { excerpt } from '../model/excerpt.ts';
import type { Label } from './verdict.ts';

export type Sign = 'positive' | 'negative';
export type LabelCount = 2 | 3;

/** Words on the menu for each sign: judges read "present" and "absent" of a flaw better than "satisfied". */
export const MENUS: Record<Sign, Record<LabelCount, Readonly<Record<string, Label>>>> = {
  positive: {
    3: { satisfied: 'satisfied', partial: 'partial', unsatisfied: 'unsatisfied' },
    2: { satisfied: 'satisfied', unsatisfied: 'unsatisfied' },
  },
  negative: {
    3: { present: 'satisfied', partial: 'partial', absent: 'unsatisfied' },
    2: { present: 'satisfied', absent: 'unsatisfied' },
  },
};

export interface ParsedVerdict {
  readonly label: Label;
  readonly reason: string;
  readonly quotes: readonly string[];
  readonly confidence: number;
}

/** Longest reason and quote kept, in characters, and most quotes: replies are untrusted and go to the store. */
const LONGEST_REASON = 4_000;
const LONGEST_QUOTE = 2_000;
const MOST_QUOTES = 10;

export function keptReason(reason: string): string {
  return reason.slice(0, LONGEST_REASON);
}

export function keptQuotes(quotes: readonly string[]): string[] {
  return quotes.slice(0, MOST_QUOTES).map((quote) => quote.slice(0, LONGEST_QUOTE));
}

export interface ReplyFormat<T> {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** @throws VerdictError */
  readonly parse: (text: string) => T;
}

/** The format of verdicts on criteria `1..count`: one flat object for one criterion, a list of them for several. */
export const verdictFormat = cached((sign: Sign, labels: LabelCount, count: number): ReplyFormat<ParsedVerdict[]> => {
  const menu = MENUS[sign][labels];
  const words = Object.keys(menu) as [string, ...string[]];
  const one = { reason: z.string(), quotes: z.array(z.string()), label: z.enum(words), confidence: z.number() };
  const read = (verdict: z.infer<z.ZodObject<typeof one>>): ParsedVerdict => ({
    label: labelOf(menu, verdict.label),
    reason: keptReason(verdict.reason),
    quotes: keptQuotes(verdict.quotes),
    confidence: inUnit(verdict.confidence),
  });
  if (count === 1) {
    const schema = z.strictObject(one);
    return formatOf('verdict', schema, (text) => [read(lastObject(text, schema))]);
  }
  const ids = Array.from({ length: count }, (_, i) => String(i + 1)) as [string, ...string[]];
  const schema = z.strictObject({ verdicts: z.array(z.strictObject({ id: z.enum(ids), ...one })) });
  return formatOf('verdicts', schema, (text) => byId(lastObject(text, schema).verdicts, ids).map(read));
});

export interface Evidence {
  readonly note: string;
  readonly passages: readonly string[];
}

/** The format of evidence gathered from one part of a long report. */
export const evidenceFormat = cached((count: number): ReplyFormat<Evidence[]> => {
  const ids = Array.from({ length: count }, (_, i) => String(i + 1)) as [string, ...string[]];
  const item = z.strictObject({ id: z.enum(ids), note: z.string(), passages: z.array(z.string()) });
  const schema = z.strictObject({ evidence: z.array(item) });
  return formatOf('evidence', schema, (text) =>
    byId(lastObject(text, schema).evidence, ids).map(({ note, passages }) => ({
      note: keptReason(note),
      passages: keptQuotes(passages),
    })),
  );
});

export function formatOf<T>(name: string, schema: z.ZodType, parse: (text: string) => T): ReplyFormat<T> {
  return { name, schema: z.toJSONSchema(schema), parse };
}

function byId<T extends { id: string }>(items: readonly T[], ids: readonly string[]): T[] {
  const found = new Map(items.map((item) => [item.id, item]));
  if (items.length !== ids.length || found.size !== ids.length) {
    throw new VerdictError(
      `expected each of ${ids.length} criteria once, got ${
        items
          .map((item) => item.id)
          .join(', ')
          .slice(0, 200) || 'none'
      }`,
    );
  }
  return ids.map((id) => found.get(id) as T);
}

function labelOf(menu: Readonly<Record<string, Label>>, word: string): Label {
  const label = menu[word];
  if (label === undefined) throw new VerdictError(`label "${word.slice(0, 40)}" is not on the menu`);
  return label;
}

/** @throws VerdictError where it is not from 0 to 1 */
export function inUnit(confidence: number): number {
  if (confidence >= 0 && confidence <= 1) return confidence;
  throw new VerdictError(`confidence is from 0 to 1, got ${confidence}`);
}

/** Space between a brace and the first name, at most. */
const LONGEST_GAP = 200;
/** Characters looked at for objects, counted again for every place where one may start: a reply that takes more is no verdict. */
const MOST_LOOKING = 16 * 1024 * 1024;

/** The last object that answers, which is to say that it has a field of the schema; the others are passed over. */
export function lastObject<S extends z.ZodObject>(text: string, schema: S): z.infer<S> {
  const fields = Object.keys(schema.shape);
  const answer = objectsOf(text).findLast((object) => object === BROKEN || fields.some((field) => Object.hasOwn(object, field)));
  if (answer === BROKEN) throw new VerdictError(`the last JSON object of the reply is broken (${beginning(text)})`);
  if (answer === undefined) throw new VerdictError(`no JSON object with ${fields.join(', ')} in the reply (${beginning(text)})`);
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new VerdictError(`${issue?.path.join('.') || 'reply'}: ${issue?.message} (${beginning(text)})`);
}

/** In place of an object that was begun and cannot be read. */
const BROKEN: object = {};

/** The outermost objects of the text, in order. A brace that no name follows is prose. */
function objectsOf(text: string): object[] {
  const whole = parse(text);
  if (whole !== undefined) return [whole];
  const objects: object[] = [];
  let looked = 0;
  for (let start = text.indexOf('{'); start >= 0; ) {
    const end = objectEnd(text, start);
    looked += (end ?? text.length) - start;
    if (looked > MOST_LOOKING) throw new VerdictError(`too many braces in the reply (${beginning(text)})`);
    const object = end === undefined ? undefined : parse(text.slice(start, end));
    const begun = object !== undefined || /^\{\s*"/.test(text.slice(start, start + LONGEST_GAP));
    if (begun) objects.push(object ?? BROKEN);
    start = text.indexOf('{', begun ? (end ?? text.length) : start + 1);
  }
  return objects;
}

/** Index after the brace that closes the object opened at `start`, braces inside strings not counted. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function beginning(text: string): string {
  const line = excerpt(text, 80);
  return line === '' ? 'empty reply' : `reply begins "${line}"`;
}

/** Formats are the same for the same arguments, and making a schema costs more than a call. */
function cached<A extends unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = args.join('|');
    const value = made.get(key) ?? make(...args);
    made.set(key, value);
    return value;
  };
}
