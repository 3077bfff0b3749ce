/** Spread: how far the rewards of one group lie apart, since a group whose rewards are all alike teaches a trainer nothing. */

export interface GroupSpread {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation, of a sample; 0 below two rewards. */
  readonly sd: number;
  readonly zeroVariance: boolean;
}

/** Groups that are kept: those that had a reward last. */
const MOST_GROUPS = 2048;

interface Group {
  n: number;
  mean: number;
  /** Sum of squared differences from the mean, as Welford keeps it. */
  squares: number;
}

export class Spread {
  readonly #groups = new Map<string, Group>();

  add(group: string, reward: number): void {
    const known = this.#groups.get(group) ?? { n: 0, mean: 0, squares: 0 };
    this.#groups.delete(group);
    this.#groups.set(group, known);
    const [oldest] = this.#groups.keys();
    if (this.#groups.size > MOST_GROUPS && oldest !== undefined) this.#groups.delete(oldest);
    known.n++;
    const from = reward - known.mean;
    known.mean += from / known.n;
    known.squares += from * (reward - known.mean);
  }

  /** Of the groups that are kept and have two rewards or more: how many, how many of them without any spread, and the mean deviation. */
  summary(): { readonly groups: number; readonly flat: number; readonly meanSd: number } {
    const spreads = [...this.#groups.values()].filter(({ n }) => n > 1).map(spreadOf);
    const sum = spreads.reduce((total, { sd }) => total + sd, 0);
    return {
      groups: spreads.length,
      flat: spreads.filter(({ zeroVariance }) => zeroVariance).length,
      meanSd: spreads.length === 0 ? 0 : sum / spreads.length,
    };
  }
}

/** Of these rewards alone, by group. */
export function spreads(rewards: Iterable<readonly [group: string, reward: number]>): Record<string, GroupSpread> {
  const groups = new Map<string, Group>();
  for (const [name, reward] of rewards) {
    const group = groups.get(name) ?? { n: 0, mean: 0, squares: 0 };
    groups.set(name, group);
    group.n++;
    const from = reward - group.mean;
    group.mean += from / group.n;
    group.squares += from * (reward - group.mean);
  }
  return Object.fromEntries([...groups].map(([name, group]) => [name, spreadOf(group)]));
}

/** Rewards that differ in rounding only are alike. */
const ALIKE = 1e-9;

function spreadOf({ n, mean, squares }: Group): GroupSpread {
  const sd = n < 2 ? 0 : Math.sqrt(squares / (n - 1));
  return { n, mean, sd, zeroVariance: n > 1 && sd < ALIKE };
}
