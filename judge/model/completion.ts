/** Reading a judge model's answer: its text, why it ended, and its tokens. */
import { z } from 'zod';
import { ModelError } from '../errors.ts';
import { chatCompletionSchema } from './chat-completion.ts';
import { type Answer, complaint, isHtml, type Place, quoted, statusError } from './failure.ts';
import type { Completion } from './model.ts';
import { NO_USAGE } from './usage.ts';

/** Gateways pass on an upstream failure as a 200 with an error in it. */
const failureSchema = z.object({ error: z.union([z.string(), z.object({ code: z.unknown() })]) });

/** No completion, or an empty one, but what only an endpoint of this kind says. */
const choicesSchema = z.object({ choices: z.array(z.unknown()).nullable() });

/** @throws ModelError where the answer is no completion */
export function readCompletion(answer: Answer, place: Place): Completion {
  const body = parse(answer, place);
  const parsed = chatCompletionSchema.safeParse(body);
  if (!parsed.success) throw noCompletion(body, answer, place);
  const { choices, usage } = parsed.data;
  const [{ message, finish_reason: finish }] = choices;
  return {
    text: message.content ?? message.refusal ?? '',
    finish: finishOf(finish ?? 'stop'),
    usage: usage == null ? undefined : { ...NO_USAGE, ...usage },
  };
}

function parse(answer: Answer, place: Place): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    if (isHtml(answer) && !place.proven) throw notAnApi(place, 'HTML');
    throw new ModelError('transient', `${place.where} answered with a body that is not JSON (${quoted(answer.body, place)})`);
  }
}

function noCompletion(body: unknown, answer: Answer, place: Place): ModelError {
  const said = quoted(complaint(answer.body), place);
  const failure = failureSchema.safeParse(body);
  if (failure.success) {
    const { error } = failure.data;
    const status = typeof error === 'string' ? 0 : Number(error.code);
    if (status >= 400 && status < 600) return statusError({ ...answer, status }, place);
    return new ModelError('transient', `${place.where} answered with an error. ${said}`);
  }
  if (!place.proven && !choicesSchema.safeParse(body).success) return notAnApi(place, said);
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
