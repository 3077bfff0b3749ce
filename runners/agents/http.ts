/** The HTTP agent: a service that takes `POST {taskId, query}` and answers with the same object as a command's JSON. */
import { errors } from 'undici';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError, InputError, ModelError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { withDeadline } from '../../judge/model/deadline.ts';
import { retryAfter } from '../../judge/model/retry-after.ts';
import { expandHeaders } from '../http/access.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import { parseAnswer, spentIn } from './answer.ts';
import { decodeUtf8 } from './decode.ts';
import { type AgentDeps, withTries } from './deps.ts';
import { concurrencySchema, headersSchema, nameSchema, timeoutSchema, urlSchema } from './entry.ts';
import { fingerprints, withoutKeys, withoutQuery } from './identity.ts';
import { expandEnv, keysOf, Secrets } from './secrets.ts';

export const httpSchema = z.strictObject({
  kind: z.literal('http').register(keys, { about: 'a service' }),
  name: nameSchema,
  url: urlSchema().register(keys, {
    about: 'takes `POST {"taskId": ..., "query": ...}` and answers with the JSON object above; `${NAME}` is taken from the environment',
  }),
  headers: headersSchema().default({}).register(keys, {
    about: 'sent with every request; `${NAME}` in a value is taken from the environment',
  }),
  timeoutSeconds: timeoutSchema(3600, 'deadline of one answer'),
  concurrency: concurrencySchema(4, 'requests at once'),
});

export type HttpConfig = z.infer<typeof httpSchema>;

/** Refused for every task alike: the entry is wrong, and no agent is to blame. */
const MISCONFIGURED: Readonly<Record<number, string>> = {
  401: 'check the key in its headers',
  403: 'check the key in its headers',
  404: 'check its url',
  405: 'check its url, which must take POST',
  407: 'the proxy wants a password',
};
const PASSING = new Set([408, 425, 429]);

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  /** The URL for messages. */
  readonly where: string;
  readonly who: string;
}

export function createHttpAgent(config: HttpConfig, deps: AgentDeps): Agent {
  const query = config.url.slice(withoutQuery(config.url).length);
  return {
    name: config.name,
    identity: withoutKeys(
      {
        kind: 'http',
        url: withoutQuery(config.url),
        ...(query !== '' && { query: fingerprint(query) }),
        headers: fingerprints(config.headers),
      },
      deps.env,
    ),
    concurrency: config.concurrency,
    attempt: (task, _repeat, signal, stopping) => attempt(config, deps, task, signal, stopping),
  };
}

async function attempt(
  config: HttpConfig,
  deps: AgentDeps,
  task: AgentTask,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<AgentReply> {
  const call = prepare(config, deps);
  try {
    return await withTries(() => post(call, config, deps, task, signal), deps, stopping);
  } catch (error) {
    if (error instanceof ModelError) throw new AgentError('harness', error.message, { cause: error });
    throw error;
  }
}

function prepare(config: HttpConfig, deps: AgentDeps): Call {
  const who = `agent "${config.name}"`;
  const url = expandEnv(config.url, deps.env, `url of ${who}`);
  const own = expandHeaders(config.headers, deps.env, who);
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...own.headers };
  const handed = [...url.secrets, ...own.secrets];
  const secrets = new Secrets(keysOf(deps.env, headers, ...handed.map((key) => ({ key }))), handed);
  return { url: url.text, headers, secrets, where: withoutQuery(config.url), who };
}

/** One try. A ModelError asks for another. */
async function post(call: Call, config: HttpConfig, deps: AgentDeps, task: AgentTask, signal: AbortSignal): Promise<AgentReply> {
  const { who, where } = call;
  const late = () => new AgentError('agent', `${who} gave no report within ${config.timeoutSeconds} s`);
  const { response, bytes } = await withDeadline(config.timeoutSeconds * 1000, signal, late, async (inner) => {
    try {
      const response = await deps.fetch(call.url, {
        method: 'POST',
        headers: call.headers,
        body: JSON.stringify({ taskId: task.id, query: task.query }),
        redirect: 'manual',
        signal: inner,
      });
      return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      throw networkError(error, call);
    }
  });
  const text = decodeUtf8(bytes);
  if (!response.ok) throw statusError(response, text, call);
  if (text === undefined) throw new AgentError('agent', `${who} answered with what is not UTF-8`);
  if (isHtml(response, text)) {
    throw new AgentError('harness', `${who}: ${where} answered with a web page, not with JSON: check its url`);
  }
  return parseAnswer(text, who, call.secrets);
}

function networkError(error: unknown, call: Call): Error {
  if (error instanceof errors.ResponseExceededMaxSizeError) return new AgentError('agent', `${call.who} answered with more than is read`);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
  return new ModelError('transient', `${call.who}: the connection to ${call.where} broke (${call.secrets.quote(code)})`);
}

function statusError(response: Response, text: string | undefined, call: Call): Error {
  const { status } = response;
  const { who, where, secrets } = call;
  const wait = retryAfter((name) => response.headers.get(name), Date.now());
  const said = isHtml(response, text ?? '') ? 'a web page' : secrets.quote(text ?? '') || 'no body';
  if (status === 429) return new ModelError('rate', `${who}: ${where} refused for its rate limit (429): ${said}`, wait);
  if (status >= 500 || PASSING.has(status)) {
    return new ModelError('transient', `${who}: ${where} failed (${status}): ${said}`, wait);
  }
  if (status < 400) return new InputError(`${who}: ${where} redirects (${status}): put the final address into its url`);
  const advice = MISCONFIGURED[status];
  if (advice !== undefined) return new InputError(`${who}: ${where} refused (${status}): ${advice}`);
  return new AgentError('agent', `${who}: ${where} refused (${status}): ${said}`, { spent: spentIn(text ?? '', secrets) });
}

function isHtml(response: Response, text: string): boolean {
  return /text\/html/i.test(response.headers.get('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(text);
}
