/** The HTTP agent: a service that takes `POST {taskId, query}` and answers with the same object as a command's JSON. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { withDeadline } from '../../judge/model/deadline.ts';
import { expandHeaders } from '../http/access.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import { parseAnswer, spentIn } from './answer.ts';
import { decodeUtf8 } from './decode.ts';
import { type AgentDeps, withTries } from './deps.ts';
import { checkpointFields, concurrencySchema, headersSchema, nameSchema, timeoutSchema, urlSchema } from './entry.ts';
import { type AgentPlace, fetchFrom, lastFailure } from './failure.ts';
import { fingerprints, withoutKeys, withoutQuery } from './identity.ts';
import { expandEnv, keysOf, Secrets } from './secrets.ts';

export const httpSchema = z.strictObject({
  kind: z.literal('http').register(keys, { about: 'a service' }),
  name: nameSchema,
  ...checkpointFields(),
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

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  /** The URL for messages. */
  readonly where: string;
  readonly who: string;
}

export function createHttpAgent(config: HttpConfig, deps: AgentDeps): Agent {
  const state = { proven: false };
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
    attempt: (task, _repeat, signal, stopping) => attempt(config, deps, { task, state }, signal, stopping),
  };
}

interface Asked {
  readonly task: AgentTask;
  /** Set by the first answer that was taken. */
  readonly state: { proven: boolean };
}

async function attempt(config: HttpConfig, deps: AgentDeps, asked: Asked, signal: AbortSignal, stopping: AbortSignal): Promise<AgentReply> {
  const call = prepare(config, deps);
  try {
    return await withTries(() => post(call, config, deps, asked, signal), deps, stopping);
  } catch (error) {
    throw lastFailure(error);
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

/** One try. A ModelError that is not permanent asks for another. */
async function post(call: Call, config: HttpConfig, deps: AgentDeps, { task, state }: Asked, signal: AbortSignal): Promise<AgentReply> {
  const { who, where, secrets } = call;
  const place: AgentPlace = {
    who,
    where: `${where} of ${who}`,
    secrets: secrets.handed,
    settings: { key: 'the key in headers', url: 'its url' },
    proven: state.proven,
    firstIsEntry: false,
    spentIn: (body) => spentIn(body, secrets),
  };
  const late = () => new AgentError('agent', `${who} gave no report within ${config.timeoutSeconds} s`);
  const { response, bytes } = await withDeadline(config.timeoutSeconds * 1000, signal, late, async (inner) => {
    const response = await fetchFrom(place, deps.fetch, call.url, {
      method: 'POST',
      headers: call.headers,
      body: JSON.stringify({ taskId: task.id, query: task.query }),
      redirect: 'manual',
      signal: inner,
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  });
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new AgentError('agent', `${who} answered with what is not UTF-8`);
  if (isHtml(response, text)) {
    throw new AgentError('harness', `${who}: ${where} answered with a web page, not with JSON: check its url`);
  }
  state.proven = true;
  return parseAnswer(text, who, secrets);
}

function isHtml(response: Response, text: string): boolean {
  return /text\/html/i.test(response.headers.get('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(text);
}
