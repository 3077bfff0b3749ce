/** What a run, or a round of battles, has come to so far: counts, and what went wrong, alike with alike. */

/** What one agent's part of the run has come to. Criteria are counted once for each trial of the judge. */
export interface AgentTally {
  readonly name: string;
  trials: number;
  written: number;
  reused: number;
  /** Of those written: reports whose text differs from the one stored before under the same name. */
  replaced: number;
  failed: number;
  /** Reports that do not exist yet. */
  missing: number;
  criteria: number;
  judged: number;
  cached: number;
  unscored: number;
}

export interface Tally {
  readonly agents: readonly AgentTally[];
  readonly problems: Problems;
}

/** What went wrong, by message: the place of the first, and how many times. Bounded; messages beyond the bound are only counted. */
export class Problems {
  readonly #groups = new Map<string, { readonly place: string; count: number }>();
  #beyond = 0;

  /** @param place what it happened to, which tells alike problems apart */
  add(place: string, message: string): void {
    const known = this.#groups.get(message);
    if (known !== undefined) known.count++;
    else if (this.#groups.size < MOST_KEPT) this.#groups.set(message, { place, count: 1 });
    else this.#beyond++;
  }

  /** The most frequent messages, each with one place; then how many problems are not shown. */
  lines(): string[] {
    const groups = [...this.#groups].sort(([, one], [, other]) => other.count - one.count);
    const shown = groups.slice(0, MOST_SHOWN).map(([message, { place, count }]) => {
      const others = count > 1 ? ` and ${count - 1} more` : '';
      return `${place}${others}: ${message}`;
    });
    const more = groups.slice(MOST_SHOWN).reduce((sum, [, { count }]) => sum + count, this.#beyond);
    return more > 0 ? [...shown, `and ${more} more of other kinds`] : shown;
  }
}

/** A message can quote what differs every time: a run of many faults stays small. */
const MOST_KEPT = 1000;
const MOST_SHOWN = 5;

export function emptyTally(name: string, trials: number): AgentTally {
  return { name, trials, written: 0, reused: 0, replaced: 0, failed: 0, missing: 0, criteria: 0, judged: 0, cached: 0, unscored: 0 };
}

export interface BattleTally {
  readonly pairs: number;
  /** Comparisons, each of one order, that are wanted as far as is known: a judge that decides between others adds its own. */
  wanted: number;
  judged: number;
  cached: number;
  unscored: number;
  /** One pair on one dimension in one trial by one judge, with both orders. */
  battles: number;
  flipped: number;
  readonly problems: Problems;
}

/** Comparisons that need no more work in this run. */
export function settled({ judged, cached, unscored }: BattleTally): number {
  return judged + cached + unscored;
}

export function emptyBattleTally(pairs: number, wanted: number): BattleTally {
  return { pairs, wanted, judged: 0, cached: 0, unscored: 0, battles: 0, flipped: 0, problems: new Problems() };
}
