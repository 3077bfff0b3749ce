/** What the judge needs from any chat model: one function type. */
import type { Usage } from './usage.ts';

export interface ModelRequest {
  readonly system: string;
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
