/** FairQueue: what waits, first come first served for each client, and clients by turns, so that a large batch holds nobody else up. */
export class FairQueue<T> {
  readonly #clients = new Map<string, { readonly at: number; readonly item: T }[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param at when it came, in milliseconds */
  push(client: string, item: T, at: number): void {
    this.#of(client).push({ at, item });
    this.#size++;
  }

  /** Before all others of this client: what was begun and could not be done. */
  putBack(client: string, item: T, at: number): void {
    this.#of(client).unshift({ at, item });
    this.#size++;
  }

  next(): T | undefined {
    for (const [client, waiting] of this.#clients) {
      this.#clients.delete(client);
      const first = waiting.shift();
      if (waiting.length > 0) this.#clients.set(client, waiting);
      if (first === undefined) continue;
      this.#size--;
      return first.item;
    }
    return undefined;
  }

  /** Takes out what `stale` says may go. */
  sweep(stale: (item: T) => boolean): T[] {
    const gone: T[] = [];
    for (const [client, waiting] of this.#clients) {
      const kept = waiting.filter(({ item }) => !stale(item));
      gone.push(...waiting.filter(({ item }) => stale(item)).map(({ item }) => item));
      if (kept.length === 0) this.#clients.delete(client);
      else this.#clients.set(client, kept);
    }
    this.#size -= gone.length;
    return gone;
  }

  /** When the oldest came; undefined where nothing waits. */
  get oldest(): number | undefined {
    let oldest: number | undefined;
    for (const [first] of this.#clients.values()) if (first !== undefined && (oldest === undefined || first.at < oldest)) oldest = first.at;
    return oldest;
  }

  #of(client: string) {
    const waiting = this.#clients.get(client) ?? [];
    if (!this.#clients.has(client)) this.#clients.set(client, waiting);
    return waiting;
  }
}
