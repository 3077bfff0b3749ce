/** Battles as rating code sees them, and the compact table they are kept in. */
import { InputError } from '../../judge/errors.ts';
import type { Outcome } from '../../judge/pairwise/outcome.ts';
import { at } from '../stats/vector.ts';

export interface Battle {
  /** Battles on one query are not independent and are resampled together; absent in files that name none. */
  readonly query?: string;
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
}

export const WON_BY_A = 0;
export const WON_BY_B = 1;
export const TIED = 2;

const CODES: Readonly<Record<Outcome, number>> = { a: WON_BY_A, b: WON_BY_B, tie: TIED };

/** Battles in their order, 13 bytes each. Agents are numbered by name, clusters in order of appearance. */
export interface BattleTable {
  readonly agents: readonly string[];
  readonly length: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** WON_BY_A, WON_BY_B or TIED. */
  readonly outcome: Int8Array;
  /** The query; a battle without one is a cluster of its own. */
  readonly cluster: Int32Array;
  readonly clusters: number;
}

/** Takes battles one by one, so that a file of millions never stands in memory as objects. */
export class BattleTableBuilder {
  private readonly numbers = new Map<string, number>();
  private readonly queries = new Map<string, number>();
  private a = new Int32Array(1024);
  private b = new Int32Array(1024);
  private outcome = new Int8Array(1024);
  private cluster = new Int32Array(1024);
  private length = 0;
  private clusters = 0;

  /** Throws InputError when an agent battles itself. */
  add(battle: Battle): this {
    if (battle.a === battle.b) throw new InputError(`expected a battle of two agents, got "${battle.a}" against itself`);
    if (this.length === this.a.length) this.grow();
    this.a[this.length] = this.number(battle.a);
    this.b[this.length] = this.number(battle.b);
    this.outcome[this.length] = CODES[battle.outcome];
    this.cluster[this.length] = this.clusterOf(battle.query);
    this.length += 1;
    return this;
  }

  /** Throws InputError when nothing was added. */
  build(): BattleTable {
    if (this.length === 0) throw new InputError('expected at least one battle, got none');
    const agents = [...this.numbers.keys()].sort();
    const renumbered = new Int32Array(agents.length);
    agents.forEach((agent, i) => {
      renumbered[this.number(agent)] = i;
    });
    return {
      agents,
      length: this.length,
      a: this.a.slice(0, this.length).map((old) => at(renumbered, old)),
      b: this.b.slice(0, this.length).map((old) => at(renumbered, old)),
      outcome: this.outcome.slice(0, this.length),
      cluster: this.cluster.slice(0, this.length),
      clusters: this.clusters,
    };
  }

  private number(agent: string): number {
    const known = this.numbers.get(agent);
    if (known !== undefined) return known;
    this.numbers.set(agent, this.numbers.size);
    return this.numbers.size - 1;
  }

  private clusterOf(query: string | undefined): number {
    const known = query === undefined ? undefined : this.queries.get(query);
    if (known !== undefined) return known;
    if (query !== undefined) this.queries.set(query, this.clusters);
    this.clusters += 1;
    return this.clusters - 1;
  }

  private grow(): void {
    const capacity = this.length * 2;
    const wider = (old: Int32Array) => {
      const grown = new Int32Array(capacity);
      grown.set(old);
      return grown;
    };
    this.a = wider(this.a);
    this.b = wider(this.b);
    this.cluster = wider(this.cluster);
    const outcome = new Int8Array(capacity);
    outcome.set(this.outcome);
    this.outcome = outcome;
  }
}

export function battleTable(battles: Iterable<Battle>): BattleTable {
  const builder = new BattleTableBuilder();
  for (const battle of battles) builder.add(battle);
  return builder.build();
}
