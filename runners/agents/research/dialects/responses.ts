/** responsesDialect: OpenAI's Responses API; items of a turn are sent back as they were received. */
import { z } from 'zod';
import type { Usage } from '../../../../judge/model/usage.ts';
import type { TalkRequest, Turn } from '../conversation.ts';
import { callsOf, sentBack } from './calls.ts';
import { finishOf } from './chat.ts';
import type { Dialect, Habits } from './dialect.ts';

const count = z.number().int().nonnegative();

const usageSchema = z
  .object({
    input_tokens: count,
    input_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
    output_tokens: count,
    output_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
  })
  .transform((said): Partial<Usage> => {
    const cached = Math.min(said.input_tokens, said.input_tokens_details?.cached_tokens ?? 0);
    const reasoning = Math.min(said.output_tokens, said.output_tokens_details?.reasoning_tokens ?? 0);
    return {
      inputTokens: said.input_tokens - cached,
      cachedInputTokens: cached,
      outputTokens: said.output_tokens - reasoning,
      reasoningTokens: reasoning,
    };
  });

const partSchema = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  refusal: z.string().nullish(),
  annotations: z.array(z.unknown()).nullish(),
});

export const responseSchema = z.object({
  id: z.string().nullish(),
  status: z.string().nullish(),
  error: z.object({ code: z.unknown(), message: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.looseObject({ type: z.string() })).nullish(),
  usage: usageSchema.nullish().catch(undefined),
});

export type ResponseBody = z.infer<typeof responseSchema>;

/** All that its messages say. */
export function responseText({ output }: ResponseBody): string {
  return partsOf(output)
    .map(({ text, refusal }) => text ?? refusal ?? '')
    .join('');
}

export function partsOf(output: ResponseBody['output']): z.infer<typeof partSchema>[] {
  return (output ?? [])
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => z.array(partSchema).safeParse(content).data ?? []);
}

const callSchema = z.looseObject({ call_id: z.string().nullish(), name: z.string().nullish(), arguments: z.unknown() });

export const responsesDialect: Dialect = {
  path: '/responses',
  body: ({ system, turns, tools, maxTokens }: TalkRequest, habits) => ({
    instructions: system,
    input: turns.flatMap((turn) => itemsOf(turn, habits)),
    store: false,
    ...(habits.thoughts && { include: ['reasoning.encrypted_content'] }),
    ...(habits.bound !== 'none' && { max_output_tokens: maxTokens }),
    ...(tools.length > 0 &&
      habits.tools === 'native' && {
        tools: tools.map(({ name, about, parameters }) => ({ type: 'function', name, description: about, parameters, strict: false })),
      }),
  }),
  read: (body, known) => {
    const parsed = responseSchema.safeParse(body);
    if (!parsed.success || parsed.data.output == null) return undefined;
    const { output, status, incomplete_details: incomplete, usage } = parsed.data;
    const text = responseText(parsed.data);
    const raw = output.filter(({ type }) => type === 'function_call').flatMap((item) => callSchema.safeParse(item).data ?? []);
    const { calls, inText } = callsOf(
      raw.map((call) => ({ id: call.call_id, name: call.name, input: call.arguments })),
      text,
      known,
    );
    return {
      text,
      calls,
      inText,
      finish: status === 'incomplete' ? finishOf(incomplete?.reason ?? 'incomplete') : 'stop',
      usage: usage ?? undefined,
      raw: output,
    };
  },
};

function itemsOf(turn: Turn, habits: Habits): Record<string, unknown>[] {
  if (turn.kind === 'user') return [{ role: 'user', content: turn.text }];
  const { reply, results } = turn;
  const items = (reply.raw as Record<string, unknown>[]).filter(
    // What is not stored there is known by what it holds alone.
    ({ type, encrypted_content: held }) => type !== 'reasoning' || (habits.thoughts && typeof held === 'string'),
  );
  const calls = reply.inText ? [] : reply.calls;
  let at = 0;
  const said = items.map((item) => {
    if (item.type !== 'function_call') return item;
    const call = calls[at++];
    return call === undefined ? item : { ...item, call_id: call.id, name: call.name, arguments: sentBack(call.input) };
  });
  const added = calls.slice(at).map(({ id, name, input }) => ({ type: 'function_call', call_id: id, name, arguments: sentBack(input) }));
  if (reply.inText && results.length > 0)
    return [
      ...said,
      { role: 'user', content: results.map(({ name, text }) => `<tool_response name="${name}">\n${text}\n</tool_response>`).join('\n') },
    ];
  return [...said, ...added, ...results.map(({ id, text }) => ({ type: 'function_call_output', call_id: id, output: text }))];
}
