/**
 * Chat completions over an OpenAI-compatible endpoint: the judge's only network file.
 *
 * HTTP is spoken directly on a pool of kept-alive connections: the SDK's own work for one call (about a millisecond) is as much as
 * everything else that judging a criterion costs. Agents, which make few calls, go through the SDK.
 */
import { Pool } from 'undici';
import { z } from 'zod';
import { InputError, ModelError } from './errors.ts';
import { fill } from './fill.ts';
import type { Complete, Completion, ModelRequest } from './model.ts';
import { SCHEMA_IN_WORDS } from './prompts.ts';
import type { Usage } from './usage.ts';

export interface EndpointOptions {
  /** As in `https://host/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly temperature: number;
  /** Connections kept open. */
  readonly connections: number;
  /** Deadline of one call, from its start to the last byte. */
  readonly timeoutMs: number;
  /** Sent as they are in every request body, for what one endpoint understands. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  /** One line for a person, when the endpoint refuses something that is then left out. */
  readonly onNotice?: (line: string) => void;
}

export interface Endpoint {
  readonly complete: Complete;
  close(): Promise<void>;
}

/** In the order they are given up: what asks for the reply's form. */
const FORMATS = ['schema', 'object', 'words'] as const;
const LONGEST_BODY = 8 * 1024 * 1024;
/** Calls that may fail to connect before an endpoint that never answered is held to be wrong. */
const FAILURES_BEFORE_GIVING_UP = 3;

/** @throws InputError when the URL is no http(s) URL */
export function connect(options: EndpointOptions): Endpoint {
  const url = endpointUrl(options.baseUrl);
  const pool = new Pool(url.origin, {
    connections: options.connections,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    connectTimeout: Math.min(options.timeoutMs, 15_000),
    keepAliveTimeout: 30_000,
  });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(options.apiKey !== undefined && { authorization: `Bearer ${options.apiKey}` }),
  };
  const path = `${url.pathname.replace(/\/$/, '')}/chat/completions${url.search}`;
  const where = `${url.origin}${path.split('?')[0]}`;
  const state: State = { format: 0, temperature: true, proven: false, failures: 0 };

  async function complete(request: ModelRequest, signal: AbortSignal): Promise<Completion> {
    for (;;) {
      const sent = { format: state.format, temperature: state.temperature };
      const answer = await post(pool, path, headers, requestBody(options, request, sent), options.timeoutMs, signal).catch(
        (error: unknown) => {
          throw networkError(error, where, state, signal);
        },
      );
      if (answer.status === 200) return readCompletion(answer, where, state);
      if ((answer.status === 400 || answer.status === 422) && giveUpSomething(answer.body, sent, state, options.onNotice)) continue;
      throw statusError({ ...answer, body: withoutKey(answer.body, options.apiKey) }, where, options.model, state);
    }
  }
  return { complete, close: () => pool.destroy() };
}

interface State {
  format: number;
  temperature: boolean;
  /** The endpoint gave a usable answer once: what fails later is a passing fault, not a wrong address. */
  proven: boolean;
  failures: number;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

function endpointUrl(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InputError(`the judge's URL should look like https://host/v1, got "${baseUrl}"`);
  }
  return url;
}

function requestBody(options: EndpointOptions, request: ModelRequest, sent: { format: number; temperature: boolean }): string {
  const format = FORMATS[sent.format];
  const schema = JSON.stringify(request.schema.schema);
  return JSON.stringify({
    model: options.model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: format === 'schema' ? request.user : request.user + fill(SCHEMA_IN_WORDS, { schema }) },
    ],
    ...(sent.temperature && { temperature: options.temperature }),
    ...(format === 'schema' && {
      response_format: { type: 'json_schema', json_schema: { name: request.schema.name, strict: true, schema: request.schema.schema } },
    }),
    ...(format === 'object' && { response_format: { type: 'json_object' } }),
    ...options.extraBody,
  });
}

async function post(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const deadline = setTimeout(() => controller.abort(new ModelError('transient', `no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    const response = await pool.request({ method: 'POST', path, headers, body, signal: controller.signal });
    return {
      status: response.statusCode,
      contentType: String(response.headers['content-type'] ?? ''),
      retryAfter: first(response.headers['retry-after-ms'], response.headers['retry-after']),
      body: await readBody(response.body),
    };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
  }
}

function first(milliseconds: string | string[] | undefined, seconds: string | string[] | undefined): string | undefined {
  if (typeof milliseconds === 'string') return String(Number(milliseconds) / 1000);
  return typeof seconds === 'string' ? seconds : undefined;
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new ModelError('transient', `the answer is longer than ${LONGEST_BODY / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return (chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
}

const tokens = z.number().int().nonnegative();
const usageSchema = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  prompt_tokens_details: z.object({ cached_tokens: tokens.nullish(), cache_creation_tokens: tokens.nullish() }).nullish(),
  prompt_cache_hit_tokens: tokens.nullish(),
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

function readCompletion(answer: Answer, where: string, state: State): Completion {
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    if (answer.contentType.includes('html') && !state.proven) throw notAnApi(where, 'HTML');
    throw new ModelError('transient', `${where} answered 200 with a body that is not JSON (${excerpt(answer.body)})`);
  }
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) {
    if (!state.proven) throw notAnApi(where, excerpt(answer.body));
    throw new ModelError('transient', `${where} answered 200 without a chat completion (${excerpt(answer.body)})`);
  }
  state.proven = true;
  const choice = parsed.data.choices[0];
  const finish = choice?.finish_reason;
  return {
    text: choice?.message.content ?? choice?.message.refusal ?? '',
    finish: finish === 'length' ? 'length' : finish === 'content_filter' ? 'filter' : 'stop',
    usage: parsed.data.usage == null ? undefined : disjoint(parsed.data.usage),
  };
}

/** Endpoints count cached tokens inside prompt tokens, and reasoning inside completion tokens. */
function disjoint(usage: z.infer<typeof usageSchema>): Usage {
  const cached = Math.min(usage.prompt_tokens, usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0);
  const written = Math.min(usage.prompt_tokens - cached, usage.prompt_tokens_details?.cache_creation_tokens ?? 0);
  const reasoning = Math.min(usage.completion_tokens, usage.completion_tokens_details?.reasoning_tokens ?? 0);
  return {
    inputTokens: usage.prompt_tokens - cached - written,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: usage.completion_tokens - reasoning,
    reasoningTokens: reasoning,
    toolCalls: 0,
  };
}

/** Endpoints refuse a reply format or a temperature that they do not know with a 400 that names it. */
function giveUpSomething(
  body: string,
  sent: { format: number; temperature: boolean },
  state: State,
  notice?: (line: string) => void,
): boolean {
  if (/temperature/i.test(body) && sent.temperature) {
    if (state.temperature) notice?.('the endpoint refuses a temperature: its own default is used, and repeated judgments may differ');
    state.temperature = false;
    return true;
  }
  if (/response_format|json_schema|json_object|json mode|structured output|guided/i.test(body) && sent.format < FORMATS.length - 1) {
    if (state.format === sent.format) {
      state.format++;
      notice?.(
        `the endpoint refuses ${sent.format === 0 ? 'a JSON schema' : 'JSON mode'}: asking for JSON ${sent.format === 0 ? 'mode' : 'in words'} instead`,
      );
    }
    return true;
  }
  return false;
}

function statusError(answer: Answer, where: string, model: string, state: State): ModelError {
  const { status } = answer;
  const said = errorText(answer);
  if (status === 401 || status === 403)
    return new ModelError('permanent', `${where} refused the key (${status}): set OPENAI_API_KEY for this endpoint. ${said}`);
  if (status === 404 || /model.{0,40}(not found|does not exist|not exist)|(unknown|invalid) model/i.test(said)) {
    return new ModelError(
      'permanent',
      `${where} knows no such path or model "${model}" (${status}): check --judge-url and --judge-model. ${said}`,
    );
  }
  if (status === 429 && /insufficient_quota|billing/i.test(answer.body))
    return new ModelError('permanent', `${where}: the account's quota is used up. ${said}`);
  if (status === 429) return new ModelError('rate', `${where} refused for its rate limit (429). ${said}`, retryAfter(answer.retryAfter));
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return new ModelError('transient', `${where} failed (${status}). ${said}`, retryAfter(answer.retryAfter));
  }
  if (status >= 300 && status < 400)
    return new ModelError('permanent', `${where} redirects (${status}): give the final address as --judge-url`);
  // What an endpoint that works refuses is this one request: too long, or withheld by a filter.
  const single =
    state.proven ||
    status === 413 ||
    /context.?(length|window)|too (long|large|many tokens)|maximum.{0,20}tokens|content.?(filter|policy)/i.test(said);
  return new ModelError(single ? 'rejected' : 'permanent', `${where} rejected the request (${status}). ${said}`);
}

function networkError(error: unknown, where: string, state: State, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ModelError) return error;
  const code = (error as { code?: unknown }).code;
  const text = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
  const failures = ++state.failures;
  if (
    !state.proven &&
    failures >= FAILURES_BEFORE_GIVING_UP &&
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT|SSL|TLS|EHOST|ENETUNREACH/.test(text)
  ) {
    return new ModelError('permanent', `cannot reach ${where} (${text}): check --judge-url`, { cause: error });
  }
  return new ModelError('transient', `the connection to ${where} broke (${text})`, { cause: error });
}

/** Some servers repeat the key in their error; it must not reach a log. */
function withoutKey(text: string, key: string | undefined): string {
  return key === undefined || key === '' ? text : text.replaceAll(key, '***');
}

function notAnApi(where: string, got: string): ModelError {
  return new ModelError('permanent', `${where} does not speak the OpenAI API (got ${got}): check --judge-url, which usually ends in /v1`);
}

function retryAfter(value: string | undefined): { retryAfterMs?: number } {
  if (value === undefined) return {};
  const seconds = Number(value);
  if (Number.isFinite(seconds) && seconds >= 0) return { retryAfterMs: seconds * 1000 };
  const date = Date.parse(value);
  return Number.isNaN(date) ? {} : { retryAfterMs: Math.max(0, date - Date.now()) };
}

function errorText(answer: Answer): string {
  try {
    const body = JSON.parse(answer.body) as { error?: { message?: unknown } | string; message?: unknown; detail?: unknown };
    const message = typeof body.error === 'string' ? body.error : (body.error?.message ?? body.message ?? body.detail);
    if (typeof message === 'string') return excerpt(message);
  } catch {
    // Not JSON: shown as it is.
  }
  return excerpt(answer.body);
}

function excerpt(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
