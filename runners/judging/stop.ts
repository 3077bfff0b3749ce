/** The stop of a run: nothing new starts, or what is in flight is broken off too; and the failure that ended it, if one did. */
import { setMaxListeners } from 'node:events';
import { Stopped } from '../../judge/model/ask.ts';
import { sleep } from './sleep.ts';

export class Stop {
  #stop = new AbortController();
  readonly #abort = new AbortController();
  /** The first failure that ended the run: a wrong key, a full disk. */
  failure: unknown;

  constructor() {
    // Every call in flight listens, and every wait for a retry.
    setMaxListeners(0, this.#stop.signal, this.#abort.signal);
  }

  /** Aborted once nothing new is to start. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted once what is in flight is to be broken off too. */
  get aborting(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends the run: what is in flight finishes, nothing new starts. */
  stop(): void {
    this.#stop.abort(new Stopped('stopped'));
  }

  /** Breaks off what is in flight. */
  abort(): void {
    this.stop();
    this.#abort.abort(new Stopped('broken off'));
  }

  /** Ends the run for a failure that every further call would meet. */
  halt(error: unknown): void {
    this.failure ??= error;
    this.stop();
  }

  /** Lets work start again after a failure that may have passed; what was stopped stays so. */
  resume(): void {
    if (this.#abort.signal.aborted) return;
    this.failure = undefined;
    this.#stop = new AbortController();
    setMaxListeners(0, this.#stop.signal);
  }

  /** Waits; rejects as soon as the run is to end, since what waits is not in flight. */
  sleep(ms: number): Promise<void> {
    return sleep(ms, this.stopping);
  }
}
