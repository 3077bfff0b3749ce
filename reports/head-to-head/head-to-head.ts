/** Two agents head to head: wins, ties and losses per query, what may be said of them, and the same by dimension and domain. */
import { type Outcome, turned } from '../../judge/pairwise/outcome.ts';
import { type BattleRow, isForfeit } from '../../runners/store/battle-row.ts';
import type { PlannedMeeting } from '../../runners/store/planned-battles.ts';
import { tTwoSided } from '../stats/distributions.ts';
import { holm } from '../stats/holm.ts';
import { type Interval, type MeanEstimate, meanInterval } from '../stats/intervals.ts';
import { type Flips, marginTest, type PairedComparison, pairedComparison } from '../stats/paired.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { at } from '../stats/vector.ts';
import { isRepeated, leadOf, outcomeOf, type QueryOpinions, voteOf } from './query-opinions.ts';
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
  /** Of queries: what most judges say, each by what most of its trials say. */
  readonly overall: PairedComparison;
  /** The net win rate as the mean over queries of the mean over judges and their trials; null where each query has one opinion. */
  readonly perQuery: MeanEstimate | null;
  readonly byDimension: Readonly<Record<string, Record3>>;
  readonly byDomain: Readonly<Record<string, Record3>>;
  /**
   * The net win rate with domains as clusters, since queries of one domain may be alike: t with about as many degrees of freedom as there
   * are domains less one. Null where a query has no known domain, or there are fewer than two.
   */
  readonly domainClustered: DomainClustered | null;
  /** Who judged, each with one vote, and on how many queries its vote was not that of most; empty where nobody knows. */
  readonly judges: readonly { readonly name: string; readonly queries: number; readonly differs: number }[];
  /** Ties in which the judge said how good both are. */
  readonly absolute: Readonly<Record<'good' | 'fair' | 'poor', number>>;
  /** On this dimension. */
  readonly flips: Flips;
  /** Queries on which the two have met, or were to meet. */
  readonly planned: number;
  /** Queries decided by an attempt that failed; among the losses (or ties) unless left out. */
  readonly forfeits: { readonly queries: number; readonly leftOut: boolean };
  /** In English. */
  readonly verdict: string;
  /** Of the sign test after Holm, over all comparisons that are made together. */
  readonly adjustedP: number;
}

export interface DomainClustered {
  readonly domains: number;
  readonly value: number;
  readonly se: number;
  readonly df: number;
  /** Within what a net win rate can be. */
  readonly ci: Interval;
  /** Two-sided. */
  readonly p: number;
}

/** Before anything is said of several together. */
export type Untested = Omit<HeadToHead, 'verdict' | 'adjustedP'>;

export interface HeadToHeadOptions {
  /** Only comparisons of this agent, which comes first in them; all pairs, in order of name, where absent. */
  readonly of?: string | undefined;
  /** Overall where absent. */
  readonly dimension?: string | undefined;
  /** How much worse is still not inferior, stated beforehand. */
  readonly margin?: number | undefined;
  /** What was planned on the dimension. */
  readonly planned?: Iterable<PlannedMeeting> | undefined;
  /** Whether to leave out queries on which an attempt failed. */
  readonly withoutFailed?: boolean | undefined;
}

/** Pairs that met on the dimension, in order of name. Opinions are counted by query and judge as they come. */
export function headToHeads(battles: Iterable<BattleRow>, options: HeadToHeadOptions = {}): HeadToHead[] {
  const { of, dimension = 'overall', margin, planned = [], withoutFailed = false } = options;
  const meetings = new Map<string, Meeting>();
  for (const battle of battles) {
    if (of !== undefined && battle.a !== of && battle.b !== of) continue;
    const swapped = of === undefined ? battle.b < battle.a : battle.b === of;
    const [a, b] = swapped ? [battle.b, battle.a] : [battle.a, battle.b];
    const key = JSON.stringify([a, b]);
    const meeting = meetings.get(key) ?? new Meeting(a, b, { dimension, withoutFailed });
    meetings.set(key, meeting);
    meeting.add(battle);
  }
  for (const { benchmark, task, a, b } of planned)
    for (const pair of [JSON.stringify([a, b]), JSON.stringify([b, a])]) meetings.get(pair)?.plan(queryKey(benchmark, task));
  const list = [...meetings.values()]
    .map((meeting) => meeting.compared(margin))
    .filter((compared) => compared !== undefined)
    .sort((x, y) => (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1));
  return afterHolm(list, margin);
}

/** What the comparisons are on: they are all on one dimension. */
export function dimensionOf(list: readonly HeadToHead[]): string {
  return list[0]?.dimension ?? 'overall';
}

/** What two agents' battles have come to. */
class Meeting {
  readonly #a: string;
  readonly #b: string;
  readonly #dimension: string;
  readonly #dimensions = new Map<string, Opinions>();
  readonly #absolute = { good: 0, fair: 0, poor: 0 };
  readonly #flips = { flipped: 0, judged: 0 };
  readonly #withoutFailed: boolean;
  readonly #forfeits = new Set<string>();
  readonly #planned = new Set<string>();

  constructor(a: string, b: string, { dimension, withoutFailed }: { readonly dimension: string; readonly withoutFailed: boolean }) {
    this.#a = a;
    this.#b = b;
    this.#dimension = dimension;
    this.#withoutFailed = withoutFailed;
  }

  plan(query: string): void {
    this.#planned.add(query);
  }

  add(battle: BattleRow): void {
    const { task, benchmark, domain, dimension, absolute } = battle;
    const outcome = turned(battle.outcome, battle.a !== this.#a);
    if (isForfeit(battle)) {
      if (dimension === this.#dimension && task !== null) this.#forfeits.add(queryKey(benchmark, task));
      if (this.#withoutFailed) return;
    }
    if (dimension === this.#dimension) {
      if (battle.flipped !== undefined) this.#flips.judged++;
      if (battle.flipped === true) this.#flips.flipped++;
      if (absolute !== undefined && outcome === 'tie') this.#absolute[absolute]++;
    }
    const said = this.#dimensions.get(dimension) ?? { queries: new Map<string, QueryOpinions>(), alone: { a: 0, b: 0, tie: 0 } };
    this.#dimensions.set(dimension, said);
    if (task === null) {
      said.alone[outcome]++;
      return;
    }
    const key = queryKey(benchmark, task);
    const query = said.queries.get(key) ?? { domain, judges: new Map() };
    said.queries.set(key, query);
    const judge = JSON.stringify([battle.judge, battle.judgeHash]);
    const votes = query.judges.get(judge) ?? { a: 0, b: 0, tie: 0 };
    query.judges.set(judge, votes);
    votes[outcome]++;
  }

  /** Undefined where the two never met on the dimension. */
  compared(margin: number | undefined): Untested | undefined {
    const [a, b, dimension] = [this.#a, this.#b, this.#dimension];
    const said = this.#dimensions.get(dimension);
    if (said === undefined) return undefined;
    const { wins, ties, losses } = count(said);
    const overall = pairedComparison(wins, ties, losses, { flips: this.#flips, ...(margin !== undefined && { margin }) });
    const perQuery = meanOverQueries(said);
    const tested = margin !== undefined && perQuery !== null && marginTest({ wins, losses, n: overall.n }, margin, this.#flips, perQuery);
    return {
      a,
      b,
      dimension,
      overall: tested ? { ...overall, margin: tested } : overall,
      perQuery,
      byDimension: Object.fromEntries(
        [...this.#dimensions].filter(([name]) => name !== dimension).map(([name, other]) => [name, count(other)]),
      ),
      byDomain: domains(said),
      domainClustered: domainClustered(said),
      judges: judgesOf(said),
      absolute: this.#absolute,
      flips: this.#flips,
      planned: overall.n - said.queries.size + union(this.#planned, said.queries.keys()),
      forfeits: { queries: this.#forfeits.size, leftOut: this.#withoutFailed },
    };
  }
}

function queryKey(benchmark: string | null, task: string): string {
  return JSON.stringify([benchmark, task]);
}

function union(planned: ReadonlySet<string>, met: Iterable<string>): number {
  return new Set([...planned, ...met]).size;
}

interface Opinions {
  readonly queries: Map<string, QueryOpinions>;
  /** Battles on no query that is known, each a case of its own. */
  readonly alone: { a: number; b: number; tie: number };
}

const RECORD: Readonly<Record<Outcome, keyof Record3>> = { a: 'wins', b: 'losses', tie: 'ties' };

function count({ queries, alone }: Pick<Opinions, 'alone'> & { readonly queries: ReadonlyMap<string, QueryOpinions> }): Record3 {
  const record = { wins: alone.a, ties: alone.tie, losses: alone.b };
  for (const query of queries.values()) record[RECORD[outcomeOf(query)]]++;
  return record;
}

/** Null where each query has one opinion, which is what the counts say. */
function meanOverQueries({ queries, alone }: Opinions): MeanEstimate | null {
  const all = [...queries.values()];
  if (!all.some(isRepeated)) return null;
  const single = [...new Array<number>(alone.a).fill(1), ...new Array<number>(alone.b).fill(-1), ...new Array<number>(alone.tie).fill(0)];
  const estimate = meanInterval([...all.map(leadOf), ...single]);
  const { se, ci } = estimate;
  // What is the same on every query has shown no spread.
  return { ...estimate, ci: ci === null || se === null || !(se > 1e-12) ? null : within(ci) };
}

function judgesOf({ queries }: Opinions): HeadToHead['judges'] {
  const judges = new Map<string, { queries: number; differs: number }>();
  for (const query of queries.values()) {
    const agreed = outcomeOf(query);
    for (const [key, votes] of query.judges) {
      if (isForfeit({ judge: nameOf(key) })) continue;
      const { queries: seen, differs } = judges.get(key) ?? { queries: 0, differs: 0 };
      judges.set(key, { queries: seen + 1, differs: differs + (voteOf(votes) === agreed ? 0 : 1) });
    }
  }
  return [...judges].map(([key, counts]) => ({ name: nameOf(key), ...counts }));
}

function nameOf(judge: string): string {
  return String((JSON.parse(judge) as unknown[])[0]);
}

function domains({ queries }: Opinions): Record<string, Record3> {
  const names = [...new Set([...queries.values()].map(({ domain }) => domain))].filter((domain) => domain !== null).sort();
  const alone = { a: 0, b: 0, tie: 0 };
  return Object.fromEntries(
    names.map((name) => [name, count({ alone, queries: new Map([...queries].filter(([, { domain }]) => domain === name)) })]),
  );
}

function domainClustered({ queries, alone }: Opinions): DomainClustered | null {
  const all = [...queries.values()];
  const names = all.map(({ domain }) => domain).filter((domain) => domain !== null);
  if (names.length === 0 || names.length < all.length || alone.a + alone.b + alone.tie > 0) return null;
  const { clusters, mean, se, df, ci } = meanInterval(all.map(leadOf), { clusters: names });
  // What is the same in every domain has shown no spread.
  if (se === null || df === null || ci === null || !(se > 1e-12)) return null;
  return { domains: clusters, value: mean, se, df, ci: within(ci), p: tTwoSided(mean / se, df) };
}

/**
 * The interval of the net win rate: with domains as clusters where there are enough of them, else over queries where several opinions on
 * each are averaged, else Tango's. Null where nothing varies.
 */
export function netWinInterval({ overall, perQuery, domainClustered }: HeadToHead): Interval | null {
  if (domainClustered !== null && domainClustered.domains >= FEWEST_TASKS) return domainClustered.ci;
  return perQuery === null ? overall.netWin.tango : perQuery.ci;
}

/** t knows no bounds, a net win rate has some. */
function within([low, high]: Interval): Interval {
  return [Math.max(-1, low), Math.min(1, high)];
}

/** Several comparisons at once are as prone to chance in the one test as in the other: Holm for each, and the verdicts go by that. */
export function afterHolm(list: readonly Untested[], stated?: number): HeadToHead[] {
  const comparisons = list.length;
  const signTests = holm(list.map(({ overall }) => overall.signTest.p));
  const margins = comparisons < 2 ? [] : holm(list.flatMap(({ overall: { margin } }) => margin?.p ?? []));
  return list.map((record, i) => {
    const adjustedP = at(signTests, i);
    const { wins, ties, losses, margin } = record.overall;
    const ofMargin = margins[i];
    const adjusted = margin === null || ofMargin === undefined ? margin : { ...margin, adjustedP: ofMargin };
    // What can be shown after Holm is less than what can be shown alone.
    const { power } =
      comparisons < 2
        ? record.overall
        : pairedComparison(wins, ties, losses, { comparisons, ...(stated !== undefined && { margin: stated }) });
    const whole = { ...record, overall: { ...record.overall, margin: adjusted, power } };
    return { ...whole, verdict: verdictOf('en', whole, { adjustedP, comparisons }), adjustedP };
  });
}
