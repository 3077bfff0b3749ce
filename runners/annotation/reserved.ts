/** Reserved: pairs that lie before people just now, so that they are not given to more people than they should be. */

/** Nobody looks at a pair for longer and is still at it. */
const LONGEST_MS = 30 * 60_000;

export class Reserved {
  /** Since when, by person and by key of the pair; a person has one pair before them. */
  readonly #before = new Map<string, { readonly pair: string; readonly since: number }>();

  /** @param now ISO 8601 */
  show(annotator: string, pair: string, now: string): void {
    this.#before.set(annotator, { pair, since: Date.parse(now) });
  }

  release(annotator: string): void {
    this.#before.delete(annotator);
  }

  /** Who has each pair before them. */
  at(now: string): ReadonlyMap<string, ReadonlySet<string>> {
    const busy = new Map<string, Set<string>>();
    for (const [annotator, { pair, since }] of this.#before)
      if (Date.parse(now) - since < LONGEST_MS) busy.set(pair, (busy.get(pair) ?? new Set()).add(annotator));
    return busy;
  }
}
