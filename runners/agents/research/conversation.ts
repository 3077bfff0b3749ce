/** A conversation between a model and its tools, as the loop keeps it, whatever an endpoint calls its parts. */
import type { Usage } from '../../../judge/model/usage.ts';

export interface ToolCall {
  /** As the model gave it, else made up: an answer is told by it. */
  readonly id: string;
  readonly name: string;
  /** As it came: mostly JSON. */
  readonly input: string;
}

export interface ModelReply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** Whether the calls stood in the text, so that their results go back as words too. */
  readonly inText: boolean;
  readonly finish: 'stop' | 'length' | 'filter';
  /** Undefined where the endpoint did not say. */
  readonly usage?: Partial<Usage> | undefined;
  /** The provider's own message, sent back as it was received. */
  readonly raw: unknown;
}

export interface ToolResult {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** One request and what came of it. A reply and the results of its calls go together: one without the other is refused by endpoints. */
export type Turn =
  | { readonly kind: 'user'; readonly text: string }
  | { readonly kind: 'turn'; readonly reply: ModelReply; readonly results: readonly ToolResult[] };

/** A tool as a model is told of it. */
export interface ToolWords {
  readonly name: string;
  readonly about: string;
  /** Arguments of a call of it. */
  readonly example: Readonly<Record<string, unknown>>;
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface TalkRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** None where the model is to write. */
  readonly tools: readonly ToolWords[];
  readonly maxTokens: number;
}

/** The provider's message with its words alone, without its calls. */
export function bareMessage({ raw, text }: ModelReply): unknown {
  return Array.isArray(raw)
    ? [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }]
    : { role: 'assistant', content: text };
}
