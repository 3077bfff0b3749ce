/** TrialState: what the parts of one trial of the research agent know together, its time and its limits; Setup: what it works with. */
import type { Usage } from '../../../judge/model/usage.ts';
import type { AgentReply, AgentTask } from '../agent.ts';
import type { TraceEvent } from '../trace.ts';
import type { ContextConfig } from './context.ts';
import type { ToolWords, Turn } from './conversation.ts';
import { TrialFolder } from './folder.ts';
import type { Live, Recorder, Wishes } from './journal.ts';
import { Allowance, type Limits, type TrialPrices } from './limits.ts';
import { mostTokens } from './most-tokens.ts';
import { type PromptLanguage, WORDS, writeWords } from './prompts.ts';
import type { Lookups, Search } from './search.ts';
import { Sources } from './sources.ts';
import type { Learnt, Talk } from './talk.ts';
import type { Tool } from './tools/tool.ts';

export interface Setup {
  readonly who: string;
  readonly model: string;
  readonly talk: Talk;
  readonly learnt: Learnt;
  readonly search: Search;
  readonly lookups: Lookups;
  readonly tools: readonly Tool[];
  readonly parameters: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly shell:
    | ((command: string, folder: string, signal: AbortSignal) => Promise<{ readonly status: string; readonly output: string }>)
    | undefined;
  readonly limits: Limits;
  readonly context: ContextConfig;
  readonly prices: TrialPrices;
  readonly language: PromptLanguage;
  /** Added to the system prompt. */
  readonly instructions: string | undefined;
  readonly recorder: Recorder;
  readonly wishes: () => Wishes;
  /** Whether the sweep's budget has room for another call. */
  readonly affords: NonNullable<Live['affords']>;
  /** `2026-01-31`, and a mark that nobody can foresee. */
  readonly today: () => string;
  readonly mark: () => string;
  readonly now: () => string;
  readonly keep: <T>(value: T) => T;
  readonly waitWhilePaused: (signal: AbortSignal) => Promise<void>;
}

/** Of the time, what is kept for writing the report, and the most of it. */
const WRITING_SHARE = 0.25;
const WRITING_SECONDS = 180;
const LONGEST_TIMER = 2 ** 31 - 1;
/** How often it is looked whether a person wants the trial to end. */
const LOOK_MS = 1_000;

export class TrialState {
  readonly task: AgentTask;
  readonly setup: Setup;
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
  readonly folder = new TrialFolder();
  readonly sources = new Sources();
  readonly turns: Turn[] = [];
  readonly notes = new Set<string>();
  readonly today: string;
  readonly system: string;
  readonly toolWords: readonly ToolWords[];
  readonly allowance: Allowance;
  /** Nobody can foresee it: what others wrote stands between two of it. */
  readonly mark: string;
  usage: Partial<Usage> | undefined = {};
  /** Answers of the model so far. */
  turn = 0;
  calls = 0;
  /** Answers to requests that told of tools in words. */
  toldInWords = 0;
  /** Whether a tool was called that there is, with arguments that it takes. */
  begun = false;
  /** Whether anything was found or read. */
  evidence = false;

  constructor(
    task: AgentTask,
    setup: Setup,
    { signal, stopping }: { readonly signal: AbortSignal; readonly stopping: AbortSignal },
    start: { readonly today: string; readonly mark: string },
  ) {
    const { language, limits, tools, parameters, instructions } = setup;
    this.task = task;
    this.setup = setup;
    this.signal = signal;
    this.stopping = stopping;
    this.mark = start.mark;
    this.today = start.today;
    this.system = WORDS[language].system(start.today, limits.turns, instructions);
    this.toolWords = tools.map(({ name, about, example }) => ({
      name,
      about: about[language],
      example,
      parameters: parameters.get(name) ?? {},
    }));
    this.turns.push({ kind: 'user', text: task.query });
    this.allowance = new Allowance(
      limits,
      mostTokens(this.system) + mostTokens(task.query) + mostTokens(writeWords(language, task.query)),
      setup.prices,
    );
  }

  wished(name: string): number | undefined {
    return this.setup.wishes().limits[name];
  }

  /** @param researching whether the time for writing is left out */
  secondsLeft(researching: boolean, elapsed = this.setup.recorder.elapsed): number {
    const seconds = this.wished('seconds') ?? this.setup.limits.seconds;
    if (seconds === undefined) return Number.POSITIVE_INFINITY;
    const writing = researching ? Math.min(WRITING_SECONDS, seconds * WRITING_SHARE) : 0;
    return seconds - writing - elapsed;
  }

  /** A signal that fires when the time for this is over. */
  async within<T>(researching: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T | 'late'> {
    const left = this.secondsLeft(researching, this.setup.recorder.now());
    if (left <= 0) return 'late';
    const time = new AbortController();
    const over = () => time.abort(new Error('the time of the trial is over'));
    const timer = setTimeout(over, Math.min(left * 1000, LONGEST_TIMER));
    // A person may end the research while an answer is on its way.
    const looking = setInterval(() => researching && this.setup.wishes().end && over(), LOOK_MS);
    try {
      return await work(AbortSignal.any([this.signal, time.signal]));
    } catch (error) {
      this.signal.throwIfAborted();
      if (time.signal.aborted) return 'late';
      throw error;
    } finally {
      clearTimeout(timer);
      clearInterval(looking);
    }
  }

  spent(): Pick<AgentReply, 'usage' | 'model' | 'searches'> {
    const { searches } = this.allowance;
    return {
      model: this.setup.model,
      ...(this.usage !== undefined && { usage: this.usage }),
      ...(searches > 0 && { searches: { [this.setup.search.engine]: searches } }),
    };
  }

  event(turn: number, kind: TraceEvent['kind'], name: string, output: unknown): TraceEvent {
    return {
      turn: Math.max(1, turn),
      kind,
      name,
      ...(output !== undefined && { output: this.setup.keep(output) }),
      at: this.setup.now(),
    };
  }
}
