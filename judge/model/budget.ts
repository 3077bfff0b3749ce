/** A budget as one call of a model meets it: room is reserved before the call goes out, and settled once it is known what became of it. */
import type { Usage } from './usage.ts';

/** The most that a call may take, as far as it can be told beforehand. Estimated tokens. */
export interface Estimate {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Room for one call. One of the three is said of it, once. */
export interface Reservation {
  /** It was answered or refused. Undefined where the endpoint does not say what it took. */
  settle(usage: Usage | undefined): void;
  /** It went out and nothing came back, as when time was up: what it took is not known, and may be billed. */
  lost(): void;
  /** It never went out. */
  release(): void;
}

export interface Budget {
  /** Undefined where no further call may go out. */
  reserve(estimate: Estimate): Reservation | undefined;
}
