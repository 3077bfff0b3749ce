/** Battles: votes in any words as battle lines; those whose judge failed, and those on an agent against itself, are left out and counted. */
import { InputError } from '../../judge/errors.ts';
import { FAILED, WINNERS } from '../../judge/pairwise/winner-words.ts';
import { wholeOf } from './attempts.ts';
import { type Complaints, type Counts, count, shownCounts } from './complaints.ts';
import { columnOf } from './field.ts';
import type { Fields } from './fields.ts';
import type { MapPlan } from './plan.ts';
import type { FieldRecord } from './records.ts';
import { hintOf, meaningOf, outcomeTable } from './tables.ts';
import { textOf } from './texts.ts';
import type { Line } from './verdicts.ts';

export class Battles {
  readonly #fields: Fields;
  readonly #complaints: Complaints;
  readonly #table: ReturnType<typeof outcomeTable>;
  readonly #lines: Line[] = [];
  readonly #unknown: Counts = new Map();
  readonly leftOut: Counts = new Map();
  /** Places of votes on one agent against itself, which tell nothing of it. */
  readonly withSelf: string[] = [];

  constructor(fields: Fields, plan: MapPlan, complaints: Complaints) {
    this.#fields = fields;
    this.#table = outcomeTable(plan.outcomes);
    this.#complaints = complaints;
  }

  add(task: string | undefined, { where, at, get }: FieldRecord): void {
    const [a, b] = [textOf(get('a'))?.trim(), textOf(get('b'))?.trim()];
    if (!a || !b) return this.#complaints.add(where, 'a, b: the names of the two agents are missing');
    if (a === b) return void this.withSelf.push(where);
    const word = textOf(get('outcome'))?.trim() ?? '';
    const won = word === '' ? FAILED : this.#winner(word, a, b);
    if (won === FAILED) return count(this.leftOut, word);
    if (won === undefined) return count(this.#unknown, word);
    const judge = this.#fields.judge === undefined ? columnOf(this.#fields.outcome, at) : textOf(get('judge'));
    const [reason, trial] = [textOf(get('reason')), wholeOf(get('trial'), 'trial', where, this.#complaints)];
    this.#lines.push({ ...(task && { task }), a, b, ...won, ...(judge && { judge }), ...(reason && { reason }), ...(trial && { trial }) });
  }

  /** What the user says of the word; else an agent's own name, the name of the column that it stands in, or one of the words of the field. */
  #winner(word: string, a: string, b: string) {
    const stated = meaningOf(this.#table, word);
    if (stated !== undefined) return stated === 'none' ? FAILED : ({ outcome: stated } as const);
    if (word === a || word === this.#fields.a?.text) return { outcome: 'a' } as const;
    if (word === b || word === this.#fields.b?.text) return { outcome: 'b' } as const;
    return WINNERS.get(word.toLowerCase());
  }

  /** @throws InputError for words that mean no outcome */
  finish(file: string): Line[] {
    if (this.#unknown.size > 0)
      throw new InputError(
        `${file}: outcome: ${shownCounts(this.#unknown)}: expected the name of an agent or of its column, a, b or tie: say what they mean with --outcomes${hintOf(this.#unknown.keys(), 'a')}`,
      );
    return this.#lines;
  }
}
