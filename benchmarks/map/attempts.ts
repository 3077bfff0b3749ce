/** Attempts: who wrote a report and which attempt at its task it was, as the file says or as its rows are counted. */
import { printable } from '../files/check.ts';
import type { Complaints } from './complaints.ts';
import { NUMBER } from './field.ts';
import type { Fields } from './fields.ts';
import type { FieldRecord } from './records.ts';
import { textOf } from './texts.ts';

export interface Attempt {
  readonly agent?: string;
  readonly repeat?: number;
}

export class Attempts {
  readonly #fields: Fields;
  readonly #complaints: Complaints;
  /** Of each agent on each task, the number of the row of each of its attempts. */
  readonly #rows = new Map<string, number[]>();

  constructor(fields: Fields, complaints: Complaints) {
    this.#fields = fields;
    this.#complaints = complaints;
  }

  of(task: string, { where, get }: FieldRecord): Attempt {
    const agent = textOf(get('agent'))?.trim();
    if (this.#fields.agent !== undefined && !agent) this.#complaints.add(where, 'agent: missing');
    const raw = get('repeat');
    const counted = this.#fields.repeat?.text === NUMBER;
    const repeat = counted ? this.#count(JSON.stringify([task, agent]), Number(raw)) : wholeOf(raw, 'repeat', where, this.#complaints);
    return { ...(agent && { agent }), ...(repeat && { repeat }) };
  }

  /** What stands in one row is of one attempt. */
  #count(key: string, row: number): number {
    const rows = this.#rows.get(key) ?? [];
    this.#rows.set(key, rows);
    if (rows.at(-1) !== row) rows.push(row);
    return rows.length;
  }
}

/** Undefined where nothing stands, and where something else does, which is a complaint. */
export function wholeOf(raw: unknown, name: string, where: string, complaints: Complaints): number | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined;
  const value = Number(raw);
  if (Number.isInteger(value) && value > 0) return value;
  complaints.add(where, `${name}: expected a whole number from 1, got "${printable(String(raw), 40)}"`);
  return undefined;
}
