/** openTalk: asks a model for its next words in a conversation with tools; what its endpoint does not take is learnt from its refusals. */
import { AgentError, ModelError } from '../../../judge/errors.ts';
import { withDeadline } from '../../../judge/model/deadline.ts';
import { networkError, type Place, statusError } from '../../../judge/model/failure.ts';
import { retryAfter } from '../../../judge/model/retry-after.ts';
import { isStream, readStream } from '../../../judge/model/stream.ts';
import type { Access } from '../../http/access.ts';
import { type AgentDeps, withTries } from '../deps.ts';
import type { Secrets } from '../secrets.ts';
import type { ModelReply, TalkRequest } from './conversation.ts';
import { chatDialect } from './dialects/chat.ts';
import type { Dialect, Habits } from './dialects/dialect.ts';
import { responsesDialect } from './dialects/responses.ts';
import type { Room } from './limits.ts';

/** The conversation is longer than the endpoint takes. */
export class TooLong extends Error {
  override name = 'TooLong';
}

/** No try could be paid for any more. */
export class NoRoom extends Error {
  override name = 'NoRoom';
}

export interface TalkOptions {
  readonly who: string;
  readonly access: Access;
  readonly secrets: Secrets;
  readonly model: string;
  readonly api: 'chat' | 'responses';
  readonly apiKeyEnv: string;
  readonly temperature: number | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds: number;
  /** Learnt by all trials of an agent together. */
  readonly learnt: Learnt;
  readonly deps: AgentDeps;
}

export interface Learnt {
  readonly habits: Habits;
  /** What has been changed once, and is not changed back and forth. */
  readonly changed: Set<string>;
  proven: boolean;
  /** Tokens of a request and its answer together, and of an answer, that the endpoint names as its most. */
  window: number;
  mostOutput: number;
}

export function newLearnt(openAi: boolean, tools: 'auto' | 'native' | 'words'): Learnt {
  return {
    habits: {
      bound: openAi ? 'max_completion_tokens' : 'max_tokens',
      tools: tools === 'words' ? 'words' : 'native',
      thoughts: false,
      temperature: true,
    },
    changed: new Set(tools === 'auto' ? [] : ['tools']),
    proven: false,
    window: Number.POSITIVE_INFINITY,
    mostOutput: Number.POSITIVE_INFINITY,
  };
}

/** A request whose size is not known before its endpoint's habits are. */
export interface Asking {
  /** The words of the request as the habits want them. */
  readonly request: (habits: Habits) => Omit<TalkRequest, 'maxTokens'>;
  /** Takes room for one try. */
  readonly take: (request: Omit<TalkRequest, 'maxTokens'>) => Room | undefined;
}

export interface Talk {
  /** @throws TooLong, NoRoom, AgentError, ModelError (permanent), the signal's reason */
  ask(asking: Asking, signal: AbortSignal, stopping: AbortSignal): Promise<ModelReply>;
}

const CONTEXT =
  /context.?(length|window|size)|too (long|large|many tokens)|maximum.{0,30}tokens|exceed.{0,40}(token|context|length)|prompt.{0,20}long|n_ctx/i;

export function openTalk(options: TalkOptions): Talk {
  const dialect = options.api === 'responses' ? responsesDialect : chatDialect;
  return {
    async ask(asking, signal, stopping) {
      try {
        return await withTries(() => oneTry(options, dialect, asking, signal), options.deps, stopping);
      } catch (error) {
        signal.throwIfAborted();
        // What may pass is nobody's fault, and owed again.
        throw error instanceof ModelError && error.kind !== 'permanent'
          ? new AgentError('harness', error.message, { cause: error })
          : error;
      }
    },
  };
}

async function oneTry(options: TalkOptions, dialect: Dialect, asking: Asking, signal: AbortSignal): Promise<ModelReply> {
  const { habits } = options.learnt;
  const request = asking.request(habits);
  const room = asking.take(request);
  if (room === undefined) throw new NoRoom('no room is left for another answer');
  let settled = false;
  try {
    const body = {
      model: options.model,
      ...dialect.body({ ...request, maxTokens: room.maxTokens }, habits),
      ...(habits.temperature && options.temperature !== undefined && { temperature: options.temperature }),
      ...options.params,
    };
    const answer = await send(options, dialect, JSON.stringify(body), signal);
    const reply = dialect.read(parsed(answer, options), new Set(request.tools.map(({ name }) => name)));
    if (reply === undefined)
      throw new ModelError('transient', `${where(options)} answered without a completion: a base URL usually ends in /v1`);
    options.learnt.proven = true;
    room.settle(reply.usage);
    settled = true;
    return reply;
  } catch (error) {
    // A refusal took nothing; of a call that broke nobody knows.
    if (!settled && isFree(error)) room.release();
    else if (!settled) room.settle(undefined);
    throw error;
  }
}

function isFree(error: unknown): boolean {
  if (error instanceof ModelError) return error.usage !== undefined || !error.sent;
  return error instanceof TooLong || error instanceof AgentError;
}

function where({ access, who }: TalkOptions): string {
  return `${access.url} of ${who}`;
}

function placeOf(options: TalkOptions): Place {
  return {
    where: where(options),
    model: options.model,
    secrets: options.secrets.handed,
    settings: { key: options.apiKeyEnv, url: 'url', model: 'model', body: 'params' },
    proven: options.learnt.proven,
  };
}

async function send(
  options: TalkOptions,
  dialect: Dialect,
  body: string,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly type: string }> {
  const place = placeOf(options);
  const late = () => new ModelError('timeout', `${place.where} gave no answer within ${options.timeoutSeconds} s`);
  const { response, text } = await withDeadline(options.timeoutSeconds * 1000, signal, late, async (inner) => {
    const response = await options.deps.fetch(`${options.access.url}${dialect.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...options.access.headers },
      body,
      signal: inner,
    });
    return { response, text: await response.text() };
  }).catch((error: unknown) => {
    if (signal.aborted || error instanceof ModelError) throw error;
    throw networkError(error, place, 0);
  });
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) return { text, type };
  const { status } = response;
  const isRefusal = status === 400 || status === 404 || status === 413 || status === 422;
  if (isRefusal && learn(options.learnt, text)) throw new ModelError('unsupported', text, { usage: { ...NOTHING } });
  if ((isRefusal || status === 500) && CONTEXT.test(text)) throw new TooLong(options.secrets.quote(text));
  const failure = statusError(
    { status, contentType: type, wait: retryAfter((name) => response.headers.get(name), Date.now()), body: text },
    place,
  );
  if (failure.kind !== 'refused' && failure.kind !== 'rejected') throw failure;
  if (!place.proven && failure.kind === 'refused') throw new ModelError('permanent', failure.message);
  throw new AgentError('agent', failure.message);
}

const NOTHING = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0, toolCalls: 0 } as const;

/** Whether something is asked otherwise from now on, as a refusal names it. */
function learn(learnt: Learnt, said: string): boolean {
  const { habits, changed } = learnt;
  const change = (what: string, to: () => void): boolean => {
    if (changed.has(what)) return false;
    changed.add(what);
    to();
    return true;
  };
  if (
    /reasoning_content|reasoning.{0,40}(missing|required|must|without|following)|thinking.{0,60}(block|must|expected)|encrypted_content/i.test(
      said,
    )
  )
    return change('thoughts', () => {
      habits.thoughts = !habits.thoughts;
    });
  if (isLearntNumber(learnt, said)) return true;
  if (/max_(completion_|output_)?tokens/i.test(said) && !/\d{3}/.test(said))
    return change(`bound ${habits.bound}`, () => {
      habits.bound =
        habits.bound === 'max_tokens' ? 'max_completion_tokens' : habits.bound === 'max_completion_tokens' ? 'max_tokens' : 'none';
    });
  if (/temperature/i.test(said))
    return change('temperature', () => {
      habits.temperature = false;
    });
  if (/tool|function.?call/i.test(said) && !/tool_call_id|tool message|must be followed|preceding/i.test(said))
    return change('tools', () => {
      habits.tools = 'words';
    });
  return false;
}

/** The most that an answer may have, where a refusal names it. The longest conversation is learnt too, and is no reason to ask the same again. */
function isLearntNumber(learnt: Learnt, said: string): boolean {
  const number = (pattern: RegExp) => Number((pattern.exec(said)?.[1] ?? '').replace(/,/g, '')) || Number.POSITIVE_INFINITY;
  learnt.window = Math.min(learnt.window, number(/(?:context (?:length|window|size)\D{0,30}|n_ctx\D{0,5})(\d[\d,]{2,})/i));
  const most = number(/(?:at most|maximum of|less than or equal to|<=) (\d[\d,]{2,})(?: (?:completion|output)|[^\d]*$)/i);
  if (!/max_(completion_|output_)?tokens/i.test(said) || most >= learnt.mostOutput) return false;
  learnt.mostOutput = most;
  return true;
}

function parsed({ text, type }: { readonly text: string; readonly type: string }, options: TalkOptions): unknown {
  if (isStream(type, text)) return readStream(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelError('transient', `${where(options)} answered with what is not JSON (${options.secrets.quote(text)})`);
  }
}
