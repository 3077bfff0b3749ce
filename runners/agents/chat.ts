/** The chat agent: a bare model asked once, and once more where it was cut at its limit, as a baseline for agents that search. */
import type OpenAI from 'openai';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError, ModelError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { withDeadline } from '../../judge/model/deadline.ts';
import { isStream, readStream } from '../../judge/model/stream.ts';
import { type Access, accessTo, addressOf } from '../http/access.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import { parseCompletion } from './completion.ts';
import { continued, type Message } from './continuation.ts';
import { type AgentDeps, withTries } from './deps.ts';
import { checkpointFields, concurrencySchema, endpointFields, nameSchema, timeoutSchema } from './entry.ts';
import { type AgentPlace, fetchFrom, lastFailure } from './failure.ts';
import { fingerprints, withoutKeys, withoutQuery } from './identity.ts';
import type { Live } from './research/journal.ts';
import { keysOf, Secrets } from './secrets.ts';

export const chatSchema = z.strictObject({
  kind: z.literal('chat').register(keys, { about: 'a chat model, asked once' }),
  name: nameSchema,
  ...checkpointFields(),
  ...endpointFields('as the endpoint calls it', 'OpenAI-compatible endpoint, as in `http://localhost:8000/v1`'),
  system: z.string().min(1).exactOptional().register(keys, {
    about: 'the system prompt; the built-in one asks for one complete, cited report in the language of the query',
    absent: 'built in',
  }),
  temperature: z.number().min(0).max(2).exactOptional().register(keys, { about: 'of the model', absent: 'not sent' }),
  maxTokens: z
    .int()
    .min(1)
    .exactOptional()
    .register(keys, { about: 'of one answer, reasoning included; a report that is cut there is continued once', absent: 'not sent' }),
  params: z
    .record(z.string(), z.unknown())
    .refine(
      (params) => !['model', 'messages', 'stream', 'n'].some((name) => name in params),
      'params set neither model, messages, stream nor n',
    )
    .default({})
    .register(keys, { about: "sent as they are in the request's body; not `model`, `messages`, `stream` or `n`" }),
  stream: z.boolean().default(false).register(keys, {
    about: 'whether the answer is asked for as a stream, for endpoints that give no other; a stream is read in any case',
  }),
  timeoutSeconds: timeoutSchema(1800, 'deadline of one answer'),
  concurrency: concurrencySchema(8, 'requests at once'),
});

export type ChatConfig = z.infer<typeof chatSchema>;

const SYSTEM = `You write research reports for a demanding reader. Answer the query with one complete report.

- Write in the language of the query.
- Meet every requirement that the query states, and what its author plainly needs without saying so.
- Give concrete facts: names, numbers, dates. Cite the source of each in the text, as a link or by title, and name no source that you do not know.
- Weigh and conclude rather than list. Where evidence is thin or sources disagree, say so.
- Use Markdown with headings, and tables where they make comparison easier.

Reply with the report alone.`;

/** Longest timer there is: the SDK's own deadline is out of the way, as withDeadline keeps one that ends the call for good. */
const NEVER_MS = 2 ** 31 - 1;

export function createChatAgent(config: ChatConfig, deps: AgentDeps): Agent {
  const system = config.system ?? SYSTEM;
  const state = { proven: false };
  return {
    name: config.name,
    identity: withoutKeys(
      {
        kind: 'chat',
        model: config.model,
        url: withoutQuery(addressOf(config.url, deps.env)),
        system: fingerprint(system),
        temperature: config.temperature ?? null,
        maxTokens: config.maxTokens ?? null,
        params: config.params,
        ...(Object.keys(config.headers).length > 0 && { headers: fingerprints(config.headers) }),
      },
      deps.env,
      { key: deps.env[config.apiKeyEnv] },
    ),
    concurrency: config.concurrency,
    most: { calls: 2 },
    check: async () => void accessTo(config, deps.env, `agent "${config.name}"`),
    attempt: (task, _repeat, signal, stopping, live) =>
      attempt(config, deps, { system, state }, task, { signal, stopping, affords: live?.affords ?? (() => true) }),
  };
}

interface Chat {
  readonly system: string;
  /** Set by the first good answer: what the endpoint refuses afterwards is that one task, not the entry. */
  readonly state: { proven: boolean };
}

/** What ends an attempt, or keeps it from going on. */
interface Around {
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
  readonly affords: NonNullable<Live['affords']>;
}

/** The SDK does not retry: its waits between tries cannot be broken off, and last as long as a server likes. */
async function attempt(
  config: ChatConfig,
  deps: AgentDeps,
  chat: Chat,
  task: AgentTask,
  { signal, stopping, affords }: Around,
): Promise<AgentReply> {
  const access = accessTo(config, deps.env, `agent "${config.name}"`);
  const secrets = new Secrets(keysOf(deps.env, { key: access.key }, access.headers), access.secrets);
  const ask = (messages: readonly Message[]) =>
    withTries(() => complete({ access, secrets, fetch: deps.fetch }, config, chat, messages, signal), deps, stopping);
  const asked: readonly Message[] = [
    { role: 'system', content: chat.system },
    { role: 'user', content: task.query },
  ];
  try {
    const reply = await ask(asked);
    const cut = reply.notes?.includes('truncated') === true && !stopping.aborted && affords(reply);
    return cut ? await continued(reply, asked, { ask, keep: (text) => secrets.keep(text), signal }) : reply;
  } catch (error) {
    throw lastFailure(error);
  }
}

interface Line {
  readonly access: Access;
  readonly secrets: Secrets;
  readonly fetch: typeof globalThis.fetch;
}

async function complete(
  { access, secrets, fetch }: Line,
  config: ChatConfig,
  chat: Chat,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<AgentReply> {
  const { model, name, timeoutSeconds } = config;
  const who = `agent "${name}"`;
  const { url } = access;
  const place: AgentPlace = {
    who,
    where: `${url} of ${who}`,
    model,
    secrets: secrets.handed,
    settings: { key: config.apiKeyEnv, url: 'url', model: 'model', body: 'model and params' },
    proven: chat.state.proven,
    firstIsEntry: true,
    spentIn: () => ({ model, usage: { inputTokens: 0, outputTokens: 0 } }),
  };
  const late = () => new AgentError('agent', `${who} gave no report within ${timeoutSeconds} s`);
  const body = await withDeadline(timeoutSeconds * 1000, signal, late, async (inner) => {
    // The SDK's own errors keep neither the whole answer nor always their cause.
    let failure: unknown;
    const heard: typeof fetch = (input, init) =>
      fetchFrom(place, fetch, input, init).catch((error: unknown) => {
        failure = error;
        throw error;
      });
    try {
      const client = await createClient(access, heard);
      return await client.post<unknown>('/chat/completions', { body: requestBody(config, access.openAi, messages), signal: inner });
    } catch (error) {
      throw failure ?? new ModelError('transient', `${who}: ${url} answered with what cannot be read (${secrets.quote(String(error))})`);
    }
  });
  const reply = parseCompletion(typeof body === 'string' && isStream('', body) ? (readStream(body) ?? body) : body, {
    who,
    url,
    model,
    secrets,
  });
  chat.state.proven = true;
  return reply;
}

function requestBody(config: ChatConfig, openAi: boolean, messages: readonly Message[]): Record<string, unknown> {
  return {
    model: config.model,
    messages,
    ...(config.temperature !== undefined && { temperature: config.temperature }),
    // OpenAI's reasoning models refuse the old name, and many other servers do not know the new one.
    ...(config.maxTokens !== undefined && { [openAi ? 'max_completion_tokens' : 'max_tokens']: config.maxTokens }),
    ...(config.stream && { stream: true, stream_options: { include_usage: true } }),
    ...config.params,
  };
}

/** Everything is given, because the SDK would take from the process's environment what is not. It is large: loaded by whoever asks. */
async function createClient({ url, key, headers }: Access, fetch: typeof globalThis.fetch): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    // Servers of one's own often want no key, and the SDK insists on one.
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: url,
    // Azure's own header in place of the SDK's, and what was configured.
    defaultHeaders: { authorization: null, ...headers },
    fetch,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: 'off',
  });
}
