/** A judge model's answer: its text, why it ended, its tokens; or the failure that a 200 may hide. */
import { z } from 'zod';
import { ModelError } from '../errors.ts';
import { chatCompletionSchema } from './chat-completion.ts';
import { complaint, quoted } from './complaint.ts';
import { type Answer, isHtml, type Place, statusError } from './failure.ts';
import type { Completion } from './model.ts';
import { isStream, readStream } from './stream.ts';
import { readTokens } from './tokens.ts';
import { NO_USAGE } from './usage.ts';

const errorSchema = z.union([z.string(), z.looseObject({ code: z.unknown() })]);
/** Gateways pass on an upstream failure as a 200 with an error in it, or in its choice. */
const failureSchema = z.object({ error: errorSchema });
const choiceFailureSchema = z.object({ choices: z.tuple([z.object({ error: errorSchema })], z.unknown()) });

/** No completion, or an empty one, but what only an endpoint of this kind says. */
const choicesSchema = z.object({ choices: z.array(z.unknown()).nullable() });

/** @throws ModelError where the answer is no completion */
export function readCompletion(answer: Answer, place: Place): Completion {
  const body = parse(answer, place);
  // Hardly any answer holds an error, and a schema that does not fit costs more than all else that is read here.
  if (answer.body.includes('"error"')) {
    const failed = failureSchema.safeParse(body).data ?? choiceFailureSchema.safeParse(body).data?.choices[0];
    if (failed !== undefined) throw upstreamError(failed.error, answer, place);
  }
  const parsed = chatCompletionSchema.safeParse(body);
  if (!parsed.success) throw noCompletion(body, answer, place);
  const { choices, usage, model } = parsed.data;
  const [{ message, finish_reason: finish }] = choices;
  const text = message.content ?? message.refusal ?? '';
  const thoughts = message.reasoning_content ?? message.reasoning ?? '';
  const isThoughtful = thoughts.trim() !== '' || (usage?.reasoningTokens ?? 0) > 0 || /^\s*(<think|\[THINK|◁think)/i.test(text);
  const elsewhere =
    text.trim() !== '' ? undefined : thoughts.trim() !== '' ? 'reasoning_content' : message.tool_calls?.length ? 'tool_calls' : undefined;
  if (/error|abort|network|insufficient/i.test(finish ?? ''))
    throw new ModelError('transient', `${place.where} broke the reply off (${quoted(finish ?? '', place.secrets)})`);
  if (text.trim() === '' && elsewhere === undefined && usage == null)
    throw new ModelError('transient', `${place.where} answered with an empty reply that took no tokens`);
  // Few judges want them, and they are most of an answer.
  const tokens = answer.body.includes('"logprob"') ? readTokens(body) : undefined;
  return {
    text,
    finish: finishOf(finish ?? 'stop'),
    usage: usage == null ? undefined : { ...NO_USAGE, ...usage },
    ...(usage == null && totalIn(body)),
    ...(elsewhere !== undefined && { elsewhere }),
    ...(model != null && model !== '' && { model }),
    ...(tokens !== undefined && { tokens }),
    ...(isThoughtful && { thoughtful: true }),
  };
}

function totalIn(body: unknown): Pick<Completion, 'total'> {
  const { usage } = body as { readonly usage?: { readonly total_tokens?: unknown } | null };
  const total = usage?.total_tokens;
  return typeof total === 'number' && total > 0 ? { total } : {};
}

function parse(answer: Answer, place: Place): unknown {
  const streamed = isStream(answer.contentType, answer.body) ? readStream(answer.body) : undefined;
  if (streamed !== undefined) return streamed;
  try {
    return JSON.parse(answer.body);
  } catch {
    if (isHtml(answer) && !place.proven) throw notAnApi(place, 'HTML');
    throw new ModelError('transient', `${place.where} answered with a body that is not JSON (${quoted(answer.body, place.secrets)})`);
  }
}

function upstreamError(error: z.infer<typeof errorSchema>, answer: Answer, place: Place): ModelError {
  const status = typeof error === 'string' ? 0 : Number(error.code);
  return statusError({ ...answer, status: status >= 400 && status < 600 ? status : 502, body: JSON.stringify({ error }) }, place);
}

/** An empty account may be said in fields of a server's own: all failures are read for that. */
function noCompletion(body: unknown, answer: Answer, place: Place): ModelError {
  const likely = statusError({ ...answer, status: 502 }, place);
  if (likely.kind === 'permanent') return likely;
  const said = quoted(complaint(answer.body), place.secrets);
  if (!place.proven && !choicesSchema.safeParse(body).success) return notAnApi(place, said);
  return new ModelError('transient', `${place.where} answered without a chat completion (${said})`);
}

function notAnApi({ where, settings }: Place, got: string): ModelError {
  return new ModelError(
    'permanent',
    `${where} does not speak the OpenAI API (got ${got}): check ${settings.url}, which usually ends in /v1`,
  );
}

/** Endpoints have their own words; what is not known to be cut or withheld has come to its end. */
function finishOf(reason: string): Completion['finish'] {
  if (/filter|sensitive|safety|moderation|recitation/i.test(reason)) return 'filter';
  return /length|max_?tokens|incomplete|interrupt/i.test(reason) ? 'length' : 'stop';
}
