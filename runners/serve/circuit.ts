/** Circuit: what keeps a server from asking a judge that refuses everything, and looks again after a while, longer every time. */
import type { Stop } from '../judging/stop.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

export interface CircuitDeps {
  readonly stop: Stop;
  /** Runs `work` once so many milliseconds are over. */
  readonly after: (ms: number, work: () => void) => void;
  readonly onChange?: (failure: Error | undefined) => void;
}

export class Circuit {
  readonly #deps: CircuitDeps;
  #failure: Error | undefined;
  #breaks = 0;
  #waiting: (() => void)[] = [];

  constructor(deps: CircuitDeps) {
    this.#deps = deps;
  }

  /** What broke it; undefined while it is whole. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Every further call would fail alike: nothing is asked for a while. */
  break(failure: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    const { stop, after, onChange } = this.#deps;
    stop.halt(failure);
    onChange?.(failure);
    after(Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#breaks++), () => this.#mend());
  }

  /** The judge has answered. */
  worked(): void {
    this.#breaks = 0;
  }

  /** Resolves at once while it is whole, else when it is tried again. */
  async whole(): Promise<void> {
    while (this.#failure !== undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #mend(): void {
    this.#failure = undefined;
    this.#deps.stop.resume();
    this.#deps.onChange?.(undefined);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
