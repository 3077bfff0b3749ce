/** ReportFlags: the flags that the texts of answered reports carry, looked for once and kept for whoever asks again. */
import { setImmediate } from 'node:timers/promises';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { type Flag, flagsOf } from '../../judge/flags/flags.ts';
import type { Store } from '../store/store.ts';
import { reportText } from '../store/trials.ts';
import type { Place } from './desk.ts';

const MOST_KEPT = 8192;

export class ReportFlags {
  readonly #store: Store;
  readonly #kept = new Map<string, readonly Flag[]>();
  #before: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** One report after the other, each in a turn of its own: a batch of a thousand takes seconds, in which others are to be answered. */
  of({ key, reportId }: Place, asked: { readonly query: string; readonly rubric: Rubric }): readonly Flag[] | Promise<readonly Flag[]> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const flags = this.#before.then(() => setImmediate()).then(() => this.#look(key, reportId, asked));
    this.#before = flags.catch(() => {});
    return flags;
  }

  #look(key: string, reportId: number, asked: { readonly query: string; readonly rubric: Rubric }): readonly Flag[] {
    const flags = flagsOf({ ...asked, report: reportText(this.#store, reportId) ?? '' });
    this.#kept.set(key, flags);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return flags;
  }
}
