/** Columns of a line in a table: what each holds, as the schema of the line has it. */
import { z } from 'zod';

export interface Column {
  readonly name: string;
  /** JSON: a list, an object, or anything. */
  readonly holds: 'text' | 'integer' | 'number' | 'boolean' | 'json';
}

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
}

export function columnsOf(line: z.ZodObject): Column[] {
  const { properties = {} } = z.toJSONSchema(line, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, field]) => ({ name, holds: holdsOf(field as FieldSchema) }));
}

/** Of what may be several things the first counts that a cell can hold as it is: ids are text, though some files write numbers. */
function holdsOf({ type, enum: values, const: only, anyOf }: FieldSchema): Column['holds'] {
  if (anyOf !== undefined) return anyOf.map(holdsOf).find((one) => one !== 'json') ?? 'json';
  const kind = type ?? typeof (values?.[0] ?? only);
  if (kind === 'string') return 'text';
  return kind === 'integer' || kind === 'number' || kind === 'boolean' ? kind : 'json';
}
