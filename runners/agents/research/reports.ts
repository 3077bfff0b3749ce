/** Reports: a trial's report, as the model gave it, asked for at the end, or from what it had drafted by then. */
import { AgentError } from '../../../judge/errors.ts';
import type { AgentReply } from '../agent.ts';
import { joinPieces } from '../continuation.ts';
import { answerIn, hasAnswer, isNoReport, withoutThoughts } from './answer-text.ts';
import { citedReport } from './citations.ts';
import { bareMessage, type ModelReply, type Turn } from './conversation.ts';
import type { ModelCalls } from './model-calls.ts';
import { WORDS } from './prompts.ts';
import { looksLikeCall } from './text-calls.ts';
import type { TrialState } from './trial-state.ts';

/** Why nothing is looked up any more. */
export type Why = 'turns' | 'tokens' | 'money' | 'seconds' | 'loop' | 'ended';

/** A draft that may stand for a report has as many characters. */
export const LEAST_DRAFT = 200;

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
    for (const words of [WORDS[language].write, WORDS[language].writeAgain]) {
      const asked: Turn[] = [...this.#state.turns, { kind: 'user', text: words }];
      const reply = await this.#model.ask(false, asked);
      // However often the report is asked for, it is one turn.
      this.#state.turn = turn + 1;
      if (reply === undefined) break;
      const { report } = answerIn(reply.text);
      const isCall = reply.calls.length > 0 && !hasAnswer(reply.text);
      if (!isCall && !isNoReport(report) && !looksLikeCall(report)) return this.finish(reply, asked, why);
      this.#state.turns.push({ kind: 'turn', reply: { ...reply, calls: [], raw: bareMessage(reply) }, results: [] });
    }
    const draft = this.#bestDraft();
    if (draft === undefined) throw this.failed(`no report (${why})`);
    this.#state.notes.add('draft');
    return this.#reply(draft, why);
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
    const { report, note } = answerIn(text);
    if (note !== undefined) this.#state.notes.add(note);
    return this.#reply(report, why);
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
