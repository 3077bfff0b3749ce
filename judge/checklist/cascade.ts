/** Cascades: when the first judge of two is sure enough, by kind of criterion, that the next need not be asked. */
import { demandOf } from '../small/frames.ts';
import type { Criterion } from './rubric.ts';
import type { Verdict } from './verdict.ts';

/** What judges are differently sure about: merits and flaws, things to be said and questions of quality. */
export const CRITERION_KINDS = ['claim', 'quality', 'flawed claim', 'flawed quality'] as const;
export type CriterionKind = (typeof CRITERION_KINDS)[number];

/** From 0 to 1; of a kind that is not named, `default` counts. Above 1 the next judge is always asked. */
export type Thresholds = Readonly<{ default: number } & Partial<Record<CriterionKind, number>>>;

export function kindOf({ criterion, weight }: Pick<Criterion, 'criterion' | 'weight'>): CriterionKind {
  const of = demandOf(criterion).quality ? 'quality' : 'claim';
  return weight < 0 ? `flawed ${of}` : of;
}

/** A judge that states no confidence is never sure. */
export function isSure({ confidence }: Pick<Verdict, 'confidence'>, kind: CriterionKind, thresholds: Thresholds): boolean {
  return confidence !== undefined && confidence >= (thresholds[kind] ?? thresholds.default);
}
