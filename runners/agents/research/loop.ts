/**
 * research: one attempt of a model with tools at one task, from the query to a report with numbered sources.
 *
 * All that comes from outside (answers of the model, results, pages, the time) goes through the recorder, and everything else follows
 * from it: an attempt that was broken off is gone through again from its journal and goes on where that ends.
 */
import { AgentError } from '../../../judge/errors.ts';
import type { AgentReply, AgentTask } from '../agent.ts';
import { answerIn, hasAnswer, isNoReport, withoutThoughts } from './answer-text.ts';
import { bareMessage, type ModelReply } from './conversation.ts';
import { ConversationWindow } from './conversation-window.ts';
import { Ledger } from './ledger.ts';
import { ModelCalls } from './model-calls.ts';
import { callFor, WORDS } from './prompts.ts';
import { LEAST_DRAFT, Reports, type Why } from './reports.ts';
import { looksLikeCall } from './text-calls.ts';
import { ToolCalls } from './tool-calls.ts';
import { LONGEST_EVENT_TEXT } from './trace-text.ts';
import { type Setup, TrialState } from './trial-state.ts';

export async function research(task: AgentTask, setup: Setup, signal: AbortSignal, stopping: AbortSignal): Promise<AgentReply> {
  const { recorder, search } = setup;
  const start = await recorder.effect('start', async () => ({ value: { today: search.today ?? setup.today(), mark: setup.mark() } }));
  const state = new TrialState(task, setup, { signal, stopping }, start);
  try {
    return await new Trial(state).run();
  } finally {
    await state.folder.remove();
  }
}

class Trial {
  readonly #state: TrialState;
  readonly #ledger = new Ledger();
  readonly #model: ModelCalls;
  readonly #tools: ToolCalls;
  readonly #reports: Reports;
  #why: Why | undefined;

  constructor(state: TrialState) {
    const window = new ConversationWindow(state);
    this.#state = state;
    this.#model = new ModelCalls(state, window);
    this.#tools = new ToolCalls(state, window, this.#ledger);
    this.#reports = new Reports(state, this.#model);
  }

  async run(): Promise<AgentReply> {
    const { setup, signal, stopping, turns } = this.#state;
    for (;;) {
      stopping.throwIfAborted();
      // What the sweep cannot pay for waits: the trial goes on from here once the budget is raised.
      if (!setup.affords(this.#state.spent()))
        throw new AgentError('harness', `${setup.who}: the budget is spent; the trial goes on when it is raised`);
      await setup.waitWhilePaused(signal);
      this.#why ??= this.#whyWrite();
      if (this.#why !== undefined) {
        if (this.#why === 'loop') this.#state.notes.add('loop');
        return this.#reports.forced(this.#why);
      }
      await this.#model.compress();
      const reply = await this.#model.ask(true, turns);
      if (reply === undefined) {
        this.#why = this.#whySilent();
        continue;
      }
      if (this.#model.unheard) {
        // It is no part of the research what a model made up that had not heard of its tools.
        this.#reports.keepDraft(answerIn(reply.text).report);
        continue;
      }
      const finished = await this.#heard(reply);
      if (finished !== undefined) return finished;
    }
  }

  /** Why nothing is looked up any more; undefined while there is room. Told from what is recorded alone, so that it is told alike again. */
  #whyWrite(): Why | undefined {
    const { limits, wishes } = this.#state.setup;
    const turns = this.#state.wished('turns') ?? limits.turns;
    if (wishes().end) return 'ended';
    if (this.#ledger.looping) return 'loop';
    if (this.#state.turn >= turns - 1) return 'turns';
    if (this.#state.secondsLeft(true) <= 0) return 'seconds';
    return undefined;
  }

  /** Why the model had no room or no time for an answer. */
  #whySilent(): Why {
    const { limits, wishes } = this.#state.setup;
    if (wishes().end) return 'ended';
    if (this.#model.ended === 'late') return 'seconds';
    return limits.amount !== undefined && limits.tokens === undefined ? 'money' : 'tokens';
  }

  /** What to do about an answer: its report if it is one, else undefined once its calls are done. */
  async #heard(reply: ModelReply): Promise<AgentReply | undefined> {
    const { turns } = this.#state;
    if (reply.calls.length > 0) {
      if (hasAnswer(reply.text)) this.#reports.keepDraft(answerIn(reply.text).report);
      turns.push({ kind: 'turn', reply, results: await this.#tools.results(reply.calls) });
      return undefined;
    }
    const text = withoutThoughts(reply.text).trim();
    const isCall = looksLikeCall(text) && !hasAnswer(reply.text);
    if (text !== '' && !isCall && !(reply.finish === 'length' && !hasAnswer(reply.text) && text.length < LEAST_DRAFT)) {
      if (reply.finish === 'filter') throw this.#reports.failed('the report was withheld by a content filter');
      const { report } = answerIn(reply.text);
      // Before anything was looked up it is asked once whether that is the report, and once more where calls are words.
      const isDoubtful = this.#state.calls === 0 && this.#ledger.empties < (this.#state.toldInWords > 0 ? 2 : 1);
      if (!isNoReport(report) && !isDoubtful) return this.#reports.finish(reply, turns);
      this.#reports.keepDraft(report);
    }
    this.#ledger.idle();
    turns.push({ kind: 'turn', reply: cutShort(reply), results: [] }, { kind: 'user', text: this.#asked(reply, isCall) });
    if (this.#ledger.empties >= 3) this.#why = 'loop';
    return undefined;
  }

  /** What an answer that is neither a call nor a report is answered with. */
  #asked(reply: ModelReply, isCall: boolean): string {
    const { toldInWords, begun, toolWords, task, setup } = this.#state;
    const said = this.#complaint(reply, isCall);
    const [tool] = toolWords;
    return toldInWords === 0 || begun || tool === undefined ? said : `${said}\n\n${WORDS[setup.language].asIn(callFor(tool, task.query))}`;
  }

  #complaint(reply: ModelReply, isCall: boolean): string {
    const words = WORDS[this.#state.setup.language];
    const names = this.#state.toolWords.map(({ name }) => name).join(', ');
    if (isCall) return `${words.empty} (${names})`;
    if (hasAnswer(reply.text)) return words.unread;
    if (reply.finish === 'length') return words.cut;
    return withoutThoughts(reply.text).trim() === '' ? words.empty : words.unread;
  }
}

/** Of words that go on and on the beginning is enough to answer them. */
function cutShort(reply: ModelReply): ModelReply {
  if (reply.finish !== 'length' || reply.text.length <= LONGEST_EVENT_TEXT) return reply;
  const short = { ...reply, text: reply.text.slice(0, LONGEST_EVENT_TEXT) };
  return { ...short, raw: bareMessage(short) };
}
