/** ToolCalls: makes the calls of a model's answer, each once, and hands back what each brought. */
import type { TraceEvent } from '../trace.ts';
import { readArguments } from './arguments.ts';
import type { ToolCall, ToolResult } from './conversation.ts';
import type { ConversationWindow } from './conversation-window.ts';
import { fenced, harmless } from './fence.ts';
import type { Ledger } from './ledger.ts';
import { WORDS } from './prompts.ts';
import { recordedSearch } from './recorded-search.ts';
import type { Desk } from './tools/tool.ts';
import { bounded, seconds } from './trace-text.ts';
import type { TrialState } from './trial-state.ts';

/** Characters of a page that a model is shown at once, at most and at least. */
const PAGE_CHARACTERS = 20_000;
const LEAST_PAGE = 800;
/** Of the tokens that are left, those that one page may take. */
const PAGE_SHARE = 0.12;
/** Turns before the end at which the model is told. */
const TOLD_TURNS = 3;

export class ToolCalls {
  readonly #state: TrialState;
  readonly #window: ConversationWindow;
  readonly #ledger: Ledger;
  readonly #pages: Parameters<typeof recordedSearch>[0]['pages'] = new Map();

  constructor(state: TrialState, window: ConversationWindow, ledger: Ledger) {
    this.#state = state;
    this.#window = window;
    this.#ledger = ledger;
  }

  /** Equal calls of one answer are one; every id is answered. */
  async results(calls: readonly ToolCall[]): Promise<ToolResult[]> {
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
    const { limits, language } = this.#state.setup;
    const turns = (this.#state.wished('turns') ?? limits.turns) - this.#state.turn;
    const tokens = this.#state.allowance.tokensLeft();
    const few = limits.tokens !== undefined && tokens < limits.tokens * 0.4;
    if (turns > TOLD_TURNS && !few) return undefined;
    return WORDS[language].close(turns <= TOLD_TURNS ? turns : undefined, few ? Math.max(0, tokens) : undefined);
  }

  async #call(call: ToolCall): Promise<string> {
    this.#state.calls++;
    const place = this.#state.calls;
    const { tools, recorder } = this.#state.setup;
    const began = recorder.now();
    const tool = tools.find(({ name }) => name === call.name);
    const tell = (kind: TraceEvent['kind'], output: unknown, input: unknown = call.input) =>
      recorder.tell(`tool ${place}`, {
        ...this.#state.event(this.#state.turn, kind, call.name === '' ? 'tool' : call.name.slice(0, 100), undefined),
        input: this.#state.setup.keep(bounded(input)),
        output: this.#state.setup.keep(bounded(output)),
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
    this.#state.begun = true;
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
    const outcome = await this.#state.within(true, (signal) => tool.run(read.value, desk(signal)));
    if (outcome === 'late') {
      await tell('error', 'no result within the time of the trial', read.value);
      return 'There was no result within the time of the trial.';
    }
    if (outcome.evidence === true) this.#state.evidence = true;
    await tell(outcome.failed === true ? 'error' : 'tool', outcome.output, read.value);
    return this.#ledger.note(tool.name, read.value, outcome);
  }

  #desk(): (signal: AbortSignal) => Desk {
    const { search, recorder, lookups, shell } = this.#state.setup;
    const left = this.#state.allowance.tokensLeft();
    const pageCharacters = Math.floor(Math.max(LEAST_PAGE, Math.min(PAGE_CHARACTERS, left * PAGE_SHARE, this.#window.tokens * 0.4)));
    return (signal) => ({
      ...recordedSearch({ search, recorder, lookups, allowance: this.#state.allowance, signal, pages: this.#pages }),
      shell:
        shell === undefined
          ? undefined
          : async (command) => {
              const folder = await this.#state.folder.path();
              return recorder.effect(`shell ${command}`, async () => ({ value: await shell(command, folder, signal) }));
            },
      sources: this.#state.sources,
      folder: this.#state.folder,
      todo: { list: [] },
      fence: (text) => fenced(text, this.#state.mark),
      harmless: (text) => harmless(text, this.#state.mark),
      pageCharacters,
    });
  }
}
