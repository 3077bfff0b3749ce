/** Battles counted: how often which of two agents won, in all and per query. */
import { add, at } from '../stats/vector.ts';
import { type BattleTable, TIED, WON_BY_A } from './battle.ts';

/** Pairs of agents; `first` < `second`. */
export interface Pairs {
  readonly agents: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** Three cells a pair: won by first, won by second, tied. */
export type PairCounts = Float64Array;
export const CELLS = 3;

/** The cells that the battles of each cluster fall into: entries start[c] .. start[c + 1] - 1 are those of cluster c. */
export interface ClusterCells {
  readonly start: Int32Array;
  readonly cell: Int32Array;
  readonly count: Int32Array;
}

export interface CountedBattles {
  readonly pairs: Pairs;
  readonly clusters: ClusterCells;
}

/** `everyPair` lists pairs that never met as well, for a prior that covers them. */
export function countBattles(table: BattleTable, everyPair: boolean): CountedBattles {
  const agents = table.agents.length;
  const met = new Uint8Array(agents * agents);
  for (let i = 0; i < table.length; i++) {
    met[Math.min(at(table.a, i), at(table.b, i)) * agents + Math.max(at(table.a, i), at(table.b, i))] = 1;
  }
  const pairOf = new Int32Array(agents * agents);
  const first: number[] = [];
  const second: number[] = [];
  for (let i = 0; i < agents; i++) {
    for (let j = i + 1; j < agents; j++) {
      if (!everyPair && at(met, i * agents + j) === 0) continue;
      pairOf[i * agents + j] = first.length;
      pairOf[j * agents + i] = first.length;
      first.push(i);
      second.push(j);
    }
  }
  return { pairs: { agents, first: Int32Array.from(first), second: Int32Array.from(second) }, clusters: clusterCells(table, pairOf) };
}

function cellOf(table: BattleTable, pairOf: Int32Array, battle: number): number {
  const a = at(table.a, battle);
  const b = at(table.b, battle);
  const outcome = at(table.outcome, battle);
  const base = at(pairOf, a * table.agents.length + b) * CELLS;
  if (outcome === TIED) return base + 2;
  return base + ((outcome === WON_BY_A) === a < b ? 0 : 1);
}

/** Battle numbers by cluster, in order within each (a counting sort). */
function battlesByCluster(table: BattleTable): { start: Int32Array; battles: Int32Array } {
  const start = new Int32Array(table.clusters + 1);
  for (const cluster of table.cluster) add(start, cluster + 1, 1);
  for (let c = 0; c < table.clusters; c++) add(start, c + 1, at(start, c));
  const next = start.slice();
  const battles = new Int32Array(table.length);
  for (let i = 0; i < table.length; i++) {
    const cluster = at(table.cluster, i);
    battles[at(next, cluster)] = i;
    add(next, cluster, 1);
  }
  return { start, battles };
}

function clusterCells(table: BattleTable, pairOf: Int32Array): ClusterCells {
  const { start, battles } = battlesByCluster(table);
  const cells = battles.map((battle) => cellOf(table, pairOf, battle));
  const compactStart = new Int32Array(start.length);
  const cell = new Int32Array(table.length);
  const count = new Int32Array(table.length);
  let entries = 0;
  for (let c = 0; c < table.clusters; c++) {
    const own = cells.subarray(at(start, c), at(start, c + 1)).sort();
    const from = entries;
    for (const each of own) {
      if (entries === from || at(cell, entries - 1) !== each) {
        cell[entries] = each;
        entries += 1;
      }
      add(count, entries - 1, 1);
    }
    compactStart[c + 1] = entries;
  }
  return { start: compactStart, cell: cell.slice(0, entries), count: count.slice(0, entries) };
}

/** Adds the battles of one cluster, `times` over. */
export function addCluster(counts: PairCounts, clusters: ClusterCells, cluster: number, times: number): void {
  if (times === 0) return;
  const end = at(clusters.start, cluster + 1);
  for (let entry = at(clusters.start, cluster); entry < end; entry++) {
    add(counts, at(clusters.cell, entry), times * at(clusters.count, entry));
  }
}

/** Counts before any battle: zero, or with a prior half a win each way for `prior` battles a pair. */
export function emptyCounts(pairs: Pairs, prior: number): PairCounts {
  const counts = new Float64Array(pairs.first.length * CELLS);
  return counts.map((_, cell) => (cell % CELLS === 2 ? 0 : prior / 2));
}

/** All battles counted. */
export function totalCounts({ pairs, clusters }: CountedBattles, prior: number): PairCounts {
  const counts = emptyCounts(pairs, prior);
  for (let c = 0; c < clusters.start.length - 1; c++) addCluster(counts, clusters, c, 1);
  return counts;
}
