/** Reports: reports as lines of their own; an empty one, or one whose attempt did not end well, is a failed attempt. */
import { printable } from '../files/check.ts';
import type { Attempts } from './attempts.ts';
import type { Complaints } from './complaints.ts';
import type { Fields } from './fields.ts';
import type { FieldRecord } from './records.ts';
import { spokenText, textOf } from './texts.ts';
import type { Line } from './verdicts.ts';

/** Words for an attempt that ended well; what another word stands beside is no report. */
const DONE = new Set(['done', 'completed', 'complete', 'success', 'succeeded', 'finished', 'ok', 'stop', 'true']);

export class Reports {
  readonly #fields: Fields;
  readonly #attempts: Attempts;
  readonly #complaints: Complaints;
  readonly #lines = new Map<string, Line>();

  constructor(fields: Fields, attempts: Attempts, complaints: Complaints) {
    this.#fields = fields;
    this.#attempts = attempts;
    this.#complaints = complaints;
  }

  add(task: string, record: FieldRecord): void {
    const { where, get } = record;
    const raw = get('report');
    const ended = textOf(get('status'))?.trim() ?? '';
    const isDone = this.#fields.status === undefined || DONE.has(ended.toLowerCase());
    const text = raw === null || !isDone ? '' : spokenText(raw);
    if (text === undefined) return this.#complaints.add(where, 'report: expected text');
    const attempt = this.#attempts.of(task, record);
    const key = JSON.stringify([task, attempt.agent, attempt.repeat]);
    const failed = { status: 'failed', error: isDone ? 'empty' : ended === '' ? 'no status' : printable(ended, 200) };
    const line = { task, ...attempt, ...(text.trim() === '' ? failed : { report: text }) };
    const before = this.#lines.get(key);
    // Each label on a report names it again.
    if (before !== undefined && (before.report ?? '') !== (text.trim() === '' ? '' : text))
      this.#complaints.add(
        where,
        'a second report of one agent on one task: map repeat, which --map repeat=# counts in the order of the file',
      );
    this.#lines.set(key, line);
  }

  finish(): Line[] {
    return [...this.#lines.values()];
  }
}
