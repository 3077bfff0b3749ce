/** Tokens in disjoint buckets, so that each is multiplied by one price. */

export interface Usage {
  /** Fresh input: neither read from nor written to a prompt cache. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  /** Visible output, without reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly toolCalls: number;
}

/** A call that went out. */
export interface MadeCall {
  /** Its tokens, and the name of the model that answered, undefined where the endpoint did not say. */
  readonly usage: Usage | undefined;
  readonly model?: string | undefined;
  /** Until it was answered; undefined where no answer came. */
  readonly seconds?: number | undefined;
}

export const NO_USAGE: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  toolCalls: 0,
};

export function totalTokens(usage: Usage): number {
  return usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens + usage.outputTokens + usage.reasoningTokens;
}
