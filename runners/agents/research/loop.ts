/**
 * research: one attempt of a model with tools at one task, from the query to a report with numbered sources.
 *
 * All that comes from outside (answers of the model, results, pages, the time) goes through the recorder, and everything else follows
 * from it: an attempt that was broken off is gone through again from its journal and goes on where that ends.
 */
import { AgentError } from '../../../judge/errors.ts';
import { sha256 } from '../../../judge/hash.ts';
import { NO_USAGE, totalTokens, type Usage } from '../../../judge/model/usage.ts';
import type { AgentReply, AgentTask } from '../agent.ts';
import { joinPieces } from '../continuation.ts';
import type { TraceEvent } from '../trace.ts';
import { answerIn, hasAnswer, isNoReport, withoutThoughts } from './answer-text.ts';
import { readArguments } from './arguments.ts';
import { citedReport } from './citations.ts';
import { type ContextConfig, filed, fitted, keepLast, sizeOfAll } from './context.ts';
import type { ModelReply, ToolCall, ToolResult, ToolWords, Turn } from './conversation.ts';
import { fenced, harmless } from './fence.ts';
import { TrialFolder } from './folder.ts';
import type { Live, Recorder, Wishes } from './journal.ts';
import { Ledger } from './ledger.ts';
import { Allowance, LEAST_ANSWER, type Limits, type TrialPrices } from './limits.ts';
import { mostTokens } from './most-tokens.ts';
import { type PromptLanguage, WORDS } from './prompts.ts';
import { recordedSearch } from './recorded-search.ts';
import type { Lookups, Search } from './search.ts';
import { Sources } from './sources.ts';
import { type Learnt, NoRoom, type Talk, TooLong } from './talk.ts';
import { looksLikeCall } from './text-calls.ts';
import type { Desk, Tool } from './tools/tool.ts';

export interface Research {
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

type Why = 'turns' | 'tokens' | 'money' | 'seconds' | 'loop' | 'ended';

/** Of the time, what is kept for writing the report, and the most of it. */
const WRITING_SHARE = 0.25;
const WRITING_SECONDS = 180;
/** Characters of a page that a model is shown at once, at most and at least. */
const PAGE_CHARACTERS = 20_000;
const LEAST_PAGE = 800;
/** Of the tokens that are left, those that one page may take. */
const PAGE_SHARE = 0.12;
/** Turns before the end at which the model is told. */
const TOLD_TURNS = 3;
/** A draft that may stand for a report has as many characters. */
const LEAST_DRAFT = 200;
const LONGEST_EVENT_TEXT = 4_000;
const LONGEST_TIMER = 2 ** 31 - 1;
/** How often it is looked whether a person wants the trial to end. */
const LOOK_MS = 1_000;
/** Times that a request is made shorter because the endpoint calls it too long. */
const MOST_SHORTENED = 3;

export async function research(task: AgentTask, setup: Research, signal: AbortSignal, stopping: AbortSignal): Promise<AgentReply> {
  const trial = new Trial(task, setup, signal, stopping);
  try {
    return await trial.run();
  } finally {
    await trial.folder.remove();
  }
}

class Trial {
  readonly folder = new TrialFolder();
  readonly #task: AgentTask;
  readonly #setup: Research;
  readonly #signal: AbortSignal;
  readonly #stopping: AbortSignal;
  readonly #sources = new Sources();
  readonly #ledger = new Ledger();
  readonly #turns: Turn[] = [];
  readonly #notes = new Set<string>();
  readonly #pages: Parameters<typeof recordedSearch>[0]['pages'] = new Map();
  #allowance: Allowance;
  #usage: Partial<Usage> | undefined = {};
  #turn = 0;
  #calls = 0;
  #evidence = false;
  #why: Why | undefined;
  /** Why there was no answer the last time. */
  #ended: 'late' | 'no room' | 'too long' | undefined;
  #draft = '';
  #contextTokens: number;
  #summed: { readonly upTo: number; readonly turn: Turn } | undefined;
  #mark = '';
  #system = '';
  #toolWords: readonly ToolWords[] = [];
  /** How much larger requests were than they were thought to be. */
  #factor = 1;

  constructor(task: AgentTask, setup: Research, signal: AbortSignal, stopping: AbortSignal) {
    this.#task = task;
    this.#setup = setup;
    this.#signal = signal;
    this.#stopping = stopping;
    this.#contextTokens = setup.context.tokens;
    this.#allowance = new Allowance(setup.limits, 0, setup.prices);
  }

  async run(): Promise<AgentReply> {
    const { recorder, language, limits, tools, parameters, instructions, search } = this.#setup;
    const start = await recorder.effect('start', async () => ({
      value: { today: search.today ?? this.#setup.today(), mark: this.#setup.mark() },
    }));
    this.#mark = start.mark;
    this.#system = WORDS[language].system(start.today, limits.turns, instructions);
    this.#toolWords = tools.map(({ name, about }) => ({ name, about: about[language], parameters: parameters.get(name) ?? {} }));
    this.#turns.push({ kind: 'user', text: this.#task.query });
    this.#allowance = new Allowance(
      limits,
      mostTokens(this.#system) + mostTokens(this.#task.query) + mostTokens(WORDS[language].write),
      this.#setup.prices,
    );
    for (;;) {
      this.#stopping.throwIfAborted();
      // What the sweep cannot pay for waits: the trial goes on from here once the budget is raised.
      if (!this.#setup.affords(this.#spent()))
        throw new AgentError('harness', `${this.#setup.who}: the budget is spent; the trial goes on when it is raised`);
      await this.#setup.waitWhilePaused(this.#signal);
      this.#why ??= this.#whyWrite();
      if (this.#why !== undefined) return this.#forced(this.#why);
      await this.#compress();
      const reply = await this.#ask(true, this.#turns);
      if (reply === undefined) {
        this.#why = this.#setup.wishes().end
          ? 'ended'
          : this.#ended === 'late'
            ? 'seconds'
            : limits.amount !== undefined && limits.tokens === undefined
              ? 'money'
              : 'tokens';
        continue;
      }
      const finished = await this.#heard(reply);
      if (finished !== undefined) return finished;
    }
  }

  /** Why nothing is looked up any more; undefined while there is room. Told from what is recorded alone, so that it is told alike again. */
  #whyWrite(): Why | undefined {
    const { limits, wishes } = this.#setup;
    const turns = this.#wished('turns') ?? limits.turns;
    if (wishes().end) return 'ended';
    if (this.#ledger.looping) return 'loop';
    if (this.#turn >= turns - 1) return 'turns';
    if (this.#secondsLeft(true) <= 0) return 'seconds';
    return undefined;
  }

  #wished(name: string): number | undefined {
    return this.#setup.wishes().limits[name];
  }

  /** @param researching whether the time for writing is left out */
  #secondsLeft(researching: boolean, elapsed = this.#setup.recorder.elapsed): number {
    const seconds = this.#wished('seconds') ?? this.#setup.limits.seconds;
    if (seconds === undefined) return Number.POSITIVE_INFINITY;
    const writing = researching ? Math.min(WRITING_SECONDS, seconds * WRITING_SHARE) : 0;
    return seconds - writing - elapsed;
  }

  /** A signal that fires when the time for this is over. */
  async #within<T>(researching: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T | 'late'> {
    const left = this.#secondsLeft(researching, this.#setup.recorder.now());
    if (left <= 0) return 'late';
    const time = new AbortController();
    const over = () => time.abort(new Error('the time of the trial is over'));
    const timer = setTimeout(over, Math.min(left * 1000, LONGEST_TIMER));
    // A person may end the research while an answer is on its way.
    const looking = setInterval(() => researching && this.#setup.wishes().end && over(), LOOK_MS);
    try {
      return await work(AbortSignal.any([this.#signal, time.signal]));
    } catch (error) {
      this.#signal.throwIfAborted();
      if (time.signal.aborted) return 'late';
      throw error;
    } finally {
      clearTimeout(timer);
      clearInterval(looking);
    }
  }

  /** The next answer; undefined where there is no room or no time for one. */
  async #ask(researching: boolean, turns: readonly Turn[], toolsOpen = researching): Promise<ModelReply | undefined> {
    for (let shortened = 0; shortened <= MOST_SHORTENED; shortened++) {
      const asked = await this.#askOnce(researching, turns, toolsOpen);
      if (asked !== 'too long') return asked;
      const { window } = this.#setup.learnt;
      this.#contextTokens = Math.floor(
        Math.min(this.#contextTokens / 2, Number.isFinite(window) ? window * 0.7 : Number.POSITIVE_INFINITY),
      );
    }
    return undefined;
  }

  async #askOnce(researching: boolean, turns: readonly Turn[], toolsOpen: boolean): Promise<ModelReply | undefined | 'too long'> {
    const { recorder, talk, language, model } = this.#setup;
    const number = this.#turn + 1;
    const shown = await this.#shown(turns);
    const told = { messages: 0, tokens: 0, maxTokens: 0, tools: toolsOpen };
    type Kept = { readonly reply?: ModelReply; readonly end?: 'late' | 'no room' | 'too long'; readonly taken?: number };
    const request = (habits: { readonly tools: string }, fit: readonly Turn[]) => ({
      system: toolsOpen && habits.tools === 'words' ? `${this.#system}\n\n${WORDS[language].inWords(this.#toolWords)}` : this.#system,
      turns: toolsOpen && habits.tools === 'words' && this.#calls === 0 ? this.#withHint(fit) : fit,
      tools: toolsOpen ? this.#toolWords : [],
    });
    let live = false;
    const kept = await recorder.effect<Kept>('model', async () => {
      live = true;
      const before = this.#allowance.tokens;
      const began = recorder.now();
      let fit: readonly Turn[] = shown;
      try {
        const reply = await this.#within(researching, (signal) =>
          talk.ask(
            {
              request: (habits) => {
                fit = this.#fitted(shown, request(habits, shown), researching);
                return request(habits, fit);
              },
              take: (asking) => {
                const input = this.#inputOf(asking);
                const room = this.#allowance.take(input, {
                  last: !researching,
                  least: Math.min(LEAST_ANSWER, this.#setup.limits.turnTokens),
                });
                const { window, mostOutput } = this.#setup.learnt;
                const maxTokens = Math.min(room?.maxTokens ?? 0, mostOutput, Math.max(LEAST_ANSWER, window - input));
                Object.assign(told, { messages: asking.turns.length, tokens: input, maxTokens });
                return room === undefined ? undefined : { ...room, maxTokens };
              },
            },
            signal,
            this.#stopping,
          ),
        );
        const taken = this.#allowance.tokens - before;
        if (reply === 'late')
          return { value: { end: 'late', taken }, event: this.#event(number, 'error', 'model', 'no answer within the time of the trial') };
        return { value: { reply: this.#setup.keep(reply), taken }, event: this.#modelEvent(number, reply, told, recorder.now() - began) };
      } catch (error) {
        if (error instanceof NoRoom) return { value: { end: 'no room', taken: this.#allowance.tokens - before } };
        if (error instanceof TooLong) return { value: { end: 'too long' }, event: this.#event(number, 'error', 'model', error.message) };
        if (error instanceof AgentError && error.fault === 'agent')
          throw new AgentError('agent', error.message, { cause: error, spent: { ...this.#spent(), model } });
        throw error;
      }
    });
    this.#ended = kept.end;
    if (kept.end === 'too long') return 'too long';
    this.#count(kept, live, told.tokens);
    if (kept.reply === undefined) return undefined;
    this.#turn = number;
    return kept.reply;
  }

  /** Models that are told of tools in words begin to use them where the form stands right behind the query. */
  #withHint(turns: readonly Turn[]): readonly Turn[] {
    const [first, ...rest] = turns;
    if (first?.kind !== 'user') return turns;
    return [{ kind: 'user', text: `${first.text}\n\n${WORDS[this.#setup.language].begin}` }, ...rest];
  }

  /** What an answer took; on a second way through the journal the allowance learns it here, too. */
  #count(kept: { readonly reply?: ModelReply; readonly taken?: number }, live: boolean, estimated: number): void {
    const { reply, taken = 0 } = kept;
    const usage = reply?.usage;
    if (!live) {
      if (usage !== undefined) this.#allowance.spend(usage);
      const unknown = taken - (usage === undefined ? 0 : totalTokens({ ...NO_USAGE, ...usage }));
      if (unknown > 0) this.#allowance.spend({ outputTokens: unknown });
    }
    if (reply === undefined) return;
    this.#usage = usage === undefined || this.#usage === undefined ? undefined : added(this.#usage, usage);
    const read = (usage?.inputTokens ?? 0) + (usage?.cachedInputTokens ?? 0) + (usage?.cacheWriteTokens ?? 0);
    if (live && estimated > 0 && read > estimated) this.#factor *= (read / estimated) * 1.1;
  }

  #inputOf({
    system,
    tools,
    turns,
  }: {
    readonly system: string;
    readonly tools: readonly ToolWords[];
    readonly turns: readonly Turn[];
  }): number {
    const around = mostTokens(system) + tools.reduce((sum, tool) => sum + mostTokens(JSON.stringify(tool)) + 20, 0) + 50;
    return Math.ceil((around + sizeOfAll(turns)) * this.#factor);
  }

  /** Turns as the context policy shows them. */
  async #shown(turns: readonly Turn[]): Promise<readonly Turn[]> {
    const { context, tools } = this.#setup;
    const { upTo, turn } = this.#summed ?? { upTo: 0, turn: undefined };
    const [first] = turns;
    const rest = turn === undefined || first === undefined ? turns : [first, turn, ...turns.slice(upTo)];
    if (context.policy === 'summarise' && tools.some(({ name }) => name === 'file')) {
      const paths: { readonly path: string; readonly text: string }[] = [];
      const shown = keepLast(
        rest,
        context.keep,
        (result, at, place) => {
          const path = `results/${at}-${place + 1}.txt`;
          paths.push({ path, text: result.text });
          return filed(result, path);
        },
        'filed',
      );
      for (const { path, text } of paths) await this.folder.write(path, text).catch(() => {});
      return shown;
    }
    return context.policy === 'compress' ? rest : keepLast(rest, context.keep);
  }

  /** Cut to what the endpoint takes, and to what leaves the answer room. */
  #fitted(
    shown: readonly Turn[],
    request: { readonly system: string; readonly tools: readonly ToolWords[] },
    researching: boolean,
  ): readonly Turn[] {
    const bare = this.#inputOf({ ...request, turns: [] });
    const { limits, learnt } = this.#setup;
    const answer = Math.min(limits.turnTokens, researching ? limits.turnTokens / 4 : limits.turnTokens, learnt.mostOutput);
    const left = this.#allowance.tokensLeft();
    const forInput = Number.isFinite(left) ? (researching ? left / 2 : Math.max(left * 0.6, left - answer)) : Number.POSITIVE_INFINITY;
    const most = Math.min(this.#contextTokens, forInput, learnt.window - Math.min(answer, learnt.window / 4)) - bare;
    return fitted(shown, most / this.#factor);
  }

  /** Sums older turns up where the policy wants that and they have grown long. */
  async #compress(): Promise<void> {
    const { context, language } = this.#setup;
    if (context.policy !== 'compress') return;
    const from = this.#summed?.upTo ?? 1;
    const upTo = Math.max(from, this.#turns.length - context.keep);
    const shown = await this.#shown(this.#turns);
    if (upTo <= from || sizeOfAll(shown) < this.#contextTokens * 0.6) return;
    const turn = this.#turn;
    const reply = await this.#ask(true, [...this.#turns.slice(0, upTo), { kind: 'user', text: WORDS[language].compress }], false);
    // Summing up is no step of the research; what it takes counts all the same.
    this.#turn = turn;
    const summary = reply === undefined ? '' : withoutThoughts(reply.text).trim();
    if (summary === '') return;
    const sources = this.#sources
      .all()
      .map(({ id, title, url }) => `[${id}] ${harmless(title, this.#mark)} ${url}`)
      .slice(-200)
      .join('\n');
    this.#summed = { upTo, turn: { kind: 'user', text: WORDS[language].compressed(summary, sources) } };
  }

  /** What to do about an answer: its report if it is one, else undefined once its calls are done. */
  async #heard(reply: ModelReply): Promise<AgentReply | undefined> {
    if (reply.calls.length > 0) {
      if (hasAnswer(reply.text)) this.#keepDraft(answerIn(reply.text).report);
      this.#turns.push({ kind: 'turn', reply, results: await this.#results(reply.calls) });
      return undefined;
    }
    const text = withoutThoughts(reply.text).trim();
    const isCall = looksLikeCall(text) && !hasAnswer(reply.text);
    if (text !== '' && !isCall && !(reply.finish === 'length' && !hasAnswer(reply.text) && text.length < LEAST_DRAFT)) {
      if (reply.finish === 'filter') throw this.#failed('the report was withheld by a content filter');
      const { report } = answerIn(reply.text);
      // Before anything was looked up it is asked once whether that is the report.
      const isDoubtful = this.#calls === 0 && this.#ledger.empties === 0;
      if (!isNoReport(report) && !isDoubtful) return this.#finish(reply, this.#turns);
      this.#keepDraft(report);
    }
    this.#ledger.idle();
    this.#turns.push({ kind: 'turn', reply: cutShort(reply), results: [] }, { kind: 'user', text: this.#asked(reply, isCall) });
    if (this.#ledger.empties >= 3) this.#why = 'loop';
    return undefined;
  }

  /** What an answer that is neither a call nor a report is answered with. */
  #asked(reply: ModelReply, isCall: boolean): string {
    const words = WORDS[this.#setup.language];
    const names = this.#toolWords.map(({ name }) => name).join(', ');
    if (isCall) return `${words.empty} (${names})`;
    if (hasAnswer(reply.text)) return words.unread;
    if (reply.finish === 'length') return words.cut;
    return withoutThoughts(reply.text).trim() === '' ? words.empty : words.unread;
  }

  /** The report, asked for without tools: twice at most, then what was drafted. */
  async #forced(why: Why): Promise<AgentReply> {
    const { language } = this.#setup;
    if (why === 'loop') this.#notes.add('loop');
    const turn = this.#turn;
    for (const words of [WORDS[language].write, WORDS[language].writeAgain]) {
      const asked: Turn[] = [...this.#turns, { kind: 'user', text: words }];
      const reply = await this.#ask(false, asked);
      // However often the report is asked for, it is one turn.
      this.#turn = turn + 1;
      if (reply === undefined) break;
      const { report } = answerIn(reply.text);
      const isCall = reply.calls.length > 0 && !hasAnswer(reply.text);
      if (!isCall && !isNoReport(report) && !looksLikeCall(report)) return this.#finish(reply, asked);
      this.#turns.push({ kind: 'turn', reply: { ...reply, calls: [], raw: bareMessage(reply) }, results: [] });
    }
    const draft = this.#bestDraft();
    if (draft === undefined) throw this.#failed(`no report (${why})`);
    this.#notes.add('draft');
    return this.#reply(draft);
  }

  #keepDraft(text: string): void {
    if (text.length > this.#draft.length) this.#draft = text;
  }

  #bestDraft(): string | undefined {
    const written = this.folder.lastWritten?.text ?? '';
    const best = this.#draft.length >= LEAST_DRAFT ? this.#draft : written;
    return best.length >= LEAST_DRAFT ? best : undefined;
  }

  #failed(what: string): AgentError {
    return new AgentError('agent', `${this.#setup.who}: ${what}`, { spent: this.#spent() });
  }

  /** A report that was cut is continued once. */
  async #finish(reply: ModelReply, asked: readonly Turn[]): Promise<AgentReply> {
    const { language } = this.#setup;
    let { text } = reply;
    if (reply.finish === 'length') {
      const turn = this.#turn;
      const rest = await this.#ask(false, [
        ...asked,
        { kind: 'turn', reply: { ...reply, calls: [], raw: bareMessage(reply) }, results: [] },
        { kind: 'user', text: WORDS[language].goOn },
      ]);
      this.#turn = turn;
      const joined = rest === undefined ? undefined : joinPieces(text, withoutThoughts(rest.text));
      if (joined !== undefined && rest !== undefined && rest.text.trim() !== '' && rest.calls.length === 0) text = joined;
      if (joined === undefined || rest === undefined || rest.finish === 'length') this.#notes.add('truncated');
    }
    const { report, note } = answerIn(text);
    if (note !== undefined) this.#notes.add(note);
    return this.#reply(report);
  }

  async #reply(report: string): Promise<AgentReply> {
    const { recorder, keep } = this.#setup;
    const { text, citations } = citedReport(keep(report), this.#sources, this.#task.language);
    if (!this.#evidence) this.#notes.add('no-evidence');
    const counts = (standing: string) => citations.filter((citation) => citation.standing === standing).length;
    await recorder.tell('report', {
      ...this.#event(this.#turn, 'message', 'report', undefined),
      output: {
        cited: citations.length,
        visited: counts('opened'),
        found: counts('found'),
        unknown: counts('unknown'),
        citations,
        why: this.#why ?? 'done',
        calls: this.#calls,
      },
    });
    return {
      report: text.replace(/\p{Surrogate}/gu, '\u{FFFD}'),
      ...this.#spent(),
      seconds: recorder.elapsed,
      ...(this.#why !== undefined && { atLimit: true }),
      ...(this.#notes.size > 0 && { notes: [...this.#notes] }),
    };
  }

  #spent(): Pick<AgentReply, 'usage' | 'model' | 'searches'> {
    const { searches } = this.#allowance;
    return {
      model: this.#setup.model,
      ...(this.#usage !== undefined && { usage: this.#usage }),
      ...(searches > 0 && { searches: { [this.#setup.search.engine]: searches } }),
    };
  }

  /** Equal calls of one answer are one; every id is answered. */
  async #results(calls: readonly ToolCall[]): Promise<ToolResult[]> {
    const done = new Map<string, string>();
    const results: ToolResult[] = [];
    this.#ledger.begin();
    for (const call of calls) {
      const same = `${call.name}\0${call.input}`;
      const text = done.get(same) ?? (await this.#call(call));
      done.set(same, text);
      results.push({ id: call.id, name: call.name, text });
    }
    this.#ledger.end();
    const note = this.#nearEnd();
    return note === undefined
      ? results
      : results.map((result, i) => (i === results.length - 1 ? { ...result, text: `${result.text}\n\n${note}` } : result));
  }

  #nearEnd(): string | undefined {
    const { limits, language } = this.#setup;
    const turns = (this.#wished('turns') ?? limits.turns) - this.#turn;
    const tokens = this.#allowance.tokensLeft();
    const few = limits.tokens !== undefined && tokens < limits.tokens * 0.4;
    if (turns > TOLD_TURNS && !few) return undefined;
    return WORDS[language].close(turns <= TOLD_TURNS ? turns : undefined, few ? Math.max(0, tokens) : undefined);
  }

  async #call(call: ToolCall): Promise<string> {
    this.#calls++;
    const place = this.#calls;
    const { tools, recorder } = this.#setup;
    const began = recorder.now();
    const tool = tools.find(({ name }) => name === call.name);
    const tell = (kind: TraceEvent['kind'], output: unknown, input: unknown = call.input) =>
      recorder.tell(`tool ${place}`, {
        ...this.#event(this.#turn, kind, call.name === '' ? 'tool' : call.name.slice(0, 100), undefined),
        input: this.#setup.keep(bounded(input)),
        output: this.#setup.keep(bounded(output)),
        seconds: seconds(recorder.now() - began),
      });
    if (tool === undefined) {
      this.#ledger.unmade();
      const text = `There is no tool "${call.name.slice(0, 100)}". The tools are: ${tools.map(({ name }) => name).join(', ')}.`;
      await tell('error', text);
      return text;
    }
    const read = readArguments(call.input, tool.schema);
    if ('problem' in read) {
      this.#ledger.unmade();
      await tell('error', read.problem);
      return `Not called. ${read.problem}`;
    }
    const known = this.#ledger.known(tool.name, read.value);
    if (known !== undefined) {
      await tell(
        known.refused ? 'error' : 'tool',
        known.refused ? 'refused: the same call again and again' : { repeated: true },
        read.value,
      );
      return known.text;
    }
    const desk = this.#desk();
    const outcome = await this.#within(true, (signal) => tool.run(read.value, desk(signal)));
    if (outcome === 'late') {
      await tell('error', 'no result within the time of the trial', read.value);
      return 'There was no result within the time of the trial.';
    }
    if (outcome.evidence === true) this.#evidence = true;
    await tell(outcome.failed === true ? 'error' : 'tool', outcome.output, read.value);
    return this.#ledger.note(tool.name, read.value, outcome);
  }

  #desk(): (signal: AbortSignal) => Desk {
    const { search, recorder, lookups, shell } = this.#setup;
    const left = this.#allowance.tokensLeft();
    const pageCharacters = Math.floor(Math.max(LEAST_PAGE, Math.min(PAGE_CHARACTERS, left * PAGE_SHARE, this.#contextTokens * 0.4)));
    return (signal) => ({
      ...recordedSearch({ search, recorder, lookups, allowance: this.#allowance, signal, pages: this.#pages }),
      shell:
        shell === undefined
          ? undefined
          : async (command) => {
              const folder = await this.folder.path();
              return recorder.effect(`shell ${command}`, async () => ({ value: await shell(command, folder, signal) }));
            },
      sources: this.#sources,
      folder: this.folder,
      todo: { list: [] },
      fence: (text) => fenced(text, this.#mark),
      harmless: (text) => harmless(text, this.#mark),
      pageCharacters,
    });
  }

  #event(turn: number, kind: TraceEvent['kind'], name: string, output: unknown): TraceEvent {
    return {
      turn: Math.max(1, turn),
      kind,
      name,
      ...(output !== undefined && { output: this.#setup.keep(output) }),
      at: this.#setup.now(),
    };
  }

  #modelEvent(turn: number, { text, calls, finish, usage }: ModelReply, told: object, took: number): TraceEvent {
    return {
      ...this.#event(turn, 'message', 'assistant', {
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

function seconds(value: number): number {
  return Math.max(0, Math.round(value * 1000) / 1000);
}

/** Of words that go on and on the beginning is enough to answer them. */
function cutShort(reply: ModelReply): ModelReply {
  if (reply.finish !== 'length' || reply.text.length <= LONGEST_EVENT_TEXT) return reply;
  const short = { ...reply, text: reply.text.slice(0, LONGEST_EVENT_TEXT) };
  return { ...short, raw: bareMessage(short) };
}

function bareMessage({ raw, text }: ModelReply): unknown {
  return Array.isArray(raw)
    ? [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }]
    : { role: 'assistant', content: text };
}

function added(sum: Partial<Usage>, more: Partial<Usage>): Partial<Usage> {
  const names = [...new Set([...Object.keys(sum), ...Object.keys(more)])] as (keyof Usage)[];
  return Object.fromEntries(names.map((name) => [name, (sum[name] ?? NO_USAGE[name]) + (more[name] ?? NO_USAGE[name])]));
}

/** A value whose texts are cut to what a trace may hold; pictures in data addresses are not kept. */
function bounded(value: unknown, longest = LONGEST_EVENT_TEXT): unknown {
  if (typeof value === 'string') {
    const text = value.replace(
      /data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{100,}/g,
      (data) => `(${data.length} characters of data, ${sha256(data).slice(0, 12)})`,
    );
    return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => bounded(item, longest));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bounded(inner, longest)]));
}
