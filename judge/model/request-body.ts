/** The body of a chat completion's request: the words, and what is asked for beside them as far as an endpoint takes it. */
import { SCHEMA_IN_WORDS } from '../checklist/prompts.ts';
import { fill } from '../reading/fill.ts';
import { boundOf } from './estimate.ts';
import { ANY_TEXT, type ModelRequest, type Opening, type ReplySchema } from './model.ts';
import { LIKELIEST } from './tokens.ts';

/** How the form of the reply is asked for, in the order in which ways are given up. */
export type ReplyForm = 'schema' | 'object' | 'words';

/** What a request asks for beside its words. Endpoints differ in what they take. */
export interface Asked {
  readonly format: ReplyForm;
  readonly temperature: boolean;
  /** What the bound on the reply is called. */
  readonly bound: 'max_tokens' | 'max_completion_tokens' | 'none';
  readonly stream: boolean;
  /** The probabilities of the reply's tokens, where the request wants them. */
  readonly logprobs: boolean;
}

export interface BodyOptions {
  readonly model: string;
  readonly temperature: number;
  /** Sent as they are in every request body, for what one endpoint understands. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** @param thoughts tokens that the bound leaves for thinking */
export function requestBody({ model, temperature, extraBody }: BodyOptions, request: ModelRequest, asked: Asked, thoughts: number): Buffer {
  const { schema } = request;
  const bounded = asked.bound !== 'none' && !BOUNDS.some((name) => extraBody !== undefined && name in extraBody);
  const body = JSON.stringify({
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: asked.format === 'schema' ? request.user : request.user + inWords(schema) },
    ],
    ...(asked.temperature && { temperature }),
    ...(bounded && { [asked.bound]: boundOf(request) + thoughts }),
    ...(asked.stream && { stream: true, stream_options: { include_usage: true } }),
    ...(asked.logprobs && request.tokens && { logprobs: true, top_logprobs: LIKELIEST }),
    ...(schema !== ANY_TEXT && asked.format === 'object' && { response_format: { type: 'json_object' } }),
    ...extraBody,
  });
  const isSchemaAsked = schema !== ANY_TEXT && asked.format === 'schema' && !(extraBody !== undefined && 'response_format' in extraBody);
  const whole = isSchemaAsked ? `${body.slice(0, -1)},"response_format":${inStrictForm(schema)}}` : body;
  return request.opening === undefined ? Buffer.from(whole) : opened(whole, request.opening);
}

const strict = new WeakMap<object, string>();

/** Written once: it is the same in every call. */
function inStrictForm(schema: ReplySchema): string {
  const { name, schema: form } = schema;
  const known = strict.get(form);
  if (known !== undefined) return known;
  const written = JSON.stringify({ type: 'json_schema', json_schema: { name, strict: true, schema: form } });
  strict.set(form, written);
  return written;
}

const BOUNDS = ['max_tokens', 'max_completion_tokens'];

function inWords(schema: ModelRequest['schema']): string {
  return schema === ANY_TEXT ? '' : fill(SCHEMA_IN_WORDS, { schema: JSON.stringify(schema.schema) });
}

/** No string of the body can hold it: quotation marks in them are escaped. */
const USER_MESSAGE = '{"role":"user","content":"';
const made = new WeakMap<Opening, Buffer>();

/** The body with the opening at the head of the user's message: reports are long, and to escape one anew for every criterion is most of a call's work. */
function opened(body: string, opening: Opening): Buffer {
  const start = body.indexOf(USER_MESSAGE);
  // What is sent beside the prompt may have replaced the messages.
  if (start < 0) return Buffer.from(body);
  const at = start + USER_MESSAGE.length;
  let escaped = made.get(opening);
  if (escaped === undefined) {
    escaped = Buffer.from(JSON.stringify(opening.text).slice(1, -1));
    made.set(opening, escaped);
  }
  return Buffer.concat([Buffer.from(body.slice(0, at)), escaped, Buffer.from(body.slice(at))]);
}
