/**
 * An endpoint that speaks OpenAI's chat completions, and what is learnt of it on the way: what it takes beside the words, how long a
 * prompt may be, whether it thinks.
 *
 * HTTP is spoken directly on a pool of kept-alive connections: the SDK's own work for one call (about a millisecond) is as much as
 * everything else that judging a criterion costs. Agents, which make few calls, go through the SDK.
 */
import type { Dispatcher } from 'undici';
import { ModelError } from '../errors.ts';
import { endpointUrl, headersOf, usableKey } from './address.ts';
import { learnWhatIsTaken } from './asked.ts';
import { complaint, numbersIn } from './complaint.ts';
import { readCompletion } from './completion.ts';
import { boundOf, fewestTokens, promptTokens } from './estimate.ts';
import { type Answer, networkError, type Place, statusError } from './failure.ts';
import { ANY_TEXT, type Complete, type Completion, type ModelRequest } from './model.ts';
import { isSameModel, windowIn } from './models-list.ts';
import { type Asked, type ReplyForm, requestBody } from './request-body.ts';
import { openTransport } from './transport.ts';
import { NO_USAGE } from './usage.ts';

export interface EndpointOptions {
  /** As in `https://host/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  /** The environment variable that the key comes from, for messages. OPENAI_API_KEY where absent. */
  readonly apiKeyName?: string;
  readonly temperature: number;
  /** Connections kept open. */
  readonly connections: number;
  /** Deadline of one call, from its start to the last byte. */
  readonly timeoutMs: number;
  /** Sent as they are in every request body, for what one endpoint understands. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  /** Sent with every request, in place of the key as a bearer. Names are in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What no message may show, beside the key. */
  readonly secrets?: readonly string[];
  /** Through which requests go, as where there is a proxy. */
  readonly dispatcher?: Dispatcher | undefined;
  /** One line for a person, when something is learnt of the endpoint. */
  readonly onNotice?: (line: string) => void;
}

export interface Endpoint {
  readonly complete: Complete;
  /** How it is asked for JSON, once it has answered so; undefined before that. */
  readonly format: () => ReplyForm | undefined;
  /** The longest prompt that the endpoint is known to take, in estimated tokens; Infinity while nothing is known. */
  readonly window: () => number;
  close(): Promise<void>;
}

/** Estimated tokens from which a prompt is worth a question about the endpoint's window, and a look at how much of it was read. */
const LONG_PROMPT = 4_000;
/** Least that a prompt must have to be held for too long. */
const SHORTEST_TOO_LONG = 512;
const MODELS_TIMEOUT_MS = 5_000;
/** Room for the thoughts of models that have been seen to think. */
const THOUGHTS = 16_000;
/** Prompts that were cut before no further one as long is sent. */
const CUTS_BELIEVED = 2;

/** Requests refused in a row by an endpoint that answered before, until it is looked whether it refuses everything, as where an account is empty. */
const MOST_REFUSALS = 3;

const UNCOUNTED = 'the endpoint does not say how many tokens of a prompt it read: whether it cuts long ones short cannot be told';

/** @throws InputError when the URL is no http(s) URL, or the key or a header cannot be sent */
export function connect(options: EndpointOptions): Endpoint {
  const url = endpointUrl(options.baseUrl);
  const apiKey = usableKey(options.apiKey);
  const notice = options.onNotice ?? (() => {});
  const transport = openTransport({ origin: url.origin, ...options });
  const headers = headersOf(apiKey, options.headers);
  const taken = learnWhatIsTaken(notice, { bound: url.hostname === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens' });
  const state = {
    ...{ proven: false, failures: 0, thinks: false, window: Number.POSITIVE_INFINITY, longest: 0, cut: 0, cuts: 0 },
    /** Requests that were refused for good since the last answer, and after how many of them a short question is asked. */
    ...{ refusals: 0, mostRefusals: MOST_REFUSALS },
    /** The window before one was guessed from a refusal that named none. */
    before: undefined as number | undefined,
    /** The request that is tried with less while none was answered. */
    trying: undefined as ModelRequest | undefined,
  };
  const said = new Set<string>();
  const once = (key: string, line: string) => {
    if (!said.has(key)) notice(line);
    said.add(key);
  };
  const place = (): Place => ({
    where: `${url.origin}${url.pathname}`,
    model: options.model,
    secrets: [...(apiKey === undefined ? [] : [apiKey]), ...(options.secrets ?? [])],
    settings: { key: options.apiKeyName ?? 'OPENAI_API_KEY', url: '--judge-url', model: '--judge-model' },
    proven: state.proven,
  });

  let models: Promise<void> | undefined;
  /** Many servers say in their list of models how long a prompt may be. */
  async function askForWindow(signal: AbortSignal): Promise<void> {
    const { pathname, search } = endpointUrl(options.baseUrl, 'models');
    const answer = await transport
      .send({ method: 'GET', path: pathname + search, headers, timeoutMs: MODELS_TIMEOUT_MS }, signal)
      .catch(() => undefined);
    const window = answer?.status === 200 ? windowIn(answer.body, options.model) : undefined;
    if (window !== undefined) state.window = Math.min(state.window, window);
  }

  /** @throws ModelError (length, rejected) where the prompt is known to be too long before it is sent */
  async function checkLength(request: ModelRequest, prompt: number, signal: AbortSignal): Promise<void> {
    if (prompt > LONG_PROMPT && prompt > state.longest) {
      models ??= askForWindow(signal);
      await models;
    }
    if (prompt > state.window - boundOf(request)) throw tooLong(prompt, '', false);
    if (state.cuts >= CUTS_BELIEVED && prompt > LONG_PROMPT && prompt > 2 * state.cut) throw cutShort(state.cut, prompt, { sent: false });
  }

  function tooLong(prompt: number, words: string, sent: boolean): ModelError {
    once('window', `the endpoint takes prompts of about ${state.window} tokens: longer reports are read in parts`);
    const message = `a prompt of about ${prompt} tokens is too long for the endpoint: give --context-tokens (${state.window} at most)${words}`;
    return new ModelError('length', message, { sent, usage: NO_USAGE });
  }

  function cutShort(read: number, prompt: number, how: { sent?: boolean; usage?: Completion['usage'] & {} }): ModelError {
    const line = `the endpoint read ${read} tokens of a prompt of about ${prompt}: it was cut short; raise the server's context or give --context-tokens ${read}`;
    once('cut', line);
    return new ModelError('rejected', line, how);
  }

  async function complete(request: ModelRequest, signal: AbortSignal): Promise<Completion> {
    const prompt = promptTokens(request);
    await checkLength(request, prompt, signal);
    const asked: Asked = taken.of(request);
    const body = requestBody(options, request, asked, state.thinks ? THOUGHTS : 0);
    const path = `${url.pathname}${url.search}`;
    const answer = await transport.send({ method: 'POST', path, headers, body }, signal).catch((error) => {
      throw signal.aborted ? signal.reason : networkError(error, place(), ++state.failures);
    });
    if (answer.status < 200 || answer.status >= 300) throw refusal(request, asked, prompt, answer);
    const completion = readCompletion(answer, place());
    checkRead(completion, request, prompt);
    learn(completion, request, prompt);
    return completion;
  }

  function learn(completion: Completion, request: ModelRequest, prompt: number): void {
    state.proven = true;
    // It was of those texts then.
    if (request.schema === ANY_TEXT && state.refusals > 0) state.mostRefusals *= 2;
    state.refusals = 0;
    state.longest = Math.max(state.longest, prompt);
    state.thinks ||= completion.thoughtful === true;
    taken.worked(request);
    if (request.tokens === true && taken.of(request).logprobs && completion.tokens === undefined)
      once('tokens', 'the endpoint gives no probabilities of tokens (logprobs): verdicts of this judge have no confidence');
    const { model } = completion;
    if (model !== undefined && !isSameModel(model, options.model))
      once(`model ${model}`, `the endpoint answers as "${model}", asked for "${options.model}": verdicts are that model's`);
  }

  /** @throws ModelError (rejected) where the tokens that were read show that the model did not see the prompt */
  function checkRead({ usage, total }: Completion, request: ModelRequest, prompt: number): void {
    if (prompt <= LONG_PROMPT) return;
    // No more of the prompt was read than all tokens together.
    const read = usage === undefined ? (total ?? 0) : usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
    if (read === 0) return once('uncounted', UNCOUNTED);
    if (read >= prompt / 2 || read >= fewestTokens(request) / 2) return;
    state.cut = Math.max(state.cut, read);
    state.cuts++;
    throw cutShort(read, prompt, usage === undefined ? {} : { usage });
  }

  function refusal(request: ModelRequest, asked: Asked, prompt: number, answer: Answer): ModelError {
    const failure = statusError(answer, place());
    const isRefused = failure.kind === 'refused';
    if (!isRefused && ((answer.status !== 500 && answer.status !== 501) || !failedBefore(request))) return failure;
    // An endpoint that is down fails at everything: one request is enough to see whether it takes less.
    if (!isRefused && !state.proven) {
      state.trying ??= request;
      if (state.trying !== request) return failure;
    }
    // What was learnt while it was under way has not been tried on it yet.
    if (asked !== taken.of(request)) return new ModelError('unsupported', failure.message, { usage: NO_USAGE });
    const isLonger = prompt > SHORTEST_TOO_LONG && prompt > state.longest;
    // A prompt that is longer than any that was answered is most likely too long; where none was yet, there are other reasons first.
    if (isLonger && taken.format() !== undefined) return learnWindow(request, prompt, answer, failure);
    const less = answer.status === 413 ? undefined : taken.refused(request, complaint(answer.body));
    // A short question tells first whether there is any use in asking for less.
    if (isRefused && !state.proven && less !== 'named' && request.schema !== ANY_TEXT) return failure;
    if (less !== undefined) return new ModelError('unsupported', failure.message, { usage: NO_USAGE });
    if (!isRefused || request.schema === ANY_TEXT) return failure;
    return isLonger ? learnWindow(request, prompt, answer, failure) : refusedForGood(prompt, failure);
  }

  /** Of a request that no way of asking helps. */
  function refusedForGood(prompt: number, failure: ModelError): ModelError {
    // A text that is withheld is withheld in parts too: then it was not its length.
    if (prompt <= state.window && state.before !== undefined) [state.window, state.before] = [state.before, undefined];
    if (++state.refusals % state.mostRefusals === 0) return failure;
    return new ModelError('rejected', failure.message, { usage: NO_USAGE });
  }

  const failed = new WeakSet<ModelRequest>();
  /** A server that fails at one request twice may mean it. */
  function failedBefore(request: ModelRequest): boolean {
    const before = failed.has(request);
    failed.add(request);
    return before;
  }

  /** From a limit that the server names, else by halves. */
  function learnWindow(request: ModelRequest, prompt: number, answer: Answer, failure: ModelError): ModelError {
    const bound = boundOf(request);
    const named = numbersIn(answer.body).filter((n) => n >= Math.max(SHORTEST_TOO_LONG, prompt / 32) && n < prompt && n !== bound);
    const window = named.length > 0 ? Math.min(...named) : Math.floor(prompt / 2) + bound;
    if (named.length === 0) state.before ??= state.window;
    // What was answered before was not too long.
    state.window = Math.min(state.window, Math.max(window, state.longest + bound));
    return tooLong(prompt, `. ${failure.message}`, true);
  }

  return { complete, format: taken.format, window: () => state.window, close: () => transport.close() };
}
