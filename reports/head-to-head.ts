/** Two agents head to head: wins, ties and losses per query, what may be said of them, and the same by dimension and domain. */
import type { BattleRow } from '../runners/battle-rows.ts';
import { holm } from './stats/holm.ts';
import { type PairedComparison, pairedComparison } from './stats/paired.ts';

/** Wins of the first agent, ties, and wins of the second, over queries. */
export interface Record3 {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

export interface HeadToHead {
  readonly a: string;
  readonly b: string;
  readonly overall: PairedComparison;
  readonly byDimension: Readonly<Record<string, Record3>>;
  readonly byDomain: Readonly<Record<string, Record3>>;
  /** Ties in which the judge said how good both are. */
  readonly absolute: Readonly<Record<'good' | 'fair' | 'poor', number>>;
  /** Battles that became ties because the judge's mind changed with the order, and battles that models judged. */
  readonly flips: { readonly flipped: number; readonly judged: number };
  /** One sentence that claims no more than the tests. */
  readonly verdict: string;
}

/**
 * @param battles of any agents, on every dimension
 * @param margin how much worse is still not inferior, stated beforehand
 * @returns undefined where the two never met on the whole
 */
export function headToHead(a: string, b: string, battles: Iterable<BattleRow>, margin: number | undefined): HeadToHead | undefined {
  const nets = new Map<string, Map<string, QueryNet>>();
  const absolute = { good: 0, fair: 0, poor: 0 };
  const flips = { flipped: 0, judged: 0 };
  let alone = 0;
  for (const battle of battles) {
    const side = sideOf(battle, a, b);
    if (side === undefined) continue;
    if (battle.by === 'model') flips.judged++;
    if (battle.flipped) flips.flipped++;
    if (battle.absolute !== undefined && battle.dimension === 'overall') absolute[battle.absolute]++;
    const queries = nets.get(battle.dimension) ?? new Map<string, QueryNet>();
    nets.set(battle.dimension, queries);
    const query = battle.task === null ? `alone ${alone++}` : `${battle.benchmark} ${battle.task}`;
    const before = queries.get(query);
    queries.set(query, { net: (before?.net ?? 0) + side, domain: battle.domain });
  }
  const overall = nets.get('overall');
  if (overall === undefined) return undefined;
  const { wins, ties, losses } = count(overall.values());
  const compared = pairedComparison(wins, ties, losses, margin === undefined ? {} : { margin });
  return {
    a,
    b,
    overall: compared,
    byDimension: Object.fromEntries(
      [...nets].filter(([name]) => name !== 'overall').map(([name, queries]) => [name, count(queries.values())]),
    ),
    byDomain: domains(overall),
    absolute,
    flips,
    verdict: verdictOf(a, b, compared),
  };
}

interface QueryNet {
  /** Battles won less battles lost on the query, over judges, trials and people: a query is one cluster. */
  readonly net: number;
  readonly domain: string | null;
}

/** 1: `a` won; -1: it lost; 0: a tie; undefined: others met. */
function sideOf(battle: BattleRow, a: string, b: string): number | undefined {
  const same = battle.a === a && battle.b === b;
  if (!same && !(battle.a === b && battle.b === a)) return undefined;
  if (battle.outcome === 'tie') return 0;
  return (battle.outcome === 'a') === same ? 1 : -1;
}

function count(queries: Iterable<QueryNet>): Record3 {
  let [wins, ties, losses] = [0, 0, 0];
  for (const { net } of queries) {
    if (net > 0) wins++;
    else if (net < 0) losses++;
    else ties++;
  }
  return { wins, ties, losses };
}

function domains(queries: ReadonlyMap<string, QueryNet>): Record<string, Record3> {
  const names = [...new Set([...queries.values()].map(({ domain }) => domain))].filter((domain) => domain !== null).sort();
  return Object.fromEntries(names.map((domain) => [domain, count([...queries.values()].filter((query) => query.domain === domain))]));
}

/** Below this a difference is taken as shown; a margin's test is one-sided. */
export const ALPHA = 0.05;

/** Says a difference, non-inferiority within a stated margin, or that neither is shown. */
export function verdictOf(a: string, b: string, { n, netWin, signTest, margin, power }: PairedComparison, adjustedP = signTest.p): string {
  const queries = `${n} ${n === 1 ? 'query' : 'queries'}`;
  if (adjustedP < ALPHA) {
    const [better, worse] = netWin.value > 0 ? [a, b] : [b, a];
    return `${better} beats ${worse} on these ${queries} (sign test p = ${pText(adjustedP)}).`;
  }
  const within = margin === null ? '' : marginText(a, b, margin);
  const sees =
    power.smallestDifference === null
      ? ''
      : ` ${queries[0]?.toUpperCase()}${queries.slice(1)} can show a net win rate of ${percent(power.smallestDifference)} or more.`;
  return `No difference between ${a} and ${b} is shown on ${queries} (sign test p = ${pText(adjustedP)})${within}.${sees}`;
}

function marginText(a: string, b: string, { delta, p }: { delta: number; p: number }): string {
  return p < ALPHA
    ? `; ${a} is not worse than ${b} by more than ${percent(delta)} (one-sided p = ${pText(p)})`
    : `; that ${a} is not worse by more than ${percent(delta)} is not shown either (one-sided p = ${pText(p)})`;
}

/** Holm-adjusted sign tests of several comparisons, in their order. */
export function adjusted(comparisons: readonly PairedComparison[]): number[] {
  return holm(comparisons.map(({ signTest }) => signTest.p));
}

export function pText(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
