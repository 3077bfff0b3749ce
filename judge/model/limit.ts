/**
 * The limit on how many model calls are open at once: a first-in first-out gate that finds its width.
 *
 * It starts low and grows fourfold, nearer to the deadline twofold, as long as answers take no longer than before; where the endpoint says 429 or does not answer in time it
 * shrinks by the share that was refused, and then grows by a tenth. A few stray refusals (under one in ten) so leave it at its maximum;
 * an endpoint that takes only n at once settles it a little above n. While nothing is answered at all the gate is held shut, and one
 * call at a time looks whether that has passed.
 */
const GROWTH = 0.1;
/** Answers that a look at how long they take needs. */
const FEWEST_TIMED = 8;
/** Times as long as in the best window before: still flat, and still worth a small step. */
const FLAT = 1.5;
const SLOWER = 2.5;
/** Answers that failed in a row, besides all that were open, before the gate is held. */
const FEWEST_FAILED = 3;

/** The same, before the endpoint is said to fail: a few in a row are chance. */
const FAILING = 8;

const FIRST_HOLD_MS = 500;
const LONGEST_HOLD_MS = 8_000;

/** What became of a call: `refused` for now, by the endpoint or by time. */
export type Outcome = 'answered' | 'refused' | 'failed';

export interface LimitOptions {
  /** Calls at once to begin with; the maximum where absent. */
  readonly start?: number;
  /** After how long a call is given up: nothing is widened towards it. */
  readonly deadlineMs?: number;
}

/** What paces whoever hands out work. */
export interface Pace {
  /** Resolves when there is room for more work: fewer calls wait than may be open. */
  room(): Promise<void>;
  /** Calls of late brought no answer. */
  readonly isFailing?: boolean;
  /** Changes it while work goes on; absent where nobody can. */
  steer?(how: Steering): void;
}

/** How work is paced from here on; what is not named stays. */
export interface Steering {
  /** Calls at once, at the most. */
  readonly most?: number | undefined;
  /** While true no further call begins. */
  readonly paused?: boolean | undefined;
}

/** The pace of work that each of them has a share in: there is room where all have it. */
export function slowest(paces: readonly Pace[]): Pace {
  return {
    room: async () => {
      for (const pace of paces) await pace.room();
    },
    get isFailing() {
      return paces.some((pace) => pace.isFailing === true);
    },
    steer: (how) => {
      for (const pace of paces) pace.steer?.(how);
    },
  };
}

export class Limit implements Pace {
  #max: number;
  readonly #deadlineMs: number;
  #limit: number;
  /** Still finding its width: nothing was refused yet. */
  #rising: boolean;
  #active = 0;
  #answered = 0;
  #refused = 0;
  #timed = 0;
  #totalMs = 0;
  #bestMs = Number.POSITIVE_INFINITY;
  /** Calls in a row that brought no answer. */
  #failures = 0;
  #held = false;
  #paused = false;
  #holds = 0;
  /** Milliseconds that the gate was held since the last answer. */
  heldMs = 0;
  #queue: (() => void)[] = [];
  #head = 0;
  #wakers: (() => void)[] = [];

  constructor(max: number, { start = max, deadlineMs = Number.POSITIVE_INFINITY }: LimitOptions = {}) {
    if (!Number.isInteger(max) || max < 1) throw new RangeError(`concurrency is a whole number from 1, not ${max}`);
    this.#max = max;
    this.#limit = Math.min(start, max);
    this.#rising = this.#limit < max;
    this.#deadlineMs = deadlineMs;
  }

  /** Calls allowed at once right now. */
  get current(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Nothing was answered since as many calls as may be open, and then some. */
  get isDown(): boolean {
    return this.#failures >= this.current + FEWEST_FAILED;
  }

  get isFailing(): boolean {
    return this.#failures >= FAILING;
  }

  /** Runs `call` when a place is free. The place is kept until its promise settles. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#active >= this.#open) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#active++;
    try {
      return await call();
    } finally {
      this.#active--;
      this.#admit();
    }
  }

  /** Tells the limit what became of one call. @param ms how long its answer took, where that says something of the endpoint */
  ended(outcome: Outcome, ms?: number): void {
    if (outcome === 'answered') [this.#failures, this.#holds, this.heldMs] = [0, 0, 0];
    else this.#failures++;
    this.#answered++;
    if (outcome === 'refused') this.#refused++;
    if (ms !== undefined) {
      this.#timed++;
      this.#totalMs += ms;
    }
    if (this.#refused > 0) this.#rising = false;
    if (this.#answered < (this.#rising ? Math.max(this.current, FEWEST_TIMED) : this.current)) return;
    this.#limit = Math.min(this.#max, Math.max(1, this.#rising ? this.#risen() : this.#narrowed()));
    this.#answered = this.#refused = this.#timed = this.#totalMs = 0;
    this.#admit();
  }

  /** More at once are found out as at first; fewer hold from the next call on. */
  steer({ most = this.#max, paused = this.#paused }: Steering): void {
    if (most > this.#max) this.#rising = true;
    this.#max = most;
    this.#limit = Math.min(this.#limit, most);
    this.#paused = paused;
    this.#admit();
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** How long to hold the gate next: at least so long, and longer every time. */
  nextHoldMs(ms: number): number {
    return Math.max(ms, Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** this.#holds));
  }

  /** Admits nothing until the promise settles, which then is one call's turn to see whether the endpoint answers again. */
  async hold(until: Promise<void>, ms: number): Promise<void> {
    this.#held = true;
    this.#holds++;
    this.heldMs += ms;
    try {
      await until;
    } finally {
      this.#held = false;
      this.#admit();
    }
  }

  async room(): Promise<void> {
    while (this.#waiting >= this.current) await new Promise<void>((resolve) => this.#wakers.push(resolve));
  }

  get #open(): number {
    if (this.#held || this.#paused) return 0;
    return this.isDown ? 1 : this.current;
  }

  #narrowed(): number {
    return this.#limit * (1 - this.#refused / this.#answered) + Math.max(1, this.#limit * GROWTH);
  }

  #risen(): number {
    if (this.#timed === 0) return this.#limit * 2;
    const mean = this.#totalMs / this.#timed;
    this.#bestMs = Math.min(this.#bestMs, mean);
    const slower = mean / this.#bestMs;
    // So many times as many at once take at most so many times as long.
    if (mean * 4 > this.#deadlineMs) return slower <= FLAT ? this.#limit * 1.5 : this.#limit;
    if (slower <= FLAT) return this.#limit * (mean * 16 > this.#deadlineMs ? 2 : 4);
    return slower <= SLOWER ? this.#limit + Math.max(1, this.#limit * GROWTH) : this.#limit;
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #admit(): void {
    while (this.#active < this.#open && this.#waiting > 0) {
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
