/** Usage as agents give it: tokens and tool calls, checked. */
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** Many languages write an absent value as null. */
export const withoutNulls = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
    : value;

/** Tokens in disjoint buckets. */
export const usageSchema = z.preprocess(
  withoutNulls,
  z.strictObject({
    inputTokens: count.exactOptional(),
    cachedInputTokens: count.exactOptional(),
    cacheWriteTokens: count.exactOptional(),
    outputTokens: count.exactOptional(),
    reasoningTokens: count.exactOptional(),
    toolCalls: count.exactOptional(),
  }),
);
