/** Ledger: which calls were made and what came of them, outside the conversation, so that what is dropped there is not asked for again. */
import { canonicalJson } from '../../store/identity.ts';
import type { Outcome } from './tools/tool.ts';

/** Tools whose results do not change within a trial. */
const LOOKUPS = new Set(['search', 'open']);
/** How often the same call is answered: with a note from the second time on, no more at the fifth; at the sixth the research is over. */
const REFUSED = 5;
const OVER = 6;
/** Turns in a row that bring nothing, of those that look something up or try to. */
const MOST_IDLE = 8;

interface Known {
  times: number;
  text: string | undefined;
}

export class Ledger {
  readonly #calls = new Map<string, Known>();
  looping = false;
  /** Answers in a row that held neither a call nor a report. */
  empties = 0;
  #idle = 0;
  #lookedUp = false;
  #brought = false;

  /** Before the calls of one answer. */
  begin(): void {
    this.empties = 0;
    this.#lookedUp = false;
    this.#brought = false;
  }

  end(): void {
    if (this.#brought) this.#idle = 0;
    else if (this.#lookedUp) this.#idle++;
    if (this.#idle >= MOST_IDLE) this.looping = true;
  }

  idle(): void {
    this.empties++;
  }

  /** A call that could not be made: of an unknown tool, or with arguments that are none. */
  unmade(): void {
    this.#lookedUp = true;
  }

  /** What there is to say to a call that was made before; undefined where it is to be made. */
  known(name: string, input: unknown): { readonly text: string; readonly refused: boolean } | undefined {
    const known = this.#calls.get(keyOf(name, input)) ?? { times: 0, text: undefined };
    this.#calls.set(keyOf(name, input), known);
    if (LOOKUPS.has(name)) this.#lookedUp = true;
    known.times++;
    if (known.times >= OVER) this.looping = true;
    if (known.times >= REFUSED)
      return { text: `Refused: this very call was made ${known.times - 1} times. Do something else, or write the report.`, refused: true };
    if (known.text === undefined) return undefined;
    const note = 'Note: you have made this very call before, and its result stays the same. Make another one, or write the report.';
    return { text: `${known.text}\n\n${note}`, refused: false };
  }

  /** Keeps what came of a call. @returns what the model is told */
  note(name: string, input: unknown, { text, failed, evidence }: Outcome): string {
    const known = this.#calls.get(keyOf(name, input));
    if (evidence === true) this.#brought = true;
    if (known === undefined) return text;
    // What failed may be tried again; what is no look-up may have changed.
    if (LOOKUPS.has(name)) known.text = failed === true ? undefined : text;
    else if (failed !== true) known.times = 0;
    return text;
  }
}

function keyOf(name: string, input: unknown): string {
  return `${name} ${canonicalJson(input)}`;
}
