/** Pace: turns at so many a second, for all that ask one service together; and rests that the service asks for. */

export class Pace {
  readonly #everyMs: number;
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly #now: () => number;
  #next = 0;
  #restUntil = 0;

  constructor(perSecond: number, sleep: (ms: number, signal: AbortSignal) => Promise<void>, now: () => number = () => performance.now()) {
    this.#everyMs = 1000 / perSecond;
    this.#sleep = sleep;
    this.#now = now;
  }

  /** Resolves when it is the caller's turn. @throws the signal's reason */
  async turn(signal: AbortSignal): Promise<void> {
    const at = Math.max(this.#now(), this.#next);
    this.#next = at + this.#everyMs;
    const wait = at - this.#now();
    if (wait > 0) await this.#sleep(wait, signal);
    // Asked for while this one waited.
    const rest = this.#restUntil - this.#now();
    if (rest > 0) await this.#sleep(rest, signal);
  }

  /** Nobody's turn comes before so many milliseconds are over. */
  rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.#now() + ms);
  }
}
