/**
 * Who compares what, and in which order: decided by hashes of the person's name and of the contents, so that it is the same after a
 * restart and tells nothing about who wrote a report.
 */
import { sha256 } from '../../judge/hash.ts';
import { type Pair, type PairedReport, pairKey } from './pairs.ts';

/** A pair as one person sees it. */
export interface Item {
  /** Names the item in links; opaque. */
  readonly token: string;
  readonly pair: Pair;
  readonly left: PairedReport;
  readonly right: PairedReport;
}

/** What has happened to a pair, or to a criterion on a report, by its key. */
export interface PairState {
  readonly answered: boolean;
  /** Other people who have answered it, or have it before them. */
  readonly others: number;
  /** The turn at which the person put it off. */
  readonly skippedAt: number | undefined;
}

export interface Queue<I = Item> {
  readonly all: readonly I[];
  /** Still to be answered, in order. */
  readonly open: readonly I[];
  /** Enough people have answered these; open to whoever wants more. */
  readonly extra: readonly I[];
  readonly done: number;
  readonly skipped: number;
}

export function itemOf(annotator: string, pair: Pair): Item {
  const digest = digestOf('item', annotator, pair);
  const [one, other] = pair.reports;
  // A digest of its own: neither side nor place in the queue can be read from the token.
  const swapped = Number.parseInt(digestOf('side', annotator, pair).slice(0, 2), 16) % 2 === 1;
  return { token: digest.slice(0, 32), pair, left: swapped ? other : one, right: swapped ? one : other };
}

function digestOf(use: string, annotator: string, { queryHash, reports }: Pair): string {
  return sha256([use, annotator, queryHash, ...reports.map((report) => report.hash)].join('\0'));
}

/**
 * Pairs of tasks without a rubric come first: nothing else judges them. Then those that somebody has begun and that too few people
 * have answered, so that what is answered at all is soon answered `overlap` times. What was put off comes last.
 */
export function queueOf(annotator: string, pairs: readonly Pair[], states: ReadonlyMap<string, PairState>, overlap: number): Queue {
  const entries = pairs.map((pair) => ({
    item: itemOf(annotator, pair),
    state: states.get(pairKey(pair.queryId, pair.reports[0].id, pair.reports[1].id)),
    first: pair.hasRubric ? 1 : 0,
    place: digestOf('place', annotator, pair),
  }));
  return inOrder(entries, overlap);
}

/** What can be asked of a person. */
export interface Entry<I> {
  readonly item: I;
  readonly state: PairState | undefined;
  /** The lower the earlier, before whatever others have begun. */
  readonly first: number;
  /** Among those that are alike. */
  readonly place: string | number;
}

/** What was put off comes last; what others have begun and too few have answered comes first. */
export function inOrder<I>(entries: readonly Entry<I>[], overlap: number): Queue<I> {
  const others = ({ state }: Entry<I>) => (state === undefined ? 0 : state.others);
  const rank = (entry: Entry<I>): number[] => [
    entry.state?.skippedAt ?? -1,
    entry.first,
    others(entry) > 0 && others(entry) < overlap ? 0 : 1,
  ];
  const ordered = entries
    .map((entry) => ({ ...entry, rank: rank(entry) }))
    .sort((x, y) => firstDifference(x.rank, y.rank) || (x.place < y.place ? -1 : 1));
  const waiting = ordered.filter(({ state }) => state?.answered !== true);
  const open = waiting.filter((entry) => others(entry) < overlap);
  return {
    all: ordered.map(({ item }) => item),
    open: open.map(({ item }) => item),
    extra: waiting.filter((entry) => others(entry) >= overlap).map(({ item }) => item),
    done: ordered.length - waiting.length,
    skipped: open.filter(({ state }) => state?.skippedAt !== undefined).length,
  };
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  return a.map((value, i) => value - (b[i] ?? value)).find((difference) => difference !== 0) ?? 0;
}
