import { describe, expect, it } from 'vitest';
import { chatCompletionSchema } from '../../../judge/model/chat-completion.ts';

const usageOf = (usage: unknown) => chatCompletionSchema.parse({ choices: [{ message: { content: 'x' } }], usage }).usage;

describe('the tokens of a chat completion', () => {
  it('are put into buckets that do not overlap', () => {
    // 100 prompt tokens: 60 read from the cache, 10 written to it, 30 fresh; 50 completion tokens: 20 of reasoning, 30 seen.
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { cached_tokens: 60, cache_creation_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 20 },
    };
    expect(usageOf(usage)).toEqual({ inputTokens: 30, cachedInputTokens: 60, cacheWriteTokens: 10, outputTokens: 30, reasoningTokens: 20 });
  });

  it('keep what the endpoint does not say unknown', () => {
    expect(usageOf({ prompt_tokens: 100, completion_tokens: 50 })).toEqual({ inputTokens: 100, outputTokens: 50 });
  });

  it.each([
    { prompt_tokens: 100, completion_tokens: null, total_tokens: 150 },
    { completion_tokens: 50, total_tokens: 150 },
  ])('are told by any two of prompt, completion and total', (usage) => {
    expect(usageOf(usage)).toEqual({ inputTokens: 100, outputTokens: 50 });
    expect(usageOf({ total_tokens: 150 })).toBeUndefined();
  });

  it.each([
    [
      'the total adds it',
      { prompt_tokens: 100, completion_tokens: 50, total_tokens: 170, completion_tokens_details: { reasoning_tokens: 20 } },
    ],
    ['there is more of it', { prompt_tokens: 100, completion_tokens: 50, completion_tokens_details: { reasoning_tokens: 70 } }],
  ])('count reasoning beside the completion where %s', (_, usage) => {
    expect(usageOf(usage)).toMatchObject({ outputTokens: 50, reasoningTokens: usage.completion_tokens_details.reasoning_tokens });
  });

  it('are beside the prompt where more of them is cached than was sent', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 15, cache_creation_tokens: 5 } };
    expect(usageOf(usage)).toEqual({ inputTokens: 10, cachedInputTokens: 15, cacheWriteTokens: 5, outputTokens: 0 });
  });

  it.each([{ prompt_tokens: -1, completion_tokens: 1 }, { prompt_tokens: 1.5, completion_tokens: 1 }, 'many'])(
    'are unknown where they make no sense: %j',
    (usage) => {
      expect(usageOf(usage)).toBeUndefined();
    },
  );
});
