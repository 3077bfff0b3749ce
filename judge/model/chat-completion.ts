/** A chat completion as endpoints send it, its tokens in disjoint buckets. */
import { z } from 'zod';
import type { Usage } from './usage.ts';

const tokens = z.number().int().nonnegative();

const usageSchema = z.object({
  prompt_tokens: tokens.nullish(),
  completion_tokens: tokens.nullish(),
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
function disjoint(said: z.infer<typeof usageSchema>): Partial<Usage> | undefined {
  const usage = whole(said);
  if (usage === undefined) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion } = usage;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
  const written = usage.prompt_tokens_details?.cache_creation_tokens;
  const [read, kept] = [cached ?? 0, written ?? 0];
  // More cached than sent: this endpoint counts that beside the prompt.
  const fresh = read + kept > prompt ? prompt : prompt - read - kept;
  const counted = { ...usage, prompt_tokens: fresh + read + kept };
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? onlyInTotal(counted);
  return {
    inputTokens: fresh,
    ...(cached != null && { cachedInputTokens: read }),
    ...(written != null && { cacheWriteTokens: kept }),
    outputTokens: completion - (reasoning == null || isOnTop(counted, reasoning) ? 0 : reasoning),
    ...(reasoning != null && { reasoningTokens: reasoning }),
  };
}

type Counted = z.infer<typeof usageSchema> & { readonly prompt_tokens: number; readonly completion_tokens: number };

/** Of prompt, completion and total any two tell the third; less is not known. */
function whole(usage: z.infer<typeof usageSchema>): Counted | undefined {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  const sent = prompt ?? (total == null || completion == null ? undefined : total - completion);
  const replied = completion ?? (total == null || prompt == null ? undefined : total - prompt);
  if (sent === undefined || replied === undefined || sent < 0 || replied < 0) return undefined;
  return { ...usage, prompt_tokens: sent, completion_tokens: replied };
}

/** Thoughts that some (Gemini) count in the total alone. */
function onlyInTotal({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }: Counted) {
  return total != null && total > prompt + completion ? total - prompt - completion : undefined;
}

/** Some (xAI) count reasoning beside the completion: their total tells, or that there is more of it than of the whole. */
function isOnTop({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }: Counted, reasoning: number) {
  return reasoning > completion || (reasoning > 0 && total === prompt + completion + reasoning);
}
