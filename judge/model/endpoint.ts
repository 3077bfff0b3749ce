/**
 * Chat completions over an OpenAI-compatible endpoint: the judge's only network file.
 *
 * HTTP is spoken directly on a pool of kept-alive connections: the SDK's own work for one call (about a millisecond) is as much as
 * everything else that judging a criterion costs. Agents, which make few calls, go through the SDK.
 */
import { Pool } from 'undici';
import { SCHEMA_IN_WORDS } from '../checklist/prompts.ts';
import { InputError, ModelError } from '../errors.ts';
import { fill } from '../reading/fill.ts';
import { readCompletion } from './completion.ts';
import { withDeadline } from './deadline.ts';
import { decompress } from './decompress.ts';
import { type Answer, complaint, networkError, type Place, statusError } from './failure.ts';
import type { Complete, Completion, ModelRequest, Opening } from './model.ts';
import { retryAfter } from './retry-after.ts';
import { NO_USAGE } from './usage.ts';

export interface EndpointOptions {
  /** As in `https://host/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  /** The environment variable that the key comes from, for messages. OPENAI_API_KEY where absent. */
  readonly apiKeyName?: string;
  /** Sent with every request, in place of the key as a bearer. Names are in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What no message may show, beside the key. */
  readonly secrets?: readonly string[];
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
  /** How it was asked for JSON when it first answered; undefined before that. */
  readonly format: () => ReplyForm | undefined;
  close(): Promise<void>;
}

/** In the order they are given up: what asks for the reply's form. */
const FORMATS = ['schema', 'object', 'words'] as const;
export type ReplyForm = (typeof FORMATS)[number];
const LONGEST_BODY = 8 * 1024 * 1024;
/** Leaves out the byte order mark that some servers put before their JSON. */
const UTF8 = new TextDecoder();

/** What one request asks for beyond its words. */
interface Asked {
  readonly format: number;
  readonly temperature: boolean;
}

/** What is known of the endpoint so far. */
interface State {
  /** Asked for from the start of the next request. */
  format: number;
  temperature: boolean;
  /** The first format that brought an answer, and whether one came with a temperature. */
  workingFormat: number | undefined;
  workingTemperature: boolean;
  failures: number;
}

/** @throws InputError when the URL is no http(s) URL, or the key cannot be sent */
export function connect(options: EndpointOptions): Endpoint {
  const url = endpointUrl(options.baseUrl);
  const apiKey = usableKey(options.apiKey);
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
    ...(options.headers ?? (apiKey !== undefined && { authorization: `Bearer ${apiKey}` })),
  };
  const path = `${url.pathname}${url.search}`;
  const state: State = { format: 0, temperature: true, workingFormat: undefined, workingTemperature: false, failures: 0 };
  const place = (): Place => ({
    where: `${url.origin}${url.pathname}`,
    model: options.model,
    secrets: [...(apiKey === undefined ? [] : [apiKey]), ...(options.secrets ?? [])],
    apiKeyName: options.apiKeyName ?? 'OPENAI_API_KEY',
    proven: state.workingFormat !== undefined,
  });

  /** What requests ask for that ask for less than others. */
  const less = new WeakMap<ModelRequest, Asked>();

  async function complete(request: ModelRequest, signal: AbortSignal): Promise<Completion> {
    const asked = less.get(request) ?? { format: state.format, temperature: state.temperature };
    const answer = await post(pool, path, headers, requestBody(options, request, asked), options.timeoutMs, signal).catch((error) => {
      throw signal.aborted ? signal.reason : networkError(error, place(), ++state.failures);
    });
    if (answer.status >= 200 && answer.status < 300) {
      const completion = readCompletion(answer, place());
      state.workingFormat ??= asked.format;
      state.workingTemperature ||= asked.temperature;
      return completion;
    }
    const next = answer.status === 400 || answer.status === 422 ? askLess(answer, asked, state, options.onNotice) : undefined;
    const failure = statusError(answer, place());
    if (next === undefined) throw failure;
    less.set(request, next);
    throw new ModelError('unsupported', failure.message, { usage: NO_USAGE });
  }
  const format = () => (state.workingFormat === undefined ? undefined : FORMATS[state.workingFormat]);
  return { complete, format, close: () => pool.destroy() };
}

/** The address that calls go to. @throws InputError when it is no http(s) URL */
export function endpointUrl(baseUrl: string, path: 'chat/completions' | 'models' = 'chat/completions'): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InputError(`the judge's URL should look like https://host/v1, got "${baseUrl}"`);
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}/${path}`;
  return url;
}

/** Keys come from files and environments with a line end that is not theirs; what no header can carry is no key. */
function usableKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new InputError("the judge's API key holds a space or a character that no key can hold");
  return trimmed;
}

function requestBody(options: EndpointOptions, request: ModelRequest, asked: Asked): Buffer {
  const format = FORMATS[asked.format];
  const body = JSON.stringify({
    model: options.model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: format === 'schema' ? request.user : request.user + inWords(request) },
    ],
    ...(asked.temperature && { temperature: options.temperature }),
    ...(format === 'schema' && {
      response_format: { type: 'json_schema', json_schema: { name: request.schema.name, strict: true, schema: request.schema.schema } },
    }),
    ...(format === 'object' && { response_format: { type: 'json_object' } }),
    ...options.extraBody,
  });
  return request.opening === undefined ? Buffer.from(body) : opened(body, request.opening);
}

function inWords({ schema }: ModelRequest): string {
  return fill(SCHEMA_IN_WORDS, { schema: JSON.stringify(schema.schema) });
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

function post(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const late = () => new ModelError('transient', `no answer within ${timeoutMs / 1000} s`);
  return withDeadline(timeoutMs, signal, late, async (inner) => {
    const response = await pool.request({ method: 'POST', path, headers, body, signal: inner });
    return {
      status: response.statusCode,
      contentType: String(response.headers['content-type'] ?? ''),
      wait: retryAfter((name) => one(response.headers[name]), Date.now()),
      body: await decoded(await readBody(response.body), one(response.headers['content-encoding'])),
    };
  });
}

/** A header that comes twice says nothing. */
function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new ModelError('transient', `the answer is longer than ${LONGEST_BODY / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function decoded(body: Buffer, encoding: string | undefined): Promise<string> {
  try {
    return UTF8.decode(await decompress(body, encoding, LONGEST_BODY));
  } catch (cause) {
    throw new ModelError('transient', `the answer's ${encoding} encoding is broken or too long`, { cause });
  }
}

/**
 * What to ask for instead, where the endpoint refused a reply format or a temperature by its name; undefined where it did not.
 * What has never worked is not asked for again; a format that has is left out for this one request, and a temperature is kept, since
 * the refusal must then be of something else.
 */
function askLess(answer: Answer, asked: Asked, state: State, notice?: (line: string) => void): Asked | undefined {
  const said = complaint(answer.body);
  if (/temperature/i.test(said) && asked.temperature && !state.workingTemperature) {
    if (state.temperature) notice?.('the endpoint refuses a temperature: its own default is used, and repeated judgments may differ');
    state.temperature = false;
    return { ...asked, temperature: false };
  }
  if (!/response_format|json_schema|json_object|json mode|structured output|guided/i.test(said)) return undefined;
  if (asked.format === FORMATS.length - 1) return undefined;
  if (state.format === asked.format && state.workingFormat === undefined) {
    state.format++;
    notice?.(
      `the endpoint refuses ${asked.format === 0 ? 'a JSON schema' : 'JSON mode'}: asking for JSON ${asked.format === 0 ? 'mode' : 'in words'} instead`,
    );
  }
  return { ...asked, format: asked.format + 1 };
}
