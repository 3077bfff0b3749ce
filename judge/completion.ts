/** Reading a chat completion: its text, why it ended, and its tokens in disjoint buckets. */
import { z } from 'zod';
import { ModelError } from './errors.ts';
import { type Answer, complaint, excerpt, type Place, statusError } from './failure.ts';
import type { Completion } from './model.ts';
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
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: usageSchema.nullish().catch(undefined),
});
/** Gateways pass on an upstream failure as a 200 with an error in it. */
const failureSchema = z.object({ error: z.union([z.string(), z.object({ code: z.unknown() })]) });

/** @throws ModelError where the answer is no completion */
export function readCompletion(answer: Answer, place: Place): Completion {
  const body = parse(answer, place);
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) throw noCompletion(body, answer, place);
  const choice = parsed.data.choices[0];
  return {
    text: choice?.message.content ?? choice?.message.refusal ?? '',
    finish: finishOf(choice?.finish_reason ?? 'stop'),
    usage: parsed.data.usage == null ? undefined : disjoint(parsed.data.usage),
  };
}

function parse(answer: Answer, place: Place): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    if (answer.contentType.includes('html') && !place.proven) throw notAnApi(place, 'HTML');
    throw new ModelError('transient', `${place.where} answered with a body that is not JSON (${excerpt(answer.body, place.apiKey)})`);
  }
}

function noCompletion(body: unknown, answer: Answer, place: Place): ModelError {
  const said = excerpt(complaint(answer.body), place.apiKey);
  const failure = failureSchema.safeParse(body);
  if (failure.success) {
    const { error } = failure.data;
    const status = typeof error === 'string' ? 0 : Number(error.code);
    if (status >= 400 && status < 600) return statusError({ ...answer, status }, place);
    return new ModelError('transient', `${place.where} answered with an error. ${said}`);
  }
  if (!place.proven) return notAnApi(place, said);
  return new ModelError('transient', `${place.where} answered without a chat completion (${said})`);
}

function notAnApi({ where }: Place, got: string): ModelError {
  return new ModelError('permanent', `${where} does not speak the OpenAI API (got ${got}): check --judge-url, which usually ends in /v1`);
}

/** Endpoints have their own words; what is not known to be cut or withheld has come to its end. */
function finishOf(reason: string): Completion['finish'] {
  if (/filter|sensitive|safety|moderation|recitation/i.test(reason)) return 'filter';
  return /length|max_?tokens|insufficient|abort|error|incomplete|interrupt/i.test(reason) ? 'length' : 'stop';
}

/** Endpoints count cached tokens inside prompt tokens, and most count reasoning inside completion tokens. */
function disjoint(usage: z.infer<typeof usageSchema>): Usage {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage;
  const cached = Math.min(prompt, usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens ?? 0);
  const written = Math.min(prompt - cached, usage.prompt_tokens_details?.cache_creation_tokens ?? 0);
  const thought = usage.completion_tokens_details?.reasoning_tokens ?? 0;
  // Some (xAI) count reasoning on top: their total tells.
  const onTop = thought > 0 && usage.total_tokens === prompt + completion + thought;
  const reasoning = onTop ? thought : Math.min(completion, thought);
  return {
    inputTokens: prompt - cached - written,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: onTop ? completion : completion - reasoning,
    reasoningTokens: reasoning,
    toolCalls: 0,
  };
}
