/** Reports: a trial's report, as the model gave it, asked for at the end, or from what it had drafted by then. */
import { AgentError } from '../../../judge/errors.ts';
import type { AgentReply } from '../agent.ts';
import { joinPieces } from '../continuation.ts';
import { type AnswerText, answerIn, hasAnswer, isNoReport, withoutThoughts } from './answer-text.ts';
import { citedReport } from './citations.ts';
import { bareMessage, type ModelReply, type Turn } from './conversation.ts';
import type { ModelCalls } from './model-calls.ts';
import { WORDS, writeWords } from './prompts.ts';
import { sourceLines } from './sources.ts';
import { looksLikeCall, onlyCalls } from './text-calls.ts';
import type { TrialState } from './trial-state.ts';

/** Why nothing is looked up any more. */
export type Why = 'turns' | 'tokens' | 'money' | 'seconds' | 'loop' | 'ended';

/** A draft that may stand for a report has as many characters. */
export const LEAST_DRAFT = 200;

/** Characters of the list of sources that the report is asked for with, at the most and of each token that is left. */
const LONGEST_LIST = 4_000;
const LIST_SHARE = 0.15;

export class Reports {
  readonly #state: TrialState;
  readonly #model: ModelCalls;
  #draft = '';

  constructor(state: TrialState, model: ModelCalls) {
    this.#state = state;
    this.#model = model;
  }

  /** The report, asked for without tools: twice at most, then what was drafted. */
  async forced(why: Why): Promise<AgentReply> {
    const { language } = this.#state.setup;
    const turn = this.#state.turn;
    const tools = new Set(this.#state.toolWords.map(({ name }) => name));
    for (const words of [writeWords(language, this.#state.task.query, this.#citable()), WORDS[language].writeAgain]) {
      const asked: Turn[] = [...this.#state.turns, { kind: 'user', text: words }];
      const reply = await this.#model.ask(false, asked);
      // However often the report is asked for, it is one turn.
      this.#state.turn = turn + 1;
      if (reply === undefined) break;
      const { report } = answerIn(reply.text);
      const isCall = reply.calls.length > 0 && !hasAnswer(reply.text);
      if (!isCall && !isNoReport(report) && !looksLikeCall(report) && onlyCalls(report, tools).length === 0)
        return this.finish(reply, asked, why);
      this.#state.turns.push({ kind: 'turn', reply: { ...reply, calls: [], raw: bareMessage(reply) }, results: [] });
    }
    const draft = this.#bestDraft();
    if (draft === undefined) throw this.failed(`no report (${why})`);
    this.#state.notes.add('draft');
    return this.#reply(draft, why);
  }

  /** Sources that the report may cite, in the room that there is for them. */
  #citable(): readonly string[] {
    const { sources, mark, allowance, setup } = this.#state;
    return sourceLines(sources, mark, Math.min(LONGEST_LIST, LIST_SHARE * Math.min(allowance.tokensLeft(), setup.context.tokens)));
  }

  keepDraft(text: string): void {
    if (text.length > this.#draft.length) this.#draft = text;
  }

  #bestDraft(): string | undefined {
    const written = this.#state.folder.lastWritten?.text ?? '';
    const best = this.#draft.length >= LEAST_DRAFT ? this.#draft : written;
    return best.length >= LEAST_DRAFT ? best : undefined;
  }

  failed(what: string): AgentError {
    return new AgentError('agent', `${this.#state.setup.who}: ${what}`, { spent: this.#state.spent() });
  }

  /** A report that was cut is continued once. */
  async finish(reply: ModelReply, asked: readonly Turn[], why?: Why): Promise<AgentReply> {
    const { language } = this.#state.setup;
    let { text } = reply;
    if (reply.finish === 'length') {
      const turn = this.#state.turn;
      const rest = await this.#model.ask(false, [
        ...asked,
        { kind: 'turn', reply: { ...reply, calls: [], raw: bareMessage(reply) }, results: [] },
        { kind: 'user', text: WORDS[language].goOn },
      ]);
      this.#state.turn = turn;
      const joined = rest === undefined ? undefined : joinPieces(text, withoutThoughts(rest.text));
      if (joined !== undefined && rest !== undefined && rest.text.trim() !== '' && rest.calls.length === 0) text = joined;
      if (joined === undefined || rest === undefined || rest.finish === 'length') this.#state.notes.add('truncated');
    }
    const { report, note } = (await this.#cited({ ...reply, text }, asked)) ?? answerIn(text);
    if (note !== undefined) this.#state.notes.add(note);
    return this.#reply(report, why);
  }

  /** The report with citations, where one of some length has none although there are sources: it is asked for once; what is then no such report is not taken. */
  async #cited(first: ModelReply, asked: readonly Turn[]): Promise<AnswerText | undefined> {
    const { report } = answerIn(first.text);
    const { language } = this.#state.setup;
    const sources = this.#citable();
    if (sources.length === 0 || report.length < LEAST_DRAFT || this.#citations(report) > 0) return undefined;
    const turn = this.#state.turn;
    const reply = await this.#model.ask(false, [
      ...asked,
      { kind: 'turn', reply: { ...first, calls: [], raw: bareMessage(first) }, results: [] },
      { kind: 'user', text: WORDS[language].uncited(sources) },
    ]);
    this.#state.turn = turn;
    if (reply === undefined || reply.finish !== 'stop' || reply.calls.length > 0) return undefined;
    const again = answerIn(reply.text);
    return this.#citations(again.report) > 0 && again.report.length > report.length / 2 ? again : undefined;
  }

  #citations(report: string): number {
    return citedReport(report, this.#state.sources, this.#state.task.language).citations.length;
  }

  async #reply(report: string, why?: Why): Promise<AgentReply> {
    const { recorder, keep } = this.#state.setup;
    const { text, citations } = citedReport(keep(report), this.#state.sources, this.#state.task.language);
    if (!this.#state.evidence) this.#state.notes.add('no-evidence');
    const counts = (standing: string) => citations.filter((citation) => citation.standing === standing).length;
    await recorder.tell('report', {
      ...this.#state.event(this.#state.turn, 'message', 'report', undefined),
      output: {
        cited: citations.length,
        visited: counts('opened'),
        found: counts('found'),
        unknown: counts('unknown'),
        citations,
        why: why ?? 'done',
        calls: this.#state.calls,
      },
    });
    return {
      report: text.replace(/\p{Surrogate}/gu, '\u{FFFD}'),
      ...this.#state.spent(),
      seconds: recorder.elapsed,
      ...(why !== undefined && { atLimit: true }),
      ...(this.#state.notes.size > 0 && { notes: [...this.#state.notes] }),
    };
  }
}
