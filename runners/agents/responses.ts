/** The responses agent: a model that researches by itself behind the Responses API, as OpenAI's deep research does; asked once, in the background, and polled. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError, ModelError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { withDeadline } from '../../judge/model/deadline.ts';
import { type Access, accessTo, addressOf } from '../http/access.ts';
import { sleep } from '../judging/sleep.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import { checkedReport, firstIssue } from './answer.ts';
import { type AgentDeps, withTries } from './deps.ts';
import { checkpointFields, concurrencySchema, endpointFields, nameSchema, timeoutSchema } from './entry.ts';
import { type AgentPlace, fetchFrom, lastFailure } from './failure.ts';
import { fingerprints, withoutKeys, withoutQuery } from './identity.ts';
import { partsOf, type ResponseBody, responseSchema, responseText } from './research/dialects/responses.ts';
import { type Live, Recorder, unkept } from './research/journal.ts';
import { keysOf, Secrets } from './secrets.ts';
import type { TraceEvent } from './trace.ts';

export const responsesSchema = z.strictObject({
  kind: z.literal('responses').register(keys, { about: 'a model that researches by itself behind the Responses API' }),
  name: nameSchema,
  ...checkpointFields(),
  ...endpointFields('as the endpoint calls it, as in `o4-mini-deep-research`', 'endpoint, as in `https://api.openai.com/v1`'),
  tools: z
    .array(z.looseObject({ type: z.string().min(1) }))
    .default([{ type: 'web_search_preview' }])
    .register(keys, { about: "a list of the endpoint's own tools" }),
  instructions: z.string().min(1).exactOptional().register(keys, { about: 'sent as `instructions`', absent: 'none' }),
  maxToolCalls: z.int().min(1).exactOptional().register(keys, { about: 'sent as `max_tool_calls`', absent: 'not sent' }),
  maxTokens: z.int().min(1).exactOptional().register(keys, { about: 'sent as `max_output_tokens`', absent: 'not sent' }),
  background: z
    .boolean()
    .default(true)
    .register(keys, { about: 'whether the answer is polled for, and found again after a crash; false: one request is held open' }),
  pollSeconds: z.number().min(0.05).max(600).default(10).register(keys, { about: 'between two polls, where the endpoint does not say' }),
  params: z
    .record(z.string(), z.unknown())
    .refine(
      (params) => !['model', 'input', 'stream', 'background', 'store'].some((name) => name in params),
      'params set neither model, input, stream, background nor store',
    )
    .default({})
    .register(keys, { about: "sent as they are in the request's body" }),
  timeoutSeconds: timeoutSchema(7200, 'deadline of one report; what is written by then is taken'),
  concurrency: concurrencySchema(4, 'reports at once'),
});

export type ResponsesConfig = z.infer<typeof responsesSchema>;

/** Reports that are asked for when the endpoint itself failed. */
const TRIES = 2;
/** Polls in a row that may fail before the endpoint is held to be gone for now. */
const LOST_POLLS = 30;
/** Requests that are answered at once: all but the one that is held open. */
const SHORT_MS = 60_000;
const PENDING = new Set(['queued', 'in_progress']);
/** Codes of failures that another request may not meet. */
const PASSING = /server_error|rate_limit|overloaded|timeout|unavailable/i;

export function createResponsesAgent(config: ResponsesConfig, deps: AgentDeps): Agent {
  const state = { proven: false };
  return {
    name: config.name,
    identity: withoutKeys(
      {
        kind: 'responses',
        model: config.model,
        url: withoutQuery(addressOf(config.url, deps.env)),
        tools: config.tools,
        instructions: config.instructions === undefined ? null : fingerprint(config.instructions),
        maxToolCalls: config.maxToolCalls ?? null,
        maxTokens: config.maxTokens ?? null,
        params: config.params,
        ...(Object.keys(config.headers).length > 0 && { headers: fingerprints(config.headers) }),
      },
      deps.env,
      { key: deps.env[config.apiKeyEnv] },
    ),
    concurrency: config.concurrency,
    most: { calls: 2 },
    endsItself: true,
    check: async () => void accessTo(config, deps.env, `agent "${config.name}"`),
    attempt: async (task, _repeat, signal, stopping, live) => {
      const access = accessTo(config, deps.env, `agent "${config.name}"`);
      const secrets = new Secrets(keysOf(deps.env, { key: access.key }, access.headers), access.secrets);
      const job = new Job(config, deps, { access, secrets, state, live: live ?? unkept(), signal, stopping });
      try {
        return await job.report(task);
      } catch (error) {
        signal.throwIfAborted();
        throw lastFailure(error);
      }
    },
  };
}

interface Around {
  readonly access: Access;
  readonly secrets: Secrets;
  /** Set by the first answer that was taken. */
  readonly state: { proven: boolean };
  readonly live: Live;
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
}

/** A response as it is kept: what is needed of it, whatever else it held. */
type Outcome = ResponseBody;

class Job {
  readonly #config: ResponsesConfig;
  readonly #deps: AgentDeps;
  readonly #around: Around;
  readonly #who: string;
  readonly #recorder: Recorder;

  constructor(config: ResponsesConfig, deps: AgentDeps, around: Around) {
    this.#config = config;
    this.#deps = deps;
    this.#around = around;
    this.#who = `agent "${config.name}"`;
    this.#recorder = new Recorder(around.live.journal, () => performance.now() / 1000);
  }

  async report(task: AgentTask): Promise<AgentReply> {
    let outcome: Outcome = {};
    for (let n = 1; n <= TRIES; n++) {
      // The id is on disk before the first poll, so that a crash loses no report that is being written.
      const begun = await this.#recorder.effect('create', async () => ({ value: await this.#create(task) }));
      outcome = await this.#recorder.effect('outcome', async () => {
        const ended = await this.#ended(begun);
        return { value: this.#around.secrets.keep(kept(ended)) };
      });
      if (outcome.status !== 'failed' || !PASSING.test(String(outcome.error?.code ?? ''))) break;
    }
    for (const [i, event] of eventsOf(outcome).entries())
      await this.#recorder.tell(`event ${i}`, { ...event, at: new Date().toISOString() });
    return this.#reply(outcome);
  }

  #reply(outcome: Outcome): AgentReply {
    const { model } = this.#config;
    const { status, usage } = outcome;
    const searches = searchesIn(outcome);
    const spent = { model, ...(usage != null && { usage: { ...usage, ...(searches > 0 && { toolCalls: searches }) } }) };
    const text = withSources(outcome);
    if (text.trim() === '') {
      const why = outcome.error?.message ?? outcome.incomplete_details?.reason ?? `status ${status ?? 'unknown'}`;
      throw new AgentError('agent', `${this.#who} wrote no report (${this.#around.secrets.quote(why)})`, { spent });
    }
    const isCut = status !== 'completed';
    return {
      report: checkedReport(text, this.#who, spent),
      ...spent,
      seconds: this.#recorder.elapsed,
      ...(isCut && { atLimit: true, notes: ['truncated'] }),
    };
  }

  /** What the endpoint answered at first: mostly an id alone. */
  async #create(task: AgentTask): Promise<ResponseBody> {
    const { model, instructions, tools, maxToolCalls, maxTokens, background, params, timeoutSeconds } = this.#config;
    const body = {
      model,
      input: task.query,
      tools,
      ...(instructions !== undefined && { instructions }),
      ...(maxToolCalls !== undefined && { max_tool_calls: maxToolCalls }),
      ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
      ...(background && { background: true, store: true }),
      ...params,
    };
    const { signal, stopping, secrets, state } = this.#around;
    const answered = await withTries(
      () => this.#send('POST', '/responses', signal, background ? SHORT_MS : timeoutSeconds * 1000, body),
      this.#deps,
      stopping,
    );
    state.proven = true;
    return secrets.keep(kept(answered));
  }

  /** The response once it has come to its end, or what there is of it at the deadline. */
  async #ended(begun: ResponseBody): Promise<ResponseBody> {
    if (!PENDING.has(begun.status ?? 'completed')) return begun;
    const { id } = begun;
    if (id == null) throw new AgentError('agent', `${this.#who}: the endpoint began a report and gave it no id`);
    const { signal, stopping, live } = this.#around;
    const wait = this.#deps.sleep ?? sleep;
    let failures = 0;
    for (;;) {
      const left = this.#config.timeoutSeconds - this.#recorder.now();
      if (left <= 0 || live.wishes().end) return this.#cancelled(id);
      await wait(Math.min(this.#config.pollSeconds, Math.max(left, 0.05)) * 1000, AbortSignal.any([signal, stopping]));
      try {
        const found = await this.#send('GET', `/responses/${encodeURIComponent(id)}`, signal, SHORT_MS);
        failures = 0;
        if (!PENDING.has(found.status ?? 'completed')) return found;
      } catch (error) {
        signal.throwIfAborted();
        // A poll costs nothing, and one that fails says nothing about the report.
        if (!(error instanceof ModelError) || error.kind === 'permanent' || ++failures > LOST_POLLS) throw this.#lost(id, error);
        if (error.retryAfterMs !== undefined) await wait(error.retryAfterMs, AbortSignal.any([signal, stopping]));
      }
    }
  }

  async #cancelled(id: string): Promise<ResponseBody> {
    const path = `/responses/${encodeURIComponent(id)}`;
    const { signal } = this.#around;
    const cancelled = await this.#send('POST', `${path}/cancel`, signal, SHORT_MS).catch(() => undefined);
    const found = cancelled ?? (await this.#send('GET', path, signal, SHORT_MS).catch(() => undefined));
    signal.throwIfAborted();
    return { ...found, status: 'incomplete', incomplete_details: { reason: `no report within ${this.#config.timeoutSeconds} s` } };
  }

  /** What an endpoint no longer knows is gone, and is not paid for a second time unasked. */
  #lost(id: string, error: unknown): unknown {
    if (error instanceof AgentError && error.fault === 'agent')
      return new AgentError('agent', `${this.#who}: the report that was begun as ${id} is lost: ${error.message}`, { cause: error });
    return error;
  }

  async #send(method: 'GET' | 'POST', path: string, signal: AbortSignal, ms: number, body?: unknown): Promise<ResponseBody> {
    const { access, secrets, state } = this.#around;
    const place: AgentPlace = {
      who: this.#who,
      where: `${access.url} of ${this.#who}`,
      model: this.#config.model,
      secrets: secrets.handed,
      settings: { key: this.#config.apiKeyEnv, url: 'url', model: 'model', body: 'tools and params' },
      proven: state.proven,
      firstIsEntry: true,
      spentIn: () => ({ model: this.#config.model, usage: { inputTokens: 0, outputTokens: 0 } }),
    };
    const late = () =>
      this.#config.background || method === 'GET'
        ? new ModelError('transient', `${place.where} did not answer within ${ms / 1000} s`)
        : new AgentError('agent', `${this.#who} gave no report within ${ms / 1000} s`);
    const text = await withDeadline(ms, signal, late, async (inner) => {
      const response = await fetchFrom(place, this.#deps.fetch, `${access.url}${path}`, {
        method,
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }), ...access.headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: inner,
      });
      return response.text();
    });
    const parsed = responseSchema.safeParse(parse(text));
    if (!parsed.success)
      throw new ModelError('transient', `${place.where} answered without a response (${firstIssue(parsed.error)}): ${secrets.quote(text)}`);
    return parsed.data;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the reasoning that only the endpoint can read. */
function kept({ id, status, error, incomplete_details: incomplete, output, usage }: ResponseBody): Outcome {
  return {
    ...(id != null && { id }),
    ...(status != null && { status }),
    ...(error != null && { error }),
    ...(incomplete != null && { incomplete_details: incomplete }),
    ...(output != null && { output: output.map(({ encrypted_content: _, ...item }) => item as (typeof output)[number]) }),
    ...(usage != null && { usage }),
  };
}

/** Searches that were done, which are billed by the piece; pages opened and looked through are not. */
function searchesIn({ output }: Outcome): number {
  return (output ?? []).filter((item) => {
    const action = z.object({ action: z.object({ type: z.string() }) }).safeParse(item).data?.action.type ?? 'search';
    return item.type === 'web_search_call' && action === 'search' && item.status !== 'failed';
  }).length;
}

const citationSchema = z.object({ type: z.literal('url_citation'), url: z.string(), title: z.string().nullish() });

/** The text; sources that are cited beside it and stand nowhere in it come behind it. */
function withSources(outcome: Outcome): string {
  const text = responseText(outcome);
  const cited = partsOf(outcome.output).flatMap(({ annotations }) =>
    (annotations ?? []).flatMap((note) => citationSchema.safeParse(note).data ?? []),
  );
  const left = [...new Map(cited.map((citation) => [citation.url, citation])).values()].filter(({ url }) => !text.includes(url));
  if (text.trim() === '' || left.length === 0) return text;
  return `${text.trimEnd()}\n\n## Sources\n\n${left.map(({ url, title }, i) => `${i + 1}. [${(title ?? url).replace(/[[\]\n]/g, ' ')}](${url})`).join('\n')}\n`;
}

/** Steps of the research, as the endpoint tells them. */
function eventsOf({ output, usage }: Outcome): TraceEvent[] {
  const last = (output ?? []).findLastIndex(({ type }) => type === 'message');
  return (output ?? []).map(({ type, ...item }, i): TraceEvent => {
    if (type === 'message')
      return { turn: i + 1, kind: 'message', name: 'assistant', output: item.content, ...(usage != null && i === last && { usage }) };
    if (/_call$/.test(type))
      return {
        turn: i + 1,
        kind: item.status === 'failed' ? 'error' : 'tool',
        name: type.replace(/_call$/, ''),
        input: item.action ?? item,
      };
    return { turn: i + 1, kind: 'message', name: type, output: item.summary ?? item };
  });
}
