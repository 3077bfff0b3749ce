/** A chat completion as an agent's reply. */
import { z } from 'zod';
import { AgentError, ModelError } from '../../judge/errors.ts';
import type { Usage } from '../../judge/usage.ts';
import type { AgentReply } from '../agent.ts';
import { firstIssue, reportText } from './answer.ts';
import { excerpt } from './excerpt.ts';

const tokens = z.number().int().nonnegative();

const usageSchema = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  total_tokens: tokens.nullish(),
  prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: tokens.nullish() }).nullish(),
});

const completionSchema = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    ],
    z.unknown(),
  ),
  // A usage that is not understood is unknown; the report is paid for and kept.
  usage: usageSchema.nullish().catch(undefined),
});

/**
 * @throws ModelError (transient) when `body` is no completion; AgentError (agent) when it holds no report
 */
export function parseCompletion(body: unknown, who: string, url: string): AgentReply {
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) {
    const got = typeof body === 'string' ? `"${excerpt(body)}"` : firstIssue(parsed.error);
    throw new ModelError('transient', `${who}: ${url} answered without a chat completion (${got}): a base URL usually ends in /v1`);
  }
  const { choices, usage } = parsed.data;
  const [{ message, finish_reason: finish }] = choices;
  if (finish === 'content_filter') throw new AgentError('agent', `${who}: the report was withheld by a content filter`);
  const text = message.content ?? '';
  if (text.trim() === '' && message.refusal) throw new AgentError('agent', `${who} refused: ${excerpt(message.refusal)}`);
  if (text.trim() === '' && finish === 'length')
    throw new AgentError('agent', `${who} used up its tokens before it wrote a report (maxTokens)`);
  return {
    report: reportText(text, who),
    ...(usage && { usage: disjoint(usage) }),
    ...(finish === 'length' && { trace: { truncated: true } }),
  };
}

/** Cached tokens are counted within prompt tokens everywhere, reasoning within completion tokens by most. */
function disjoint(usage: z.infer<typeof usageSchema>): Partial<Usage> {
  const prompt = usage.prompt_tokens;
  const completion = usage.completion_tokens;
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  return {
    ...(cached == null
      ? { inputTokens: prompt }
      : { inputTokens: Math.max(0, prompt - cached), cachedInputTokens: Math.min(prompt, cached) }),
    ...(reasoning == null
      ? { outputTokens: completion }
      : { outputTokens: isApart(usage, reasoning) ? completion : completion - reasoning, reasoningTokens: reasoning }),
  };
}

function isApart(usage: z.infer<typeof usageSchema>, reasoning: number): boolean {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  return reasoning > completion || (reasoning > 0 && total === prompt + completion + reasoning);
}
