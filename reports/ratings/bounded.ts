/** Which agents have a finite rating, and on which side the others lie. */
import { at } from '../stats/vector.ts';
import { CELLS, type PairCounts, type Pairs } from './pair-counts.ts';

/**
 * Against the group that is rated: better or worse than any number says, or not to be compared with it. Where nobody is rated, `even` is
 * who has met others and stands above as many as below.
 */
export type Unbounded = 'above' | 'below' | 'even' | 'unconnected';

export interface Bounded {
  /** Agents whose ratings are finite against each other, in rising number; empty when there are none. */
  readonly rated: readonly number[];
  readonly unbounded: ReadonlyMap<number, Unbounded>;
}

type Links = readonly (readonly number[])[];

interface Graph {
  /** From an agent to those it took a win (or a tie) from, and the reverse. */
  readonly down: Links;
  readonly up: Links;
}

/**
 * The largest group in which everyone took something from everyone else, directly or through others (Ford 1957): only there the
 * likelihood has a maximum. A tie takes something on both sides.
 */
export function boundedByHalves(pairs: Pairs, counts: PairCounts): Bounded {
  return split(graphOf(pairs, counts, true));
}

/**
 * The same for Davidson's model, which can also explain "wins and ties but never a loss" by an infinite nu. Ratings in the group
 * are finite only if some cycle of results has more wins than ties, or there are no ties at all; else nobody's is.
 */
export function boundedByDavidson(pairs: Pairs, counts: PairCounts): Bounded {
  const bounded = boundedByHalves(pairs, counts);
  const members = new Set(bounded.rated);
  return tieRateIsFinite(pairs, counts, members) ? bounded : split(graphOf(pairs, counts, false), graphOf(pairs, counts, true));
}

function graphOf(pairs: Pairs, counts: PairCounts, tiesLink: boolean): Graph {
  const down: number[][] = Array.from({ length: pairs.agents }, () => []);
  const up: number[][] = Array.from({ length: pairs.agents }, () => []);
  pairs.first.forEach((i, pair) => {
    const j = at(pairs.second, pair);
    const tied = tiesLink && at(counts, pair * CELLS + 2) > 0;
    if (tied || at(counts, pair * CELLS) > 0) {
      down[i]?.push(j);
      up[j]?.push(i);
    }
    if (tied || at(counts, pair * CELLS + 1) > 0) {
      down[j]?.push(i);
      up[i]?.push(j);
    }
  });
  return { down, up };
}

function reachable(links: Links, from: number): Set<number> {
  const seen = new Set([from]);
  // A set visits what is added while it is walked.
  for (const agent of seen) for (const next of links[agent] ?? []) seen.add(next);
  return seen;
}

/** @param met with ties, where `graph` is without them */
function split(graph: Graph, met: Graph = graph): Bounded {
  const agents = [...graph.down.keys()];
  const grouped = new Set<number>();
  let rated: number[] = [];
  for (const agent of agents) {
    if (grouped.has(agent)) continue;
    const above = reachable(graph.up, agent);
    const group = [...reachable(graph.down, agent)].filter((other) => above.has(other));
    for (const member of group) grouped.add(member);
    if (group.length > rated.length) rated = group;
  }
  const [member] = rated;
  if (member === undefined || rated.length === 1)
    return { rated: [], unbounded: new Map(agents.map((agent) => [agent, bySide(graph, met, agent)])) };
  const above = reachable(graph.up, member);
  const below = reachable(graph.down, member);
  const unbounded = new Map<number, Unbounded>();
  for (const agent of agents) {
    if (above.has(agent) && below.has(agent)) continue;
    unbounded.set(agent, above.has(agent) ? 'above' : below.has(agent) ? 'below' : 'unconnected');
  }
  return { rated: rated.sort((left, right) => left - right), unbounded };
}

/** Where no group is rated: is the agent better than more agents than are better than it? */
function bySide(graph: Graph, met: Graph, agent: number): Unbounded {
  const lead = reachable(graph.down, agent).size - reachable(graph.up, agent).size;
  if (lead === 0) return [met.down, met.up].some((links) => (links[agent]?.length ?? 0) > 0) ? 'even' : 'unconnected';
  return lead > 0 ? 'above' : 'below';
}

/**
 * nu runs away when strengths d exist with d_winner - d_loser >= 2 for every win and |d_i - d_j| <= 2 for every tie: then a growing
 * d with a growing nu fits ever better. Such strengths exist unless the constraints have a negative cycle (Bellman-Ford).
 */
function tieRateIsFinite(pairs: Pairs, counts: PairCounts, members: ReadonlySet<number>): boolean {
  const limits: { from: number; to: number; limit: number }[] = [];
  let ties = 0;
  for (const [pair, i] of pairs.first.entries()) {
    const j = at(pairs.second, pair);
    if (!members.has(i) || !members.has(j)) continue;
    const [firstWins, secondWins, tied] = [0, 1, 2].map((cell) => at(counts, pair * CELLS + cell) > 0);
    // Both won: a cycle of two wins. The usual case, and settled at once unless there are no ties.
    if (firstWins && secondWins) return true;
    if (firstWins) limits.push({ from: i, to: j, limit: -2 });
    if (secondWins) limits.push({ from: j, to: i, limit: -2 });
    if (!tied) continue;
    ties += 1;
    limits.push({ from: i, to: j, limit: 2 }, { from: j, to: i, limit: 2 });
  }
  if (ties === 0) return true;
  const strength = new Float64Array(pairs.agents);
  for (let round = 0; round <= members.size; round++) {
    const tightened = limits.filter(({ from, to, limit }) => {
      const bound = at(strength, from) + limit;
      if (at(strength, to) <= bound) return false;
      strength[to] = bound;
      return true;
    });
    if (tightened.length === 0) return false;
  }
  return true;
}
