/** Complaints: what is wrong with a file, one complaint a cause however many rows have it, and counts of words for them. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

/** Causes and words that one message names. */
const MOST = 8;

export class Complaints {
  readonly #causes = new Map<string, { readonly where: string; count: number }>();

  /** @param where file and row, of which the first is named */
  add(where: string, cause: string): void {
    const before = this.#causes.get(cause);
    if (before === undefined) this.#causes.set(cause, { where, count: 1 });
    else before.count++;
  }

  /** @throws InputError with every cause */
  throwAny(): void {
    if (this.#causes.size === 0) return;
    const causes = [...this.#causes].slice(0, MOST).map(([cause, { where, count }]) => {
      return `${where}: ${cause}${count > 1 ? ` (${count} times)` : ''}`;
    });
    const more = this.#causes.size - causes.length;
    throw new InputError(`${causes.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
  }
}

/** How often each word stands somewhere. */
export type Counts = Map<string, number>;

export function count(counts: Counts, word: string, by = 1): void {
  counts.set(word, (counts.get(word) ?? 0) + by);
}

/** `Essential (1), Optional (1)` */
export function shownCounts(counts: ReadonlyMap<string, number>): string {
  const words = [...counts].slice(0, MOST).map(([word, n]) => `${printable(word === '' ? 'empty' : word, 40)} (${n})`);
  return `${words.join(', ')}${counts.size > MOST ? ` and ${counts.size - MOST} more words` : ''}`;
}
