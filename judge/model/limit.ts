/**
 * How many model calls are open at once: a first-in first-out gate that narrows when the endpoint says 429 and widens again.
 *
 * Over each window of as many answers as the limit, the limit shrinks by the share that was refused and grows by a tenth. A few
 * stray refusals (under one in ten) so leave it at its maximum; an endpoint that takes only n at once settles it a little above n.
 */
const GROWTH = 0.1;

export class Limit {
  readonly #max: number;
  #limit: number;
  #active = 0;
  #answered = 0;
  #refused = 0;
  #queue: (() => void)[] = [];
  #head = 0;
  #wakers: (() => void)[] = [];

  constructor(max: number) {
    if (!Number.isInteger(max) || max < 1) throw new RangeError(`concurrency is a whole number from 1, not ${max}`);
    this.#max = max;
    this.#limit = max;
  }

  /** Calls allowed at once right now. */
  get current(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Runs `call` when a place is free. The place is kept until its promise settles. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#active >= this.current) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#active++;
    try {
      return await call();
    } finally {
      this.#active--;
      this.#admit();
    }
  }

  /** Tells the limit how the endpoint answered one call. */
  answered(refused: boolean): void {
    this.#answered++;
    if (refused) this.#refused++;
    if (this.#answered < this.current) return;
    const share = this.#refused / this.#answered;
    this.#limit = Math.min(this.#max, Math.max(1, this.#limit * (1 - share) + Math.max(1, this.#limit * GROWTH)));
    this.#answered = 0;
    this.#refused = 0;
    this.#admit();
  }

  /** Resolves when there is room for more work: fewer calls wait than may be open. */
  async room(): Promise<void> {
    while (this.#waiting >= this.current) await new Promise<void>((resolve) => this.#wakers.push(resolve));
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #admit(): void {
    while (this.#active < this.current && this.#waiting > 0) {
      const next = this.#queue[this.#head++];
      if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      this.#active++;
      next?.();
    }
    if (this.#waiting < this.current && this.#wakers.length > 0) for (const wake of this.#wakers.splice(0)) wake();
  }
}
