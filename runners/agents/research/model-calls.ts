/** ModelCalls: asks a trial's model for its next words, in the room and the time that there are, and counts what they took. */
import { AgentError } from '../../../judge/errors.ts';
import { NO_USAGE, totalTokens, type Usage } from '../../../judge/model/usage.ts';
import type { TraceEvent } from '../trace.ts';
import { withoutThoughts } from './answer-text.ts';
import { sizeOfAll } from './context.ts';
import type { ModelReply, TalkRequest, ToolWords, Turn } from './conversation.ts';
import type { ConversationWindow } from './conversation-window.ts';
import type { Habits } from './dialects/dialect.ts';
import { harmless } from './fence.ts';
import { LEAST_ANSWER } from './limits.ts';
import { WORDS } from './prompts.ts';
import { NoRoom, TooLong } from './talk.ts';
import { bounded, seconds } from './trace-text.ts';
import type { TrialState } from './trial-state.ts';

/** Times that a request is made shorter because the endpoint calls it too long. */
const MOST_SHORTENED = 3;

const NO_TOOLS: readonly ToolWords[] = [];

interface Kept {
  readonly reply?: ModelReply;
  readonly end?: 'late' | 'no room' | 'too long';
  /** Tokens of the budget. */
  readonly taken?: number;
  /** Tokens that the request was thought to hold. */
  readonly estimated?: number;
  /** The request told of tools in words. */
  readonly inWords?: true;
  /** The endpoint took the tools of the request and told its model nothing of them. */
  readonly dropped?: true;
}

export class ModelCalls {
  readonly #state: TrialState;
  readonly #window: ConversationWindow;
  /** Why there was no answer the last time. */
  ended: 'late' | 'no room' | 'too long' | undefined;

  /** Whether the last answer came from a model that was not told of its tools, and the next one will not. */
  unheard = false;

  constructor(state: TrialState, window: ConversationWindow) {
    this.#state = state;
    this.#window = window;
  }

  /** The next answer; undefined where there is no room or no time for one. */
  async ask(researching: boolean, turns: readonly Turn[], toolsOpen = researching): Promise<ModelReply | undefined> {
    for (let shortened = 0; shortened <= MOST_SHORTENED; shortened++) {
      const asked = await this.#askOnce(researching, turns, toolsOpen);
      if (asked !== 'too long') return asked;
      this.#window.shorten();
    }
    return undefined;
  }

  async #askOnce(researching: boolean, turns: readonly Turn[], toolsOpen: boolean): Promise<ModelReply | undefined | 'too long'> {
    const { recorder, talk, learnt, model } = this.#state.setup;
    const number = this.#state.turn + 1;
    const shown = await this.#window.shown(turns);
    const told = { messages: 0, tokens: 0, maxTokens: 0, tools: toolsOpen };
    let inWords = false;
    const request = (habits: Habits, fit: readonly Turn[]) => {
      inWords = toolsOpen && habits.tools === 'words';
      return this.#request(habits, fit, toolsOpen);
    };
    let live = false;
    const kept = await recorder.effect<Kept>('model', async () => {
      live = true;
      const before = this.#state.allowance.tokens;
      const began = recorder.now();
      let fit: readonly Turn[] = shown;
      try {
        const reply = await this.#state.within(researching, (signal) =>
          talk.ask(
            {
              request: (habits) => {
                fit = this.#window.fitted(shown, counted(request(habits, shown), habits), researching);
                return request(habits, fit);
              },
              take: (asking) => {
                const input = this.#window.inputOf(counted(asking, learnt.habits));
                const room = this.#state.allowance.take(input, {
                  last: !researching,
                  least: Math.min(LEAST_ANSWER, this.#state.setup.limits.turnTokens),
                });
                const { window, mostOutput } = learnt;
                const maxTokens = Math.min(room?.maxTokens ?? 0, mostOutput, Math.max(LEAST_ANSWER, window - input));
                Object.assign(told, { messages: asking.turns.length, tokens: input, maxTokens });
                return room === undefined ? undefined : { ...room, maxTokens };
              },
            },
            signal,
            this.#state.stopping,
          ),
        );
        const taken = this.#state.allowance.tokens - before;
        if (reply === 'late')
          return {
            value: { end: 'late', taken },
            event: this.#state.event(number, 'error', 'model', 'no answer within the time of the trial'),
          };
        const dropped = toolsOpen && !inWords && hasDroppedTools(this.#request(learnt.habits, fit, toolsOpen), reply);
        return {
          value: {
            reply: this.#state.setup.keep(reply),
            taken,
            estimated: told.tokens,
            ...(inWords && { inWords }),
            ...(dropped && { dropped }),
          },
          event: this.#modelEvent(number, reply, told, recorder.now() - began),
        };
      } catch (error) {
        if (error instanceof NoRoom) return { value: { end: 'no room', taken: this.#state.allowance.tokens - before } };
        if (error instanceof TooLong)
          return { value: { end: 'too long' }, event: this.#state.event(number, 'error', 'model', error.message) };
        if (error instanceof AgentError && error.fault === 'agent')
          throw new AgentError('agent', error.message, { cause: error, spent: { ...this.#state.spent(), model } });
        throw error;
      }
    });
    this.ended = kept.end;
    if (kept.inWords === true) this.#state.toldInWords++;
    this.unheard = kept.dropped === true && !learnt.changed.has('tools');
    if (this.unheard) learnt.habits.tools = 'words';
    if (kept.end === 'too long') return 'too long';
    this.#count(kept, live);
    if (kept.reply === undefined) return undefined;
    this.#state.turn = number;
    return kept.reply;
  }

  /** What is sent. Told of tools in words, a model hears of its report only once it has begun to look things up: weak ones answer at once where they may. */
  #request(habits: Habits, turns: readonly Turn[], toolsOpen: boolean): Omit<TalkRequest, 'maxTokens'> {
    const { setup, system, today, toolWords, begun } = this.#state;
    if (!toolsOpen) return { system, turns, tools: NO_TOOLS };
    if (habits.tools !== 'words') return { system, turns, tools: toolWords };
    const words = WORDS[setup.language];
    const [first] = turns;
    const [tool] = toolWords;
    if (begun || first?.kind !== 'user' || tool === undefined)
      return { system: `${system}\n\n${words.inWords(toolWords)}`, turns, tools: toolWords };
    return {
      system: `${words.beginner(today, setup.instructions)}\n\n${words.inWords(toolWords)}`,
      turns: [{ kind: 'user', text: words.begin(first.text, tool.name) }, ...turns.slice(1)],
      tools: toolWords,
    };
  }

  /** What an answer took; on a second way through the journal the allowance learns it here, too. */
  #count({ reply, taken = 0, estimated = 0 }: Kept, live: boolean): void {
    const usage = reply?.usage;
    if (!live) {
      if (usage !== undefined) this.#state.allowance.spend(usage);
      const unknown = taken - (usage === undefined ? 0 : totalTokens({ ...NO_USAGE, ...usage }));
      if (unknown > 0) this.#state.allowance.spend({ outputTokens: unknown });
    }
    if (reply === undefined) return;
    this.#state.usage = usage === undefined || this.#state.usage === undefined ? undefined : added(this.#state.usage, usage);
    const read = (usage?.inputTokens ?? 0) + (usage?.cachedInputTokens ?? 0) + (usage?.cacheWriteTokens ?? 0);
    this.#window.learn(estimated, read);
  }

  /** Sums older turns up where the policy wants that and they have grown long. */
  async compress(): Promise<void> {
    const { context, language } = this.#state.setup;
    if (context.policy !== 'compress') return;
    const from = this.#window.summed?.upTo ?? 1;
    const upTo = Math.max(from, this.#state.turns.length - context.keep);
    const shown = await this.#window.shown(this.#state.turns);
    if (upTo <= from || sizeOfAll(shown) < this.#window.tokens * 0.6) return;
    const turn = this.#state.turn;
    const reply = await this.ask(true, [...this.#state.turns.slice(0, upTo), { kind: 'user', text: WORDS[language].compress }], false);
    // Summing up is no step of the research; what it takes counts all the same.
    this.#state.turn = turn;
    const summary = reply === undefined ? '' : withoutThoughts(reply.text).trim();
    if (summary === '') return;
    const sources = this.#state.sources
      .all()
      .map(({ id, title, url }) => `[${id}] ${harmless(title, this.#state.mark)} ${url}`)
      .slice(-200)
      .join('\n');
    this.#window.summed = { upTo, turn: { kind: 'user', text: WORDS[language].compressed(summary, sources) } };
  }

  #modelEvent(turn: number, { text, calls, finish, usage }: ModelReply, told: object, took: number): TraceEvent {
    return {
      ...this.#state.event(turn, 'message', 'assistant', {
        text: bounded(text, 100_000),
        ...(calls.length > 0 && { calls: calls.map(({ id, name, input }) => ({ id, name, input: bounded(input) })) }),
        finish,
      }),
      input: { ...told },
      seconds: seconds(took),
      ...(usage !== undefined && { usage }),
    };
  }
}

/** Tools that are told of in words stand in the system prompt, and are not counted again. */
function counted(request: Omit<TalkRequest, 'maxTokens'>, habits: Habits): Omit<TalkRequest, 'maxTokens'> {
  return habits.tools === 'words' ? { ...request, tools: NO_TOOLS } : request;
}

function added(sum: Partial<Usage>, more: Partial<Usage>): Partial<Usage> {
  const names = [...new Set([...Object.keys(sum), ...Object.keys(more)])] as (keyof Usage)[];
  return Object.fromEntries(names.map((name) => [name, (sum[name] ?? NO_USAGE[name]) + (more[name] ?? NO_USAGE[name])]));
}

/** Bytes of words, and of a tool as templates shorten it, that are hardly ever fewer than a token: what an endpoint counts fewer tokens for, its model was not told. */
const MOST_BYTES_A_TOKEN = 5;
const MOST_TOOL_BYTES_A_TOKEN = 8;

function hasDroppedTools({ system, turns, tools }: Omit<TalkRequest, 'maxTokens'>, { calls, usage }: ModelReply): boolean {
  const read = (usage?.inputTokens ?? 0) + (usage?.cachedInputTokens ?? 0) + (usage?.cacheWriteTokens ?? 0);
  if (calls.length > 0 || read === 0 || turns.some(({ kind }) => kind === 'turn')) return false;
  const said = turns.reduce((sum, turn) => sum + (turn.kind === 'user' ? Buffer.byteLength(turn.text) : 0), Buffer.byteLength(system));
  return read < said / MOST_BYTES_A_TOKEN + Buffer.byteLength(JSON.stringify(tools)) / MOST_TOOL_BYTES_A_TOKEN;
}
