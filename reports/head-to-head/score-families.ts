/** Differences by axis and by domain are several tests at once: their p-values after Holm, each family for itself. */

import type { PairedDifference } from '../stats/differences.ts';
import { holm } from '../stats/holm.ts';
import type { ScoreComparison } from './score-comparison.ts';

export interface FamilyDifference extends PairedDifference {
  /** Null where there is no p. */
  readonly adjustedP: number | null;
}

type Family = Readonly<Record<string, FamilyDifference>>;

export interface AdjustedComparison extends Omit<ScoreComparison, 'byAxis' | 'byDomain'> {
  readonly byAxis: Family;
  readonly byDomain: Family;
}

export function adjustFamilies(comparison: ScoreComparison): AdjustedComparison {
  return { ...comparison, byAxis: adjusted(comparison.byAxis), byDomain: adjusted(comparison.byDomain) };
}

function adjusted(family: ScoreComparison['byAxis']): Family {
  const tested = Object.entries(family).flatMap(([name, { p }]) => (p === null ? [] : [{ name, p }]));
  const after = holm(tested.map(({ p }) => p));
  const byName = new Map(tested.map(({ name }, i) => [name, after[i]]));
  return Object.fromEntries(
    Object.entries(family).map(([name, difference]) => [name, { ...difference, adjustedP: byName.get(name) ?? null }]),
  );
}
