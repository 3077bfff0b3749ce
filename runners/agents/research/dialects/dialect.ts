/** Dialect: how an endpoint spells a conversation with tools, and its answer. */
import type { ModelReply, TalkRequest } from '../conversation.ts';

/** What was learnt of an endpoint from its refusals. */
export interface Habits {
  /** What the bound on an answer is called. */
  bound: 'max_tokens' | 'max_completion_tokens' | 'none';
  /** Whether calls are asked for in words, since it takes no `tools`. */
  tools: 'native' | 'words';
  /** Whether the thoughts of a turn are sent back with it. */
  thoughts: boolean;
  temperature: boolean;
}

export interface Dialect {
  /** Behind the base URL. */
  readonly path: string;
  body(request: TalkRequest, habits: Habits): Record<string, unknown>;
  /** @param known names of tools, for calls that stand in the text; @returns undefined where the body is no answer */
  read(body: unknown, known: ReadonlySet<string>): ModelReply | undefined;
}
