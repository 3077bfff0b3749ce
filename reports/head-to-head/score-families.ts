/** Differences by axis and by domain are several tests at once: their p-values after Holm, each family for itself. */

import type { PairedDifference } from '../stats/differences.ts';
import { holm } from '../stats/holm.ts';
import type { ScoreComparison } from './score-comparison.ts';

export interface FamilyDifference extends PairedDifference {
  /** Null where there is no p. */
  readonly adjustedP: number | null;
}

type Family = Readonly<Record<string, FamilyDifference>>;

export interface AdjustedComparison extends Omit<ScoreComparison, 'overall' | 'byAxis' | 'byDomain'> {
  /** After Holm over the agents that the first is compared with on this benchmark by this judge. */
  readonly overall: FamilyDifference;
  /** How many they are. */
  readonly comparisons: number;
  readonly byAxis: Family;
  readonly byDomain: Family;
}

/** @param together all of one agent with others, on one benchmark and by one judge */
export function adjustFamilies(together: readonly ScoreComparison[]): AdjustedComparison[] {
  const overall = adjusted(Object.fromEntries(together.map(({ b, overall }) => [b, overall])));
  return together.map((comparison) => {
    const { b, overall: alone, byAxis, byDomain } = comparison;
    const whole = overall[b] ?? { ...alone, adjustedP: alone.p };
    return { ...comparison, overall: whole, comparisons: together.length, byAxis: adjusted(byAxis), byDomain: adjusted(byDomain) };
  });
}

function adjusted(family: ScoreComparison['byAxis']): Family {
  const tested = Object.entries(family).flatMap(([name, { p }]) => (p === null ? [] : [{ name, p }]));
  const after = holm(tested.map(({ p }) => p));
  const byName = new Map(tested.map(({ name }, i) => [name, after[i]]));
  return Object.fromEntries(
    Object.entries(family).map(([name, difference]) => [name, { ...difference, adjustedP: byName.get(name) ?? null }]),
  );
}
