/** What the judge needs from any chat model: one function type. */
import type { Usage } from './usage.ts';

/** What many calls' messages begin with, such as a report: one object for all of them, so that it is made ready for sending once. */
export interface Opening {
  readonly text: string;
}

export interface ModelRequest {
  readonly system: string;
  /** Comes before `user` in the user's message. */
  readonly opening?: Opening | undefined;
  readonly user: string;
  /** JSON schema of the reply. Asked for as the endpoint allows: strict schema, JSON mode, or in words. */
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
}

export interface Completion {
  readonly text: string;
  /** `length`: cut short; `filter`: withheld. */
  readonly finish: 'stop' | 'length' | 'filter';
  /** Undefined when the endpoint did not say. */
  readonly usage: Usage | undefined;
}

/** @throws ModelError */
export type Complete = (request: ModelRequest, signal: AbortSignal) => Promise<Completion>;
