/** browseCompPlus: runs of BrowseComp-Plus, a JSON file a query. */
import { z } from 'zod';
import type { Usage } from '../../../judge/model/usage.ts';
import type { TraceEvent } from '../trace.ts';
import { outcome, type ResultFormat, textOf } from './result.ts';

const count = z.number().int().nonnegative();
const stepSchema = z.looseObject({ type: z.string(), tool_name: z.string().nullish(), arguments: z.unknown(), output: z.unknown() });

const schema = z.looseObject({
  query_id: z.union([z.string(), z.number()]),
  status: z.string(),
  result: z.array(stepSchema),
  metadata: z.looseObject({ model: z.string().nullish() }).nullish(),
  tool_call_counts: z.record(z.string(), count).nullish().catch(undefined),
  usage: z
    .object({ input_tokens: count, input_tokens_cached: count.nullish(), output_tokens: count, included_reasoning_tokens: count.nullish() })
    .nullish()
    .catch(undefined),
});

type Run = z.infer<typeof schema>;

export const browseCompPlus: ResultFormat = {
  name: 'browsecomp-plus',
  about: 'BrowseComp-Plus: a JSON file a query, {query_id, status, result: [{type, output}], usage, tool_call_counts}',
  read(value) {
    const { data } = schema.safeParse(value);
    if (data === undefined) return undefined;
    const report = textOf(data.result.findLast(({ type }) => type === 'output_text')?.output);
    const model = data.metadata?.model;
    const usage = usageOf(data);
    return [
      {
        task: String(data.query_id),
        ...(model != null && { agent: model }),
        ...outcome(report, `ended with status ${data.status} and no text`, {
          ...(usage !== undefined && { usage }),
          ...(model != null && { model }),
          // A text of a run that did not come to its end is what there was at a limit.
          ...(data.status !== 'completed' && { atLimit: true }),
          trace: data.result.map(toEvent),
        }),
      },
    ];
  },
};

/** Cached tokens are counted inside the input, reasoning inside the output. */
function usageOf({ usage, tool_call_counts: calls }: Run): Partial<Usage> | undefined {
  if (usage == null) return undefined;
  const cached = Math.min(usage.input_tokens, usage.input_tokens_cached ?? 0);
  const reasoning = Math.min(usage.output_tokens, usage.included_reasoning_tokens ?? 0);
  return {
    inputTokens: usage.input_tokens - cached,
    cachedInputTokens: cached,
    outputTokens: usage.output_tokens - reasoning,
    reasoningTokens: reasoning,
    ...(calls != null && { toolCalls: Object.values(calls).reduce((sum, n) => sum + n, 0) }),
  };
}

function toEvent({ type, tool_name: tool, arguments: input, output }: Run['result'][number], place: number): TraceEvent {
  const isTool = type === 'tool_call';
  return {
    turn: place + 1,
    kind: isTool ? 'tool' : 'message',
    name: tool ?? type,
    ...(input != null && { input }),
    ...(output != null && { output }),
  };
}
