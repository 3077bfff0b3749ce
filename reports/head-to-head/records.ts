/** What charts of head-to-head results are drawn from: records of one agent, of dimensions and of all pairs. */
import { InputError } from '../../judge/errors.ts';
import type { Interval } from '../stats/intervals.ts';
import { cleanName } from '../words/text.ts';
import type { HeadToHead, Record3 } from './head-to-head.ts';
import { totalOf } from './record-text.ts';

/** One agent's wins, ties and losses against one other. */
export interface OpponentRecord extends Record3 {
  readonly opponent: string;
  /** Of the non-inferiority rate; seen in the tooltip. */
  readonly wilson?: Interval;
}

export interface AgentRecords {
  readonly agent: string;
  readonly opponents: readonly OpponentRecord[];
}

/** Records of one name by dimension; `overall` is one of them. */
export interface DimensionRecords {
  readonly name: string;
  readonly byDimension: Readonly<Record<string, Record3>>;
}

export interface PairRecord extends Record3 {
  readonly a: string;
  readonly b: string;
}

/** The agent that is in every comparison: the first of the first one where both are. Undefined where none is. */
export function subjectOf(list: readonly HeadToHead[]): string | undefined {
  const [first] = list;
  return [first?.a, first?.b].find((agent) => agent !== undefined && list.every(({ a, b }) => a === agent || b === agent));
}

/** Throws InputError where the agent is in none of the comparisons. */
export function recordsOf(list: readonly HeadToHead[], agent: string): AgentRecords {
  const opponents = list.flatMap(({ a, b, overall }): OpponentRecord[] => {
    // Won or tied, seen from the other side, is another rate: its interval is not here.
    if (a === agent) return [{ opponent: b, ...counts(overall), wilson: overall.nonInferiority.wilson }];
    return b === agent ? [{ opponent: a, ...turned(overall) }] : [];
  });
  if (opponents.length === 0) throw new InputError(`records of ${cleanName(agent)}: expected a comparison that it is in, got none`);
  return { agent, opponents };
}

/** The records of `agent` by dimension, one entry an opponent. */
export function dimensionsAgainst(list: readonly HeadToHead[], agent: string): DimensionRecords[] {
  return list.flatMap((pair) => {
    const { a, b } = pair;
    if (a !== agent && b !== agent) return [];
    return [{ name: a === agent ? b : a, byDimension: sideOf(pair, agent) }];
  });
}

/** The records of every agent by dimension, summed over its opponents; agents in the order in which they are named. */
export function pooledDimensions(list: readonly HeadToHead[]): DimensionRecords[] {
  return namesOf(list).map((name) => {
    const sides = dimensionsAgainst(list, name).map(({ byDimension }) => byDimension);
    const dimensions = [...new Set(sides.flatMap((side) => Object.keys(side)))];
    const total = (dimension: string) =>
      sides
        .flatMap((side) => (Object.hasOwn(side, dimension) ? (side[dimension] ?? []) : []))
        .reduce((sum, { wins, ties, losses }) => ({
          wins: sum.wins + wins,
          ties: sum.ties + ties,
          losses: sum.losses + losses,
        }));
    return { name, byDimension: Object.fromEntries(dimensions.map((dimension) => [dimension, total(dimension)])) };
  });
}

export function pairsOf(list: readonly HeadToHead[]): PairRecord[] {
  return list.map(({ a, b, overall }) => ({ a, b, ...counts(overall) }));
}

export function namesOf(list: readonly { readonly a: string; readonly b: string }[]): string[] {
  return [...new Set(list.flatMap(({ a, b }) => [a, b]))];
}

export function turned({ wins, ties, losses }: Record3): Record3 {
  return { wins: losses, ties, losses: wins };
}

function sideOf({ a, dimension: whole, overall, byDimension }: HeadToHead, agent: string): Record<string, Record3> {
  const all = Object.entries({ [whole]: counts(overall), ...byDimension }).filter(([, record]) => totalOf(record) > 0);
  return Object.fromEntries(all.map(([dimension, record]) => [dimension, a === agent ? record : turned(record)]));
}

function counts({ wins, ties, losses }: Record3): Record3 {
  return { wins, ties, losses };
}
