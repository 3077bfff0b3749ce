/** Ratings with style held equal: Bradley-Terry with differences in length, headings and the like beside the strengths. */
import { InputError } from '../../judge/errors.ts';
import { cholesky, choleskyInverse } from '../stats/cholesky.ts';
import { tQuantile, tTwoSided } from '../stats/distributions.ts';
import { checkConfidence, type Interval } from '../stats/intervals.ts';
import { type Maximum, maximise, type Slope } from '../stats/newton.ts';
import { orderOf } from '../stats/rank-sets.ts';
import { add, at, sum } from '../stats/vector.ts';
import { type Battle, type BattleTable, battleTable, TIED, WON_BY_A } from './battle.ts';
import { type Anchor, anchored, POINTS } from './elo-scale.ts';
import { fitBradleyTerry } from './fit.ts';
import { differenceError } from './inference.ts';
import { countBattles, totalCounts } from './pair-counts.ts';

export interface StyledBattle extends Battle {
  /** The same measures for both sides, such as `styleOf` gives. */
  readonly style: { readonly a: Readonly<Record<string, number>>; readonly b: Readonly<Record<string, number>> };
}

interface StyleCoefficient {
  readonly name: string;
  /** Rating points that one standard difference is worth to the side that has more; the error is robust to clusters of queries. */
  readonly value: number;
  /** Null with a single query: one says nothing about spread. */
  readonly se: number | null;
  readonly ci: Interval | null;
  /** One standard difference, in the measure's own unit: the root mean square of a - b. */
  readonly unit: number;
}

export interface StyleAdjusted {
  readonly coefficients: readonly StyleCoefficient[];
  /** Agents with a finite rating, by falling adjusted rating. */
  readonly rows: readonly {
    readonly agent: string;
    readonly rating: number;
    readonly adjusted: number;
    /** By the adjusted ratings: pairs tested with queries as clusters, Holm. */
    readonly rank: readonly [best: number, worst: number];
  }[];
  readonly battles: number;
}

/** One row a battle between rated agents. `share` is what a took: 1, 0.5 or 0. */
interface Row {
  readonly a: number;
  readonly b: number;
  readonly share: number;
  readonly cluster: number;
  readonly differences: readonly number[];
}

interface Design {
  readonly rows: readonly Row[];
  readonly agents: number;
  readonly size: number;
}

/**
 * Logistic regression of a's share on strengths and standardised style differences, ties as halves. Differences are scaled and not
 * centred: swapping a and b must change nothing but the sign. Throws InputError where a measure never differs, an agent or measure is
 * missing, or the battles leave a coefficient without a finite value.
 */
export function styleAdjusted(
  battles: readonly StyledBattle[],
  names: readonly string[],
  options: { anchor?: Anchor; confidence?: number } = {},
): StyleAdjusted {
  const table = battleTable(battles);
  const counted = countBattles(table, false);
  const plain = fitBradleyTerry(counted.pairs, totalCounts(counted, 0));
  const rated = plain.bounded.rated;
  if (rated.length === 0) throw new InputError('expected agents that took something from each other, but no rating is finite');
  const units = names.map((name) => rootMeanSquare(battles, name));
  const rows = designRows(battles, table, rated, names, units);
  const design = { rows, agents: rated.length, size: rated.length + names.length };
  const top = highest(design, names);
  const robust = robustCovariance(top.x, design, top.information);
  const ratedNames = rated.map((agent) => table.agents[agent] ?? '');
  const points = (strengths: ArrayLike<number>) =>
    anchored(
      Float64Array.from(strengths, (strength) => strength * POINTS),
      ratedNames,
      options.anchor,
    );
  const ratings = points(rated.map((agent) => at(plain.strengths, agent)));
  const adjusted = points(top.x.slice(0, rated.length));
  const reach = robust === null ? Number.NaN : tQuantile((1 + checkConfidence(options.confidence ?? 0.95)) / 2, robust.queries - 1);
  const ranks = ranksOf(top.x, design, robust);
  return {
    coefficients: names.map((name, i) => {
      const place = rated.length + i;
      const value = at(top.x, place) * POINTS;
      const unit = at(units, i);
      if (robust === null) return { name, value, se: null, ci: null, unit };
      const se = Math.sqrt(at(robust.covariance, place * design.size + place)) * POINTS;
      return { name, value, se, ci: [value - reach * se, value + reach * se], unit };
    }),
    rows: ratedNames
      .map((agent, i) => ({ agent, rating: at(ratings, i), adjusted: at(adjusted, i), rank: ranks[i] ?? [1, rated.length] }))
      .sort((left, right) => right.adjusted - left.adjusted || (left.agent < right.agent ? -1 : 1)),
    battles: rows.length,
  };
}

function difference({ style }: StyledBattle, name: string): number {
  const [a, b] = [style.a[name], style.b[name]];
  if (a === undefined || b === undefined) throw new InputError(`expected the style measure "${name}" for both sides of every battle`);
  return a - b;
}

function rootMeanSquare(battles: readonly StyledBattle[], name: string): number {
  const unit = Math.sqrt(sum(battles.map((battle) => difference(battle, name) ** 2)) / battles.length);
  if (!(unit > 0)) throw new InputError(`expected reports that differ in "${name}", but they never do`);
  return unit;
}

function designRows(
  battles: readonly StyledBattle[],
  table: BattleTable,
  rated: readonly number[],
  names: readonly string[],
  units: readonly number[],
): Row[] {
  const numbers = new Map(rated.map((agent, i) => [agent, i]));
  return battles.flatMap((battle, i) => {
    const a = numbers.get(at(table.a, i));
    const b = numbers.get(at(table.b, i));
    if (a === undefined || b === undefined) return [];
    const outcome = at(table.outcome, i);
    const share = outcome === TIED ? 0.5 : outcome === WON_BY_A ? 1 : 0;
    return [{ a, b, share, cluster: at(table.cluster, i), differences: names.map((name, k) => difference(battle, name) / at(units, k)) }];
  });
}

/** The columns of a row that are not 0, and what stands there. */
function entries({ a, b, differences }: Row, agents: number): (readonly [column: number, value: number])[] {
  return [[a, 1], [b, -1], ...differences.map((value, k) => [agents + k, value] as const)];
}

function residualOf(row: Row, columns: ReturnType<typeof entries>, x: Float64Array): { lean: number; chance: number; residual: number } {
  const lean = columns.reduce((total, [column, value]) => total + value * at(x, column), 0);
  const chance = 1 / (1 + Math.exp(-lean));
  return { lean, chance, residual: row.share - chance };
}

function slopeAt(x: Float64Array, { rows, agents, size }: Design): Slope {
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (const row of rows) {
    const columns = entries(row, agents);
    const { lean, chance, residual } = residualOf(row, columns, x);
    // log(1 + e^-lean) without overflow on either side.
    value += (row.share - 1) * lean - Math.max(0, -lean) - Math.log1p(Math.exp(-Math.abs(lean)));
    for (const [column, entry] of columns) {
      add(gradient, column, residual * entry);
      for (const [other, otherEntry] of columns) add(information, column * size + other, chance * (1 - chance) * entry * otherEntry);
    }
  }
  // Only differences of strengths are in the data; this pins their mean and moves no step.
  const constant = at(information, 0) / agents;
  for (let i = 0; i < agents; i++) for (let j = 0; j < agents; j++) add(information, i * size + j, constant);
  return { value, gradient, information };
}

/** @throws InputError where there is no one highest point */
function highest(design: Design, names: readonly string[]): Maximum {
  const { rows, size } = design;
  const start = new Float64Array(size);
  try {
    checkApart(slopeAt(start, design), design);
    const top = maximise((x) => slopeAt(x, design), start, 1e-10 * rows.length);
    // Where style decides every battle the slope runs flat far out, which looks like a top.
    checkApart(top, design);
    return top;
  } catch (cause) {
    throw new InputError(
      `the style measures (${names.join(', ')}) cannot be told apart on ${rows.length} battles, or decide every one of them`,
      { cause },
    );
  }
}

/** Throws RangeError where the battles say nothing of a measure that the strengths and the measures before it do not say already. */
function checkApart({ information }: Slope, { rows, agents, size }: Design): void {
  const lower = cholesky(information, size);
  for (let i = agents; i < size; i++) {
    if (at(lower, i * size + i) ** 2 < 1e-8 * rows.length) throw new RangeError(`nothing is left for measure ${i - agents}`);
  }
}

interface Robust {
  readonly covariance: Float64Array;
  readonly queries: number;
}

function ranksOf(x: Float64Array, { agents, size }: Design, robust: Robust | null): readonly (readonly [best: number, worst: number])[] {
  if (robust === null) return [];
  const { covariance, queries } = robust;
  const numbers = Array.from({ length: agents }, (_, i) => i);
  const tests = numbers.flatMap((first) =>
    numbers.slice(first + 1).map((second) => {
      const difference = at(x, first) - at(x, second);
      const se = differenceError(covariance, size, first, second);
      return { first, second, difference, p: se === 0 ? 1 : tTwoSided(difference / se, queries - 1) };
    }),
  );
  return orderOf(agents, tests).ranks;
}

/** The sandwich: inverse information around the squared scores of whole queries, times G / (G - 1). Null with one query. */
function robustCovariance(x: Float64Array, { rows, agents, size }: Design, information: Float64Array): Robust | null {
  const scores = new Map<number, Float64Array>();
  for (const row of rows) {
    const score = scores.get(row.cluster) ?? new Float64Array(size);
    const columns = entries(row, agents);
    const { residual } = residualOf(row, columns, x);
    for (const [column, entry] of columns) add(score, column, residual * entry);
    scores.set(row.cluster, score);
  }
  if (scores.size < 2) return null;
  const bread = choleskyInverse(cholesky(information, size), size);
  const covariance = new Float64Array(size * size);
  const factor = scores.size / (scores.size - 1);
  for (const score of scores.values()) {
    const pulled = score.map((_, i) => score.reduce((total, each, j) => total + each * at(bread, i * size + j), 0));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) add(covariance, i * size + j, factor * at(pulled, i) * at(pulled, j));
    }
  }
  return { covariance, queries: scores.size };
}
