/** inspectLog: logs of Inspect written as JSON, many samples a file. */
import { z } from 'zod';
import { NO_USAGE, type Usage } from '../../../judge/model/usage.ts';
import { toTrace } from '../trace.ts';
import { contentText, outcome, type Result, type ResultFormat, textOf } from './result.ts';

const count = z.number().int().nonnegative();
const messageSchema = z.looseObject({ role: z.string(), content: z.unknown() });
const usageSchema = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  input_tokens_cache_write: count.nullish(),
  input_tokens_cache_read: count.nullish(),
  reasoning_tokens: count.nullish(),
});

const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number().int().positive().default(1),
  input: z.union([z.string(), z.array(messageSchema)]),
  messages: z.array(messageSchema).default([]),
  output: z
    .looseObject({
      completion: z.string().nullish(),
      choices: z.array(z.looseObject({ message: messageSchema, stop_reason: z.string().nullish() })).nullish(),
    })
    .nullish(),
  model_usage: z.record(z.string(), usageSchema).nullish().catch(undefined),
  total_time: z.number().nonnegative().nullish().catch(undefined),
  error: z.looseObject({ message: z.string() }).nullish(),
  limit: z.looseObject({ type: z.string() }).nullish().catch(undefined),
});

const logSchema = z.looseObject({ eval: z.looseObject({ model: z.string() }), samples: z.array(sampleSchema) });

export const inspectLog: ResultFormat = {
  name: 'inspect',
  about: 'Inspect: logs as JSON (inspect log convert --to json), {eval: {model}, samples: [{id, epoch, input, output}]}',
  read(value) {
    const { data } = logSchema.safeParse(value);
    return data?.samples.map((sample) => resultOf(sample, data.eval.model));
  },
};

function resultOf(sample: z.infer<typeof sampleSchema>, agent: string): Result {
  const { id, epoch, input, messages, output, error, total_time: seconds, limit, model_usage: models } = sample;
  const query = typeof input === 'string' ? input : contentText(input.find(({ role }) => role === 'user')?.content);
  const choice = output?.choices?.[0];
  const said = textOf(output?.completion) ?? textOf(contentText(choice?.message.content));
  const used = Object.entries(models ?? {});
  return {
    task: String(id),
    ...(textOf(query) !== undefined && { query }),
    repeat: epoch,
    agent,
    ...(error != null && said === undefined
      ? { failure: { status: 'interrupted', message: error.message } }
      : outcome(said, 'the sample holds no output', {
          // Graders are models, too; of several nobody can tell which wrote.
          ...(used.length === 1 && used[0] !== undefined && { model: used[0][0], usage: usageOf(used[0][1]) }),
          ...(seconds != null && { seconds }),
          ...(limit != null && { atLimit: true }),
          ...(/length|max_tokens/.test(choice?.stop_reason ?? '') && { notes: ['truncated'] }),
          ...(messages.length > 2 && { trace: toTrace(messages) }),
        })),
  };
}

/** Inspect counts what was cached beside the input, and reasoning inside the output. */
function usageOf(used: z.infer<typeof usageSchema>): Usage {
  const reasoning = Math.min(used.output_tokens, used.reasoning_tokens ?? 0);
  return {
    ...NO_USAGE,
    inputTokens: used.input_tokens,
    cachedInputTokens: used.input_tokens_cache_read ?? 0,
    cacheWriteTokens: used.input_tokens_cache_write ?? 0,
    outputTokens: used.output_tokens - reasoning,
    reasoningTokens: reasoning,
  };
}
