/** The agent interface: what writes a report for a query, whatever its kind. A failure is thrown as AgentError. */
import type { Spent } from '../../judge/errors.ts';
import type { Live } from './research/journal.ts';
import type { TraceEvent } from './trace.ts';

export interface AgentTask {
  readonly id: string;
  readonly query: string;
  readonly language: string;
}

/** What an agent itself says that a report cost. */
export type Cost = NonNullable<Spent['cost']>;

export interface AgentReply extends Spent {
  readonly report: string;
  /** Seconds the agent says it took; the loop's own clock is used where absent. */
  readonly seconds?: number;
  /** A limit of turns, tokens, time or money ended the attempt; the report stands. */
  readonly atLimit?: boolean;
  /** What is odd about the report, as in `truncated`. */
  readonly notes?: readonly string[];
  /** What the agent recorded of its steps. */
  readonly trace?: readonly TraceEvent[];
}

/**
 * Resolves to undefined when the report does not exist yet and cannot be made now: the trial stays owed.
 * @param signal breaks the attempt off
 * @param stopping once aborted, what is in flight may finish, and no further try of it starts
 * @param live where an agent that works in steps leaves them, and finds those of an attempt that was broken off
 * @throws AgentError, the reason of the signal that ended it, or what every further attempt would meet
 */
type Attempt = (
  task: AgentTask,
  repeat: number,
  signal: AbortSignal,
  stopping: AbortSignal,
  live?: Live,
) => Promise<AgentReply | undefined>;

export interface Most {
  /** Of the model. */
  readonly calls: number;
  /** Undefined where nothing bounds it. */
  readonly cost?: { readonly amount: number; readonly currency: string };
}

export interface Agent {
  readonly name: string;
  /** What makes two agents of the same name the same agent; hashed into the identity of its trials. No keys, no paths. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Which checkpoint of which model under training it is; no part of its identity. */
  readonly checkpoint?: { readonly series: string; readonly step: number };
  /** Of its model and its search, whatever their variables are called: no store may hold them. */
  readonly keys?: readonly string[];
  /** Attempts at once. */
  readonly concurrency: number;
  /** True where attempting again only reads a file: it is read at every run, and what has changed is another trial. */
  readonly rereads?: boolean;
  /** False where an attempt would find no report to read, as far as can be told without reading. */
  readonly has?: (task: string, repeat: number) => boolean;
  /** Looks for what every attempt will need, before anything is paid for. @throws InputError */
  readonly check?: () => Promise<void>;
  readonly attempt: Attempt;
  /** The most that one attempt takes, as far as it is bounded. */
  readonly most?: Most;
  /** It looks between its steps whether a person wants the attempt to end, and then ends with what it has. */
  readonly endsItself?: boolean;
  /** Once no further attempt is made. */
  readonly close?: () => Promise<void>;
}
