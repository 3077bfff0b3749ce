/** The covariance of fitted strengths with queries as clusters: battles on one query are alike, whatever the model says. */
import { cholesky, choleskyInverse } from '../stats/cholesky.ts';
import { add, at } from '../stats/vector.ts';
import type { StrengthFit } from './fit.ts';
import { CELLS, type CountedBattles } from './pair-counts.ts';
import { expectation } from './pair-likelihood.ts';

export interface Sandwich {
  /** Of the log strengths of the rated agents, in their order, row by row; their mean is 0. */
  readonly covariance: Float64Array;
  /** The same if battles were independent: the inverse of the information. */
  readonly independent: Float64Array;
  /** Queries with a battle between rated agents. */
  readonly queries: number;
}

/**
 * H^-1 (sum over queries of S S') H^-1 x G / (G - 1), where H is the information and S the slope of one query's battles (Liang and
 * Zeger 1986). Null where nobody is rated or all is on one query, which says nothing about spread.
 */
export function sandwich(counted: CountedBattles, { among, bounded }: StrengthFit): Sandwich | null {
  if (among === null) return null;
  const agents = among.strengths.length;
  const size = Math.round(Math.sqrt(among.information.length));
  const slopes = cellSlopes(counted, among, bounded.rated, size > agents);
  const meat = new Float64Array(size * size);
  const slope = new Float64Array(size);
  const { start, cell, count } = counted.clusters;
  const touched = new Set<number>();
  let queries = 0;
  for (let cluster = 0; cluster < start.length - 1; cluster++) {
    touched.clear();
    for (let entry = at(start, cluster); entry < at(start, cluster + 1); entry++) {
      for (const [parameter, value] of slopes[at(cell, entry)] ?? []) {
        add(slope, parameter, value * at(count, entry));
        touched.add(parameter);
      }
    }
    if (touched.size > 0) queries++;
    for (const i of touched) for (const j of touched) add(meat, i * size + j, at(slope, i) * at(slope, j));
    for (const i of touched) slope[i] = 0;
  }
  if (queries < 2) return null;
  const bread = choleskyInverse(cholesky(among.information, size), size);
  const whole = product(product(bread, meat, size), bread, size);
  const factor = queries / (queries - 1);
  const covariance = new Float64Array(agents * agents);
  const independent = new Float64Array(agents * agents);
  for (let i = 0; i < agents; i++)
    for (let j = 0; j < agents; j++) {
      covariance[i * agents + j] = factor * at(whole, i * size + j);
      independent[i * agents + j] = at(bread, i * size + j);
    }
  return { covariance, independent, queries };
}

type Slopes = readonly (readonly [parameter: number, value: number])[];

/** What one battle adds to the slope, by the cell that it is counted in; nothing where one of the two is not rated. */
function cellSlopes(
  { pairs }: CountedBattles,
  { strengths, nu }: NonNullable<StrengthFit['among']>,
  rated: readonly number[],
  tied: boolean,
): Slopes[] {
  const numbers = new Map(rated.map((agent, i) => [agent, i]));
  return Array.from({ length: pairs.first.length * CELLS }, (_, cell): Slopes => {
    const pair = Math.floor(cell / CELLS);
    const i = numbers.get(at(pairs.first, pair));
    const j = numbers.get(at(pairs.second, pair));
    if (i === undefined || j === undefined) return [];
    const { lean, drawn } = expectation((at(strengths, i) - at(strengths, j)) / 2, nu);
    // Won by the first, by the second, tied: a tie is half a win each where the model has none.
    const won = [1, -1, 0][cell % CELLS] ?? 0;
    const pull = (won - lean) / 2;
    return [[i, pull], [j, -pull], ...(tied ? [[strengths.length, (won === 0 ? 1 : 0) - drawn] as const] : [])];
  });
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = at(left, i * size + k);
      for (let j = 0; j < size; j++) add(result, i * size + j, factor * at(right, k * size + j));
    }
  }
  return result;
}
