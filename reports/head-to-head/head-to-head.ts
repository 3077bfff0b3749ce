/** Two agents head to head: wins, ties and losses per query, what may be said of them, and the same by dimension and domain. */
import { turned } from '../../judge/pairwise/outcome.ts';
import type { BattleRow } from '../../runners/store/battle-row.ts';
import { holm } from '../stats/holm.ts';
import { type Interval, meanInterval } from '../stats/intervals.ts';
import { type PairedComparison, pairedComparison } from '../stats/paired.ts';
import { at } from '../stats/vector.ts';
import { verdictOf } from './sentence.ts';

/** Wins of the first agent, ties, and wins of the second, over queries. */
export interface Record3 {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

export interface HeadToHead {
  readonly a: string;
  readonly b: string;
  /** What the comparison is on: the whole report, if nobody asked for another dimension. */
  readonly dimension: string;
  readonly overall: PairedComparison;
  readonly byDimension: Readonly<Record<string, Record3>>;
  readonly byDomain: Readonly<Record<string, Record3>>;
  /**
   * The net win rate with domains as clusters, since queries of one domain may be alike: t with as many degrees of freedom as there are
   * domains less one. Null where a query has no known domain, or there are fewer than two.
   */
  readonly domainClustered: { readonly domains: number; readonly se: number; readonly ci: Interval } | null;
  /** Ties in which the judge said how good both are. */
  readonly absolute: Readonly<Record<'good' | 'fair' | 'poor', number>>;
  /** Battles that became ties because the judge's mind changed with the order, and battles that models judged. */
  readonly flips: { readonly flipped: number; readonly judged: number };
  /** In English. */
  readonly verdict: string;
  /** Of the sign test after Holm, over all comparisons that are made together. */
  readonly adjustedP: number;
}

/** As it is alone, whatever else is compared. */
type Untested = Omit<HeadToHead, 'verdict' | 'adjustedP'>;

export interface HeadToHeadOptions {
  /** Only comparisons of this agent, which comes first in them; all pairs, in order of name, where absent. */
  readonly of?: string | undefined;
  /** Overall where absent. */
  readonly dimension?: string | undefined;
  /** How much worse is still not inferior, stated beforehand. */
  readonly margin?: number | undefined;
}

/** Pairs that met on the dimension, in order of name. Battles are counted as they come, and none is kept. */
export function headToHeads(battles: Iterable<BattleRow>, { of, dimension = 'overall', margin }: HeadToHeadOptions = {}): HeadToHead[] {
  const meetings = new Map<string, Meeting>();
  for (const battle of battles) {
    if (of !== undefined && battle.a !== of && battle.b !== of) continue;
    const swapped = of === undefined ? battle.b < battle.a : battle.b === of;
    const [a, b] = swapped ? [battle.b, battle.a] : [battle.a, battle.b];
    const key = JSON.stringify([a, b]);
    const meeting = meetings.get(key) ?? new Meeting(a, b, dimension);
    meetings.set(key, meeting);
    meeting.add(battle);
  }
  const list = [...meetings.values()]
    .map((meeting) => meeting.compared(margin))
    .filter((compared) => compared !== undefined)
    .sort((x, y) => (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1));
  return afterHolm(list);
}

/** What the comparisons are on: they are all on one dimension. */
export function dimensionOf(list: readonly HeadToHead[]): string {
  return list[0]?.dimension ?? 'overall';
}

const SIDE = { a: 1, b: -1, tie: 0 } as const;

/** What two agents' battles have come to. */
class Meeting {
  readonly #a: string;
  readonly #b: string;
  readonly #dimension: string;
  readonly #dimensions = new Map<string, Nets>();
  readonly #absolute = { good: 0, fair: 0, poor: 0 };
  readonly #flips = { flipped: 0, judged: 0 };

  constructor(a: string, b: string, dimension: string) {
    this.#a = a;
    this.#b = b;
    this.#dimension = dimension;
  }

  add(battle: BattleRow): void {
    const { task, benchmark, domain, dimension, outcome, absolute } = battle;
    const side = SIDE[turned(outcome, battle.a !== this.#a)];
    if (battle.flipped !== undefined) this.#flips.judged++;
    if (battle.flipped === true) this.#flips.flipped++;
    if (absolute !== undefined && outcome === 'tie' && dimension === this.#dimension) this.#absolute[absolute]++;
    const nets = this.#dimensions.get(dimension) ?? { queries: new Map<string, QueryNet>(), alone: { wins: 0, ties: 0, losses: 0 } };
    this.#dimensions.set(dimension, nets);
    if (task === null) {
      nets.alone[recordOf(side)]++;
      return;
    }
    const query = JSON.stringify([benchmark, task]);
    nets.queries.set(query, { net: (nets.queries.get(query)?.net ?? 0) + side, domain });
  }

  /** Undefined where the two never met on the dimension. */
  compared(margin: number | undefined): Untested | undefined {
    const [a, b, dimension] = [this.#a, this.#b, this.#dimension];
    const overall = this.#dimensions.get(dimension);
    if (overall === undefined) return undefined;
    const { wins, ties, losses } = count(overall);
    return {
      a,
      b,
      dimension,
      overall: pairedComparison(wins, ties, losses, margin === undefined ? {} : { margin }),
      byDimension: Object.fromEntries(
        [...this.#dimensions].filter(([name]) => name !== dimension).map(([name, nets]) => [name, count(nets)]),
      ),
      byDomain: domains(overall),
      domainClustered: domainClustered(overall),
      absolute: this.#absolute,
      flips: this.#flips,
    };
  }
}

interface Nets {
  readonly queries: Map<string, QueryNet>;
  /** Battles on no query that is known, each a case of its own. */
  readonly alone: { wins: number; ties: number; losses: number };
}

interface QueryNet {
  /** Battles won less battles lost on the query, over judges, trials and people: a query is one cluster. */
  readonly net: number;
  readonly domain: string | null;
}

function recordOf(net: number): keyof Record3 {
  return net > 0 ? 'wins' : net < 0 ? 'losses' : 'ties';
}

function count({ queries, alone }: Pick<Nets, 'alone'> & { readonly queries: ReadonlyMap<string, QueryNet> }): Record3 {
  const record = { ...alone };
  for (const { net } of queries.values()) record[recordOf(net)]++;
  return record;
}

function domains({ queries }: Nets): Record<string, Record3> {
  const names = [...new Set([...queries.values()].map(({ domain }) => domain))].filter((domain) => domain !== null).sort();
  const alone = { wins: 0, ties: 0, losses: 0 };
  return Object.fromEntries(
    names.map((name) => [name, count({ alone, queries: new Map([...queries].filter(([, { domain }]) => domain === name)) })]),
  );
}

function domainClustered({ queries, alone }: Nets): HeadToHead['domainClustered'] {
  const nets = [...queries.values()];
  const names = nets.map(({ domain }) => domain).filter((domain) => domain !== null);
  if (names.length === 0 || names.length < nets.length || alone.wins + alone.ties + alone.losses > 0) return null;
  const { clusters, se, ci } = meanInterval(
    nets.map(({ net }) => Math.sign(net)),
    { clusters: names },
  );
  // t knows no bounds, a net win rate has some.
  return se === null || ci === null ? null : { domains: clusters, se, ci: [Math.max(-1, ci[0]), Math.min(1, ci[1])] };
}

/** Several comparisons at once are as prone to chance in the one test as in the other: Holm for each, and the verdicts go by that. */
export function afterHolm(list: readonly Untested[]): HeadToHead[] {
  const signTests = holm(list.map(({ overall }) => overall.signTest.p));
  const margins = list.length < 2 ? [] : holm(list.flatMap(({ overall: { margin } }) => margin?.p ?? []));
  return list.map((record, i) => {
    const adjustedP = at(signTests, i);
    const { margin } = record.overall;
    const ofMargin = margins[i];
    const adjusted = margin === null || ofMargin === undefined ? margin : { ...margin, adjustedP: ofMargin };
    const overall = { ...record.overall, margin: adjusted };
    return { ...record, overall, verdict: verdictOf('en', record, overall, { adjustedP, comparisons: list.length }), adjustedP };
  });
}
