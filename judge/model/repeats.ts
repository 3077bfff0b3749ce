/** Repeats of questions after a bad reply, and whether they are seen to help: a judge that always answers badly is not asked for ever. */

/** Least share of repeats that must bring an answer for a question to be asked a third time, and for a reply that came twice alike. */
const LEAST_HELP = 1 / 3;
const LEAST_HELP_ALIKE = 1 / 2;

export class Repeats {
  readonly #first = { asked: 0, good: 0 };
  readonly #again = { asked: 0, good: 0 };

  /** @param tries of the question that were made before */
  ended(good: boolean, tries: number): void {
    const counts = tries === 0 ? this.#first : this.#again;
    counts.asked++;
    if (good) counts.good++;
  }

  /** @param tries of the question that were made. @param alike the last two brought the same reply */
  mayAsk(tries: number, alike: boolean): boolean {
    if (tries < 2) return true;
    return this.#help >= (alike ? LEAST_HELP_ALIKE : LEAST_HELP);
  }

  /** The share of repeats that helped; before there are any, that of questions that were answered at once. */
  get #help(): number {
    const usual = this.#first.asked === 0 ? 0 : this.#first.good / this.#first.asked;
    return (this.#again.good + usual) / (this.#again.asked + 1);
  }
}
