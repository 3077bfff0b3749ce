/** readArguments: the arguments of a tool's call as models write them, held against the tool's schema; what can mean two things is refused. */
import { z } from 'zod';
import { readJson } from '../../../judge/reading/json.ts';

export type Arguments<T> = { readonly value: T } | { readonly problem: string };

/** Times that a text may hold a text: some models quote their JSON. */
const MOST_QUOTED = 2;
const ROOM = 50_000;

/** @param schema of an object; `problem` names the field that is wrong, and is meant for the model */
export function readArguments<T>(input: string, schema: z.ZodType<T>): Arguments<T> {
  const found = decoded(input);
  const { success, data, error } = schema.safeParse(fitted(found, schema));
  if (success) return { value: data };
  const issue = error.issues[0];
  const field = issue?.path.join('.') || firstField(schema);
  return { problem: `${field}: ${issue?.message ?? 'wrong'}; arguments are one JSON object, as in ${example(schema)}` };
}

/** An object; an empty one where the text is none. A bare text stays one. */
function decoded(input: string): unknown {
  let value: unknown = input.trim();
  for (let quoted = 0; quoted <= MOST_QUOTED && typeof value === 'string'; quoted++) {
    const text: string = value.trim();
    const next = parsed(text);
    if (next === undefined) break;
    value = next;
  }
  if (value === null || value === '') return {};
  return value;
}

function parsed(text: string): unknown {
  for (const spelt of [text, `${text}}`, `${text}]}`, `${text}"}`]) {
    const read = readJson(spelt, 0, { values: ROOM, meant: true });
    if ('value' in read && spelt.slice(read.end).trim() === '') return read.value;
  }
  return undefined;
}

/** The value with what the schema wants in place of what models send for it. */
function fitted(value: unknown, schema: z.ZodType): unknown {
  if (!(schema instanceof z.ZodObject)) return value;
  const fields = schema.shape as Record<string, z.ZodType>;
  const names = Object.keys(fields);
  // A bare text can only be meant for the one field that a call cannot do without.
  if (typeof value === 'string' || Array.isArray(value))
    return names[0] === undefined || value === '{' ? {} : fittedFields({ [names[0]]: value }, fields);
  if (typeof value !== 'object' || value === null) return {};
  return fittedFields(value as Record<string, unknown>, fields);
}

function fittedFields(value: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, z.ZodType>>): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([given, inner]): [string, unknown][] => {
    // One for many: `query` for `queries`.
    const name = given in fields ? given : (Object.keys(fields).find((field) => isOneOf(given, field)) ?? given);
    const field = fields[name];
    if (field === undefined) return [];
    const optional = field instanceof z.ZodOptional || field instanceof z.ZodDefault;
    if (optional && (inner === null || inner === '' || isEmptyObject(inner))) return [];
    return [[name, wanted(inner, field)]];
  });
  return Object.fromEntries(entries);
}

function isOneOf(one: string, many: string): boolean {
  return many === `${one}s` || many === one.replace(/y$/, 'ies');
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function wanted(value: unknown, field: z.ZodType): unknown {
  const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field;
  if (inner instanceof z.ZodArray && typeof value === 'string') {
    const list = /^\s*\[/.test(value) ? parsed(value) : undefined;
    return Array.isArray(list) ? list : [value];
  }
  if (inner instanceof z.ZodNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  return value;
}

function firstField(schema: z.ZodType): string {
  return schema instanceof z.ZodObject ? (Object.keys(schema.shape)[0] ?? 'arguments') : 'arguments';
}

function example(schema: z.ZodType): string {
  const name = firstField(schema);
  const field = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>)[name] : undefined;
  return field instanceof z.ZodArray ? `{"${name}": ["..."]}` : `{"${name}": "..."}`;
}
