/** axisPoints: what two reports on one task got on each axis. */
import type { ShownCriterion } from '../judged-report/judged-report.ts';

export interface AxisPoints {
  readonly axis: string | null;
  /** Sum of weight x points of each, in units of weight. */
  readonly one: number;
  readonly other: number;
  /** Of the positive weights. */
  readonly positive: number;
  readonly criteria: number;
}

/** On criteria that both were judged on; where the first loses the most at the front. */
export function axisPoints(one: readonly ShownCriterion[], other: readonly ShownCriterion[]): AxisPoints[] {
  const theirs = new Map(other.map((criterion) => [criterion.id, criterion]));
  const axes = new Map<string | null, AxisPoints>();
  for (const { id, axis, weight, points } of one) {
    const their = theirs.get(id)?.points ?? null;
    if (points === null || their === null) continue;
    const sum = axes.get(axis) ?? { axis, one: 0, other: 0, positive: 0, criteria: 0 };
    axes.set(axis, {
      axis,
      one: sum.one + weight * points,
      other: sum.other + weight * their,
      positive: sum.positive + Math.max(0, weight),
      criteria: sum.criteria + 1,
    });
  }
  return [...axes.values()].toSorted((x, y) => x.one - x.other - (y.one - y.other));
}
