/** A chat completion as endpoints send it, its tokens in disjoint buckets. */
import { z } from 'zod';
import type { Usage } from './usage.ts';

const tokens = z.number().int().nonnegative();

const usageSchema = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  total_tokens: tokens.nullish(),
  prompt_tokens_details: z.object({ cached_tokens: tokens.nullish(), cache_creation_tokens: tokens.nullish() }).nullish(),
  /** DeepSeek's and Moonshot's spellings. */
  prompt_cache_hit_tokens: tokens.nullish(),
  cached_tokens: tokens.nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: tokens.nullish() }).nullish(),
});

/** Some gateways send a list of parts, of which those of other kinds, such as thinking, are no reply. */
const contentSchema = z.union([
  z.string(),
  z
    .array(z.object({ type: z.string(), text: z.string().nullish() }))
    .transform((parts) => parts.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('')),
]);

export const chatCompletionSchema = z.object({
  /** That answered, as the endpoint calls it. */
  model: z.string().nullish().catch(undefined),
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: contentSchema.nullish(),
          refusal: z.string().nullish(),
          /** Where servers with a reasoning parser put what they take for thoughts. */
          reasoning_content: z.string().nullish().catch(undefined),
          reasoning: z.string().nullish().catch(undefined),
          tool_calls: z.array(z.unknown()).nullish().catch(undefined),
        }),
        finish_reason: z.string().nullish(),
      }),
    ],
    z.unknown(),
  ),
  // A usage that is not understood is unknown; the answer is paid for and kept.
  usage: usageSchema.transform(disjoint).nullish().catch(undefined),
});

/** Endpoints count cached tokens inside prompt tokens, and most count reasoning inside completion tokens. What they do not say is left out. */
function disjoint(usage: z.infer<typeof usageSchema>): Partial<Usage> {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
  const written = usage.prompt_tokens_details?.cache_creation_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? onlyInTotal(usage);
  const read = Math.min(prompt, cached ?? 0);
  const fresh = Math.max(0, prompt - read - (written ?? 0));
  return {
    inputTokens: fresh,
    ...(cached != null && { cachedInputTokens: read }),
    ...(written != null && { cacheWriteTokens: prompt - read - fresh }),
    outputTokens: completion - (reasoning == null || isOnTop(usage, reasoning) ? 0 : reasoning),
    ...(reasoning != null && { reasoningTokens: reasoning }),
  };
}

/** Thoughts that some (Gemini) count in the total alone. */
function onlyInTotal({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }: z.infer<typeof usageSchema>) {
  return total != null && total > prompt + completion ? total - prompt - completion : undefined;
}

/** Some (xAI) count reasoning beside the completion: their total tells, or that there is more of it than of the whole. */
function isOnTop(
  { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }: z.infer<typeof usageSchema>,
  reasoning: number,
) {
  return reasoning > completion || (reasoning > 0 && total === prompt + completion + reasoning);
}
