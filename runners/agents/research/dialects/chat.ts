/** chatDialect: chat completions with tools. */
import { z } from 'zod';
import { chatCompletionSchema } from '../../../../judge/model/chat-completion.ts';
import type { ModelReply, TalkRequest, Turn } from '../conversation.ts';
import { callsOf, sentBack } from './calls.ts';
import type { Dialect, Habits } from './dialect.ts';

const THOUGHTS = ['reasoning_content', 'reasoning', 'reasoning_details'];

const callSchema = z.looseObject({
  id: z.string().nullish().catch(undefined),
  function: z.looseObject({ name: z.string().nullish().catch(undefined), arguments: z.unknown() }),
});

export const chatDialect: Dialect = {
  path: '/chat/completions',
  body: ({ system, turns, tools, maxTokens }: TalkRequest, habits) => ({
    messages: [{ role: 'system', content: system }, ...turns.flatMap((turn) => messagesOf(turn, habits))],
    ...(habits.bound !== 'none' && { [habits.bound]: maxTokens }),
    ...(tools.length > 0 &&
      habits.tools === 'native' && {
        tools: tools.map(({ name, about, parameters }) => ({ type: 'function', function: { name, description: about, parameters } })),
      }),
  }),
  read: (body, known) => {
    const parsed = chatCompletionSchema.safeParse(body);
    if (!parsed.success) return undefined;
    const { choices, usage } = parsed.data;
    const [{ message, finish_reason: finish }] = choices;
    const received = messageIn(body);
    const text = message.content ?? message.refusal ?? '';
    const raw = (Array.isArray(received.tool_calls) ? received.tool_calls : []).flatMap((call) => callSchema.safeParse(call).data ?? []);
    const { calls, inText } = callsOf(
      raw.map((call) => ({ id: call.id, name: call.function.name, input: call.function.arguments })),
      text,
      known,
    );
    return { text, calls, inText, finish: finishOf(finish ?? ''), usage: usage ?? undefined, raw: kept(received, calls, inText, raw) };
  },
};

const heldSchema = z.object({ choices: z.tuple([z.object({ message: z.record(z.string(), z.unknown()) })], z.unknown()) });

function messageIn(body: unknown): Record<string, unknown> {
  return heldSchema.safeParse(body).data?.choices[0].message ?? {};
}

/** The message as it was received, with calls that have ids; fields of a provider's own stay in them. */
function kept(
  received: Record<string, unknown>,
  calls: ModelReply['calls'],
  inText: boolean,
  raw: readonly z.infer<typeof callSchema>[],
): unknown {
  const { tool_calls: _, function_call: __, ...message } = received;
  const content = typeof message.content === 'string' || Array.isArray(message.content) ? message.content : '';
  const base = { ...message, role: 'assistant', content };
  if (inText || calls.length === 0) return base;
  const same = raw.length === calls.length;
  return {
    ...base,
    tool_calls: calls.map(({ id, name, input }, i) => ({
      ...(same ? raw[i] : {}),
      id,
      type: 'function',
      function: { name, arguments: sentBack(input) },
    })),
  };
}

function messagesOf(turn: Turn, habits: Habits): Record<string, unknown>[] {
  if (turn.kind === 'user') return [{ role: 'user', content: turn.text }];
  const { reply, results } = turn;
  const raw = reply.raw as Record<string, unknown>;
  const message = Object.fromEntries(Object.entries(raw).filter(([name]) => habits.thoughts || !THOUGHTS.includes(name)));
  if (results.length === 0) return [message];
  if (reply.inText) {
    const told = results.map(({ name, text }) => `<tool_response name="${name}">\n${text}\n</tool_response>`).join('\n');
    return [message, { role: 'user', content: told }];
  }
  return [message, ...results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }))];
}

export function finishOf(reason: string): ModelReply['finish'] {
  if (/filter|sensitive|safety|moderation|recitation/i.test(reason)) return 'filter';
  return /length|max_?(output_)?tokens|incomplete/i.test(reason) ? 'length' : 'stop';
}
