/** Progress of a run, or of battles: counts of what was asked and answered, and what went wrong, alike with alike. */

/** Questions to judges: criteria x trials, or comparisons of one order. */
export interface Asked {
  /** As far as is known: a trial that fails is judged by nobody, and a judge that decides between others adds its own. */
  wanted: number;
  judged: number;
  /** Found in the store, or paid for by another. */
  cached: number;
  /** Without a valid verdict. */
  unscored: number;
  /** On which a panel's judges were split: no failure, and no verdict. */
  split: number;
}

/** Questions that need no more work. */
export function settled({ judged, cached, unscored, split }: Asked): number {
  return judged + cached + unscored + split;
}

/** Questions that are owed yet. */
export function left(asked: Asked): number {
  return asked.wanted - settled(asked);
}

/** One agent's part of a run. */
export interface AgentProgress extends Asked {
  readonly name: string;
  readonly trials: number;
  written: number;
  reused: number;
  /** Of those written: reports whose text differs from the one stored before under the same name. */
  replaced: number;
  failed: number;
  /** Reports that do not exist yet. */
  missing: number;
}

export interface RunProgress {
  readonly agents: readonly AgentProgress[];
  readonly problems: Problems;
  /** Attempts under way whose agents tell of their steps. */
  readonly live?: ReadonlySet<LiveAttempt>;
  /** All attempts under way. */
  readonly open?: ReadonlySet<OpenAttempt>;
}

export interface OpenAttempt {
  readonly agent: string;
  readonly task: string;
  readonly repeat: number;
  /** ISO 8601 */
  readonly since: string;
}

export interface LiveAttempt {
  readonly agent: string;
  readonly task: string;
  /** Answers of its model so far, and the tokens that they took. */
  turns: number;
  tokens: number;
}

export function agentProgress(name: string, trials: number, wanted: number): AgentProgress {
  return { name, trials, wanted, written: 0, reused: 0, replaced: 0, failed: 0, missing: 0, judged: 0, cached: 0, unscored: 0, split: 0 };
}

/** Trials of which it is known what became of them. */
export function attempted({ written, reused, failed, missing }: AgentProgress): number {
  return written + reused + failed + missing;
}

const COUNTS = ['trials', 'written', 'reused', 'replaced', 'failed', 'missing', 'wanted', 'judged', 'cached', 'unscored', 'split'] as const;

/** Over all agents. */
export function totalOf({ agents }: RunProgress): AgentProgress {
  const sums = COUNTS.map((of) => [of, agents.reduce((sum, agent) => sum + agent[of], 0)]);
  return Object.assign(agentProgress('', 0, 0), Object.fromEntries(sums));
}

export interface BattleProgress extends Asked {
  readonly pairs: number;
  /** One pair on one dimension in one trial by one judge, with both orders. */
  battles: number;
  flipped: number;
  /** Pairs decided by an attempt that failed. */
  forfeits: number;
  readonly problems: Problems;
}

export function battleProgress(pairs: number, wanted: number): BattleProgress {
  return { pairs, wanted, judged: 0, cached: 0, unscored: 0, split: 0, battles: 0, flipped: 0, forfeits: 0, problems: new Problems() };
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
