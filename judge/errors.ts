/**
 * The errors gavel knows, each named after the boundary that a failure crossed.
 *
 * They are caught in two places only: the loop, which stores them as facts, and the CLI, which prints one line.
 */
import type { Usage } from './model/usage.ts';

/** A person's file or words are wrong: exit code 2. The message names file, line and field, and says what to do. */
export class InputError extends Error {
  override name = 'InputError';
}

/**
 * permanent: stop the run; rate: slow down and retry; transient: retry; timeout: slow down and retry a few times; unsupported: ask again
 * at once, for less beside the words, which the endpoint has noted; refused: this request or every one, which a short one tells apart;
 * length: this prompt is too long; rejected: this request alone can never pass.
 */
export type FailureKind = 'permanent' | 'rate' | 'transient' | 'timeout' | 'unsupported' | 'refused' | 'length' | 'rejected';

export interface ModelErrorOptions {
  readonly retryAfterMs?: number;
  readonly sent?: boolean;
  readonly usage?: Usage;
  readonly cause?: unknown;
}

/** A model endpoint failed. `kind` says what to do about it. */
export class ModelError extends Error {
  override name = 'ModelError';
  readonly kind: FailureKind;
  /** What the server asked for in Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** False where the request never left: there was no connection. */
  readonly sent: boolean;
  /** Tokens that the failed call took; undefined where nobody said, and it may be billed. */
  readonly usage: Usage | undefined;

  constructor(kind: FailureKind, message: string, options: ModelErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.sent = options.sent ?? true;
    this.usage = options.usage;
  }
}

/** A judge model's reply is not a complete set of verdicts. Never turned into a label. */
export class VerdictError extends Error {
  override name = 'VerdictError';
}

/** What an attempt of an agent took, as far as it is known. */
export interface Spent {
  readonly usage?: Partial<Usage>;
  /** What the agent itself says. */
  readonly cost?: { readonly amount: number; readonly currency: string; readonly basis: 'measured' | 'estimated' };
  /** The model that was called, for prices. */
  readonly model?: string;
  /** Requests to search services that were paid for, by the service. */
  readonly searches?: Readonly<Record<string, number>>;
}

/** An agent delivered no report. `fault` decides whether the trial is owed again: only when it was not the agent's. */
export class AgentError extends Error {
  override name = 'AgentError';
  readonly fault: 'agent' | 'harness';
  readonly spent: Spent;
  /** The end of what a program wrote on stderr, several lines, without keys. */
  readonly stderr: string | undefined;

  constructor(fault: AgentError['fault'], message: string, options: { cause?: unknown; spent?: Spent; stderr?: string } = {}) {
    super(message, { cause: options.cause });
    this.fault = fault;
    this.spent = options.spent ?? {};
    this.stderr = options.stderr;
  }
}
