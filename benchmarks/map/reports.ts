/** Reports: reports as lines of their own; an empty one is a failed attempt. */
import type { Complaints } from './complaints.ts';
import type { Fields } from './fields.ts';
import type { FieldRecord } from './records.ts';
import { textOf } from './texts.ts';
import { attemptOf, type Line } from './verdicts.ts';

export class Reports {
  readonly #fields: Fields;
  readonly #complaints: Complaints;
  readonly #lines = new Map<string, Line>();

  constructor(fields: Fields, complaints: Complaints) {
    this.#fields = fields;
    this.#complaints = complaints;
  }

  add(task: string, { where, get }: FieldRecord): void {
    const raw = get('report');
    const text = raw === null ? '' : textOf(raw);
    if (text === undefined) return this.#complaints.add(where, 'report: expected text');
    const attempt = attemptOf(this.#fields, where, get, this.#complaints);
    const key = JSON.stringify([task, attempt.agent, attempt.repeat]);
    const line = { task, ...attempt, ...(text.trim() === '' ? { status: 'failed', error: 'empty' } : { report: text }) };
    const before = this.#lines.get(key);
    // Each label on a report names it again.
    if (before !== undefined && (before.report ?? '') !== (text.trim() === '' ? '' : text))
      this.#complaints.add(where, 'a second report of one agent on one task: map repeat');
    this.#lines.set(key, line);
  }

  finish(): Line[] {
    return [...this.#lines.values()];
  }
}
