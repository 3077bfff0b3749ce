/** Faults of the offline world: which requests they hit, told by seed, request and how often it was seen, never by the order of arrival. */
import { sha256 } from '../../judge/hash.ts';
import type { World, WorldPage } from './world.ts';

/**
 * `error` the service says that it failed · `wrong` another query's results, another page's text · `empty` nothing, and no word of it ·
 * `timeout` no answer · `shape` an answer of another form · `noise` pages of promotion first · `conflict` false pages first · `time`
 * superseded pages first.
 */
export const FAULT_KINDS = ['error', 'wrong', 'empty', 'timeout', 'shape', 'noise', 'conflict', 'time'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** These put other results first, so they concern searches alone. */
const OF_SEARCHES: readonly FaultKind[] = ['noise', 'conflict', 'time'];

export const LASTING = ['once', 'always'] as const;
/** `once`: the first time that the request is seen; `always`: every time. */
export type Lasting = (typeof LASTING)[number];

export interface FaultPlan {
  /** Share of requests that are hit, in [0, 1]. What a lower rate hits is hit by a higher one, too. */
  readonly rate: number;
  readonly kinds: readonly FaultKind[];
  readonly lasting: readonly Lasting[];
  readonly seed: number;
}

export type Op = 'search' | 'open';

/** A request in normal form: the words of a query in lower case with single blanks, or a page's address. */
export function requestKey(op: Op, asked: string): string {
  return op === 'open' ? `open ${asked}` : `search ${asked.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()}`;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly lasting: Lasting;
}

/** @param seen from 1: how often the request was seen by now */
export function faultOf({ rate, kinds, lasting, seed }: FaultPlan, op: Op, key: string, seen: number): Fault | undefined {
  if (drawn(seed, key, 'hit') >= rate) return undefined;
  const fitting = kinds.filter((kind) => op === 'search' || !OF_SEARCHES.includes(kind));
  const kind = fitting[Math.floor(drawn(seed, key, 'kind') * fitting.length)];
  const lasts = lasting[Math.floor(drawn(seed, key, 'lasting') * lasting.length)];
  if (kind === undefined || lasts === undefined || (lasts === 'once' && seen > 1)) return undefined;
  return { kind, lasting: lasts };
}

/** In [0, 1), the same for the same words. */
export function drawn(seed: number, key: string, what: string): number {
  return Number.parseInt(sha256(`${seed}\0${what}\0${key}`).slice(0, 12), 16) / 2 ** 48;
}

/** How far down its results a search is looked through for pages that mislead. */
const DEPTH = 60;
/** Pages that mislead and are put first. */
const MISLEADING = 3;

/** What a search brings under a fault that gives results; undefined where the world has nothing to mislead with here. */
export function misled(
  world: World,
  query: string,
  count: number,
  kind: FaultKind,
  key: string,
  seed: number,
): readonly WorldPage[] | undefined {
  const right = world.search(query, DEPTH);
  if (kind === 'wrong') return elsewhere(world, right, count, key, seed);
  const first = right.filter((page) => isOf(kind, page)).slice(0, MISLEADING);
  if (first.length === 0) return undefined;
  // Where superseded pages stand first, what holds now stands last: its results are those of a web that has not caught up.
  const current = new Set(kind === 'time' ? first.map(({ supersededBy }) => supersededBy) : []);
  const rest = right.filter((page) => !first.includes(page) && !current.has(page.url));
  return [...first, ...rest].slice(0, count);
}

function isOf(kind: FaultKind, { role }: WorldPage): boolean {
  if (kind === 'noise') return role === 'spam' || role === 'other';
  return role === (kind === 'conflict' ? 'wrong' : 'stale');
}

/** The results of a query that has nothing to do with this one. */
function elsewhere(world: World, right: readonly WorldPage[], count: number, key: string, seed: number): readonly WorldPage[] {
  const near = new Set(right.slice(0, 20));
  const other = otherPage(world, key, seed, (page) => !near.has(page));
  return world
    .search(other.title, DEPTH)
    .filter((page) => !near.has(page))
    .slice(0, count);
}

/** Some page, the same for the same request. */
export function otherPage(world: World, key: string, seed: number, fits: (page: WorldPage) => boolean): WorldPage {
  const pages = [...world.pages.values()].filter(fits);
  const page = pages[Math.floor(drawn(seed, key, 'other') * pages.length)];
  if (page === undefined) throw new Error('the world has no other page');
  return page;
}
