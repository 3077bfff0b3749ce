/** ConversationWindow: what of a trial's conversation its model is shown, as the context policy, the endpoint and the budget want it. */
import { filed, fitted, keepLast, sizeOfAll } from './context.ts';
import type { ToolWords, Turn } from './conversation.ts';
import { mostTokens } from './most-tokens.ts';
import type { TrialState } from './trial-state.ts';

export class ConversationWindow {
  readonly #state: TrialState;
  /** Tokens of the longest conversation, estimated high. */
  tokens: number;
  /** What older turns were summed up to. */
  summed: { readonly upTo: number; readonly turn: Turn } | undefined;
  /** How much larger requests were than they were thought to be. */
  #factor = 1;
  readonly #counted = new Map<string | readonly ToolWords[], number>();

  constructor(state: TrialState) {
    this.#state = state;
    this.tokens = state.setup.context.tokens;
  }

  /** The endpoint calls it too long. */
  shorten(): void {
    const { window } = this.#state.setup.learnt;
    this.tokens = Math.floor(Math.min(this.tokens / 2, Number.isFinite(window) ? window * 0.7 : Number.POSITIVE_INFINITY));
  }

  /** A request that was thought to hold so many tokens held others. */
  learn(estimated: number, read: number): void {
    if (estimated > 0 && read > estimated) this.#factor *= (read / estimated) * 1.1;
  }

  /** As many tokens as a request may hold. */
  inputOf({
    system,
    tools,
    turns,
  }: {
    readonly system: string;
    readonly tools: readonly ToolWords[];
    readonly turns: readonly Turn[];
  }): number {
    const around = this.#once(system, () => mostTokens(system)) + this.#once(tools, () => sizeOfTools(tools)) + 50;
    return Math.ceil((around + sizeOfAll(turns)) * this.#factor);
  }

  /** System prompts and tools come with every request, and are counted once. */
  #once(what: string | readonly ToolWords[], count: () => number): number {
    const size = this.#counted.get(what) ?? count();
    this.#counted.set(what, size);
    return size;
  }

  /** Turns as the context policy shows them. */
  async shown(turns: readonly Turn[]): Promise<readonly Turn[]> {
    const { context, tools } = this.#state.setup;
    const { upTo, turn } = this.summed ?? { upTo: 0, turn: undefined };
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
      for (const { path, text } of paths) await this.#state.folder.write(path, text).catch(() => {});
      return shown;
    }
    return context.policy === 'compress' ? rest : keepLast(rest, context.keep);
  }

  /** Cut to what the endpoint takes, and to what leaves the answer room. */
  fitted(
    shown: readonly Turn[],
    request: { readonly system: string; readonly tools: readonly ToolWords[] },
    researching: boolean,
  ): readonly Turn[] {
    const bare = this.inputOf({ ...request, turns: [] });
    const { limits, learnt } = this.#state.setup;
    const answer = Math.min(limits.turnTokens, researching ? limits.turnTokens / 4 : limits.turnTokens, learnt.mostOutput);
    const left = this.#state.allowance.tokensLeft();
    const forInput = Number.isFinite(left) ? (researching ? left / 2 : Math.max(left * 0.6, left - answer)) : Number.POSITIVE_INFINITY;
    const most = Math.min(this.tokens, forInput, learnt.window - Math.min(answer, learnt.window / 4)) - bare;
    return fitted(shown, most / this.#factor);
  }
}

function sizeOfTools(tools: readonly ToolWords[]): number {
  return tools.reduce((sum, tool) => sum + mostTokens(JSON.stringify(tool)) + 20, 0);
}
