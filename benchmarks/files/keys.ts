/** keys, keysOf: what is said of a key beside its schema; the check, the option, its help, its default and its row in docs/sweep.md come from both. */
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { check } from './check.ts';

export interface Key {
  /** What it does. Range and default are read from the field. */
  readonly about: string;
  /** How it is typed on the command line, as in `--timeout <seconds>`. */
  readonly flag?: string;
  /** What counts where it is left out and the field has no default. */
  readonly absent?: string;
  /** Of a judge: what everything that talks to an endpoint reads, or only the judging of one report on a rubric. All that judges, where absent. */
  readonly scope?: 'endpoint' | 'rubric';
}

/** Entries by field: `z.number().min(1).default(3).register(keys, {about: '...'})`. */
export const keys = z.registry<Key>();

/** A key as people read it. */
export interface KeyFacts extends Key {
  readonly name: string;
  readonly required: boolean;
  /** Undefined where the field has none. */
  readonly preset: unknown;
  /** What is taken, as in `1 to 50`; empty where the type says all. */
  readonly range: string;
}

/** @throws Error for a field without an entry, which a test of docs/sweep.md meets first */
export function keysOf(schema: z.ZodObject): KeyFacts[] {
  return Object.entries(schema.shape).map(([name, field]) => keyFacts(name, field));
}

function keyFacts(name: string, field: z.core.$ZodType): KeyFacts {
  const entry = keys.get(field);
  if (entry === undefined) throw new Error(`no entry for the key ${name}`);
  const shape = shapeOf(field);
  return { ...entry, name, required: field._zod.optin === undefined, preset: shape.default, range: rangeOf(shape) };
}

type Shape = z.core.JSONSchema.BaseSchema;

function shapeOf(field: z.core.$ZodType): Shape {
  return z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
}

function rangeOf({ const: only, enum: choices, minimum, maximum, exclusiveMinimum: above }: Shape): string {
  if (only !== undefined) return String(only);
  if (choices !== undefined) return choices.join(' or ');
  const [least, most] = [limit(minimum), limit(maximum)];
  if (above !== undefined) return most === undefined ? `more than ${above}` : `more than ${above}, at most ${most}`;
  if (least === undefined) return most === undefined ? '' : `at most ${most}`;
  return most === undefined ? `at least ${least}` : `${least} to ${most}`;
}

/** The ends of what a whole number can be are no limit. */
function limit(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
}

/** True where a key is typed once for each of its entries, as `name: value`. */
export function isRepeated(field: z.core.$ZodType): boolean {
  const { type, additionalProperties: entry } = shapeOf(field);
  return type === 'object' && typeof entry === 'object' && entry.type === 'string';
}

/** What was typed, as the field's own type. @throws InputError with the field's own complaint, opened by `where` */
export function fromText(field: z.core.$ZodType, text: string, where: string): unknown {
  return check(field, isRepeated(field) ? pairOf(text, where) : plainValue(field, text, where), where);
}

/** What stands after the colon may be a key, which no message shows. */
function pairOf(text: string, where: string): Record<string, string> {
  const [, name, value] = /^([^:]*\S)\s*:\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InputError(`${where}: expected text like "name: value"`);
  return { [name.trim()]: value.trim() };
}

function plainValue(field: z.core.$ZodType, text: string, where: string): unknown {
  const { type } = shapeOf(field);
  if (type === 'number' || type === 'integer') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (type !== 'object') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where}: expected JSON, as in '{"seed": 1}' (${(error as Error).message})`, { cause: error });
  }
}
