/** A chat model as judges need it: one function type, from a request to its completion. */
import type { Token } from './tokens.ts';
import type { Usage } from './usage.ts';

/** What many calls' messages begin with, such as a report: one object for all of them, so that it is made ready for sending once. */
export interface Opening {
  readonly text: string;
}

export interface ReplySchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Of a request that any text answers. */
export const ANY_TEXT: ReplySchema = { name: 'text', schema: {} };

export interface ModelRequest {
  readonly system: string;
  /** Comes before `user` in the user's message. */
  readonly opening?: Opening | undefined;
  readonly user: string;
  /** JSON schema of the reply. Asked for as the endpoint allows: strict schema, JSON mode, or in words. */
  readonly schema: ReplySchema;
  /** Bound on the reply, thoughts left out. */
  readonly maxTokens?: number;
  /** Wants the tokens of the reply with their probabilities, as far as the endpoint gives them. */
  readonly tokens?: true;
}

export interface Completion {
  readonly text: string;
  /** `length`: cut short; `filter`: withheld. */
  readonly finish: 'stop' | 'length' | 'filter';
  /** Undefined when the endpoint did not say. */
  readonly usage: Usage | undefined;
  /** Tokens of prompt and reply together, where the endpoint tells no more than that. */
  readonly total?: number;
  /** Where the reply stands when `text` is empty: it is not read there, since thoughts and replies cannot be told apart. */
  readonly elsewhere?: 'reasoning_content' | 'tool_calls';
  /** The model that answered, as the endpoint calls it. */
  readonly model?: string;
  /** Of all that was written, where it was wanted and the endpoint gives it. */
  readonly tokens?: readonly Token[];
  /** It thought before it replied. */
  readonly thoughtful?: true;
}

/** One request, one call. @throws ModelError */
export type Complete = (request: ModelRequest, signal: AbortSignal) => Promise<Completion>;
