/** Krippendorff's alpha: agreement of any number of raters, some of whom skipped some units. */
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Interval } from './intervals.ts';
import { type BootstrapOptions, bootstrapIntervals } from './resample.ts';
import { add, at, sum } from './vector.ts';

export type AlphaLevel = 'nominal' | 'ordinal';

/** What the raters said of one thing; null where a rater said nothing. */
export interface RatedUnit {
  readonly labels: readonly (string | null)[];
  /** What is resampled together; each unit its own cluster where absent. */
  readonly cluster?: string;
}

export interface AlphaEstimate {
  /** 1 is full agreement, 0 chance; null where only one label was ever used or no unit has two raters. */
  readonly value: number | null;
  readonly ci: Interval | null;
  /** Units with two raters or more: the others say nothing about agreement. */
  readonly units: number;
  /** Labels in those units. */
  readonly ratings: number;
}

/** Alpha from coincidences summed over units (Krippendorff 2011). `values` lists the labels, in order for `ordinal`. */
export function krippendorffAlpha(
  units: readonly RatedUnit[],
  values: readonly string[],
  level: AlphaLevel,
  bootstrap?: BootstrapOptions,
): AlphaEstimate {
  const counted = units.map((unit) => ({ unit, counts: labelCounts(unit, values) })).filter(({ counts }) => sum(counts) >= 2);
  if (counted.length === 0) throw new InputError('expected at least one unit with two raters, got none');
  const clusters = groupBy(counted.entries(), ([i, { unit }]) => unit.cluster ?? i);
  const groups = [...clusters.values()].map((members) =>
    coincidences(
      members.map(([, { counts }]) => counts),
      values.length,
    ),
  );
  const statistic = (counts: ArrayLike<number>) => ({ alpha: alphaOf(combine(groups, counts), values.length, level) });
  const intervals = bootstrap && bootstrapIntervals(groups.length, statistic, bootstrap);
  return {
    value: statistic(new Int32Array(groups.length).fill(1)).alpha,
    ci: intervals?.alpha ?? null,
    units: counted.length,
    ratings: sum(counted.map(({ counts }) => sum(counts))),
  };
}

function labelCounts(unit: RatedUnit, values: readonly string[]): Float64Array {
  const counts = new Float64Array(values.length);
  for (const label of unit.labels) {
    if (label === null) continue;
    const index = values.indexOf(label);
    if (index < 0) throw new InputError(`expected one of the labels ${values.join(', ')}, got "${label}"`);
    add(counts, index, 1);
  }
  return counts;
}

/** Every ordered pair of labels within a unit, weighted so that a unit counts as many times as it has labels. */
function coincidences(units: readonly Float64Array[], size: number): Float64Array {
  const cells = new Float64Array(size * size);
  for (const counts of units) {
    const pairsEach = sum(counts) - 1;
    for (let c = 0; c < size; c++) {
      for (let k = 0; k < size; k++) {
        add(cells, c * size + k, (at(counts, c) * (at(counts, k) - (c === k ? 1 : 0))) / pairsEach);
      }
    }
  }
  return cells;
}

function combine(groups: readonly Float64Array[], counts: ArrayLike<number>): Float64Array {
  const total = new Float64Array(groups[0]?.length ?? 0);
  groups.forEach((cells, i) => {
    for (const [cell, value] of cells.entries()) add(total, cell, value * at(counts, i));
  });
  return total;
}

function alphaOf(cells: Float64Array, size: number, level: AlphaLevel): number | null {
  const totals = Array.from({ length: size }, (_, c) => sum(cells.subarray(c * size, (c + 1) * size)));
  const n = sum(totals);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c++) {
    for (let k = 0; k < size; k++) {
      const distance = level === 'nominal' ? Number(c !== k) : ordinalDistance(totals, Math.min(c, k), Math.max(c, k));
      observed += at(cells, c * size + k) * distance;
      expected += at(totals, c) * at(totals, k) * distance;
    }
  }
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

/** How many ranks lie between two labels, squared: the labels between count whole, the two ends half. */
function ordinalDistance(totals: readonly number[], low: number, high: number): number {
  return (sum(totals.slice(low, high + 1)) - (at(totals, low) + at(totals, high)) / 2) ** 2;
}
