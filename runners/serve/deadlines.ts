/** Open: requests that wait for an answer, each with the moment at which one is due; all of them are due at once when the server has to end. */
export interface Deadline {
  /** Resolves when the answer is due. */
  readonly due: Promise<undefined>;
  /** It was answered. */
  end(): void;
}

/** Runs `work` once so many milliseconds are over; returns what calls that off. */
export type After = (ms: number, work: () => void) => () => void;

export class Open {
  readonly #after: After;
  readonly #open = new Set<() => void>();
  #closed = false;
  #begun = 0;
  #empty: (() => void)[] = [];

  constructor(after: After) {
    this.#after = after;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Requests until now, those that are answered among them. */
  get begun(): number {
    return this.#begun;
  }

  /** Whether the server is ending: what is asked now is answered with what is known. */
  get closed(): boolean {
    return this.#closed;
  }

  begin(ms: number): Deadline {
    let due = () => {};
    const promise = new Promise<undefined>((resolve) => {
      due = () => resolve(undefined);
    });
    const callOff = this.#after(ms, due);
    this.#open.add(due);
    this.#begun++;
    return {
      due: promise,
      end: () => {
        callOff();
        this.#open.delete(due);
        if (this.#open.size === 0) for (const resolve of this.#empty.splice(0)) resolve();
      },
    };
  }

  close(): void {
    this.#closed = true;
  }

  /** Every answer is due now. */
  expire(): void {
    for (const due of this.#open) due();
  }

  /** Resolves once nothing is open. */
  async ended(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#empty.push(resolve));
  }
}
