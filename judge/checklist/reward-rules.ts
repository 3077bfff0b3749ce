/**
 * ruledReward: the reward of a report with what a trainer has asked for beside the checklist, as components whose sum it is.
 *
 * criteria: the checklist's own; fatal: what a fatal flaw, or a flag that counts as one, takes; format and length: what the report's shape brings or takes; clip: what
 * is cut off in the end. All five are always there, so that every sample of a batch has the same keys.
 */
import { type Reward, reward, type Scale } from './reward.ts';
import type { Rubric } from './rubric.ts';
import type { Label } from './verdict.ts';

export interface RewardRules {
  /** Whether a fatal flaw leaves nothing above 0. */
  readonly fatal: boolean;
  /** Lowest and highest reward. */
  readonly clip?: readonly [number, number];
  /** Points for a report that has the wanted form; below 0 a penalty for having it. */
  readonly format?: { readonly points: number };
  /** Points that are taken: none up to `from` characters, all from `to` on, in between as the length grows. */
  readonly length?: { readonly from: number; readonly to: number; readonly points: number };
}

/** What rules look at beside the labels. */
export interface ReportShape {
  /** Code points; read only where there is a rule on length. */
  readonly characters: number;
  /** Whether it has the form that `format` asks for. */
  readonly formed: boolean;
  /** A flag that counts as a fatal flaw, where the report carries one. */
  readonly fatalFlag?: string;
}

export const COMPONENTS = ['criteria', 'fatal', 'clip', 'format', 'length'] as const;
export type Components = Readonly<Record<(typeof COMPONENTS)[number], number>>;

export const NO_COMPONENTS: Components = { criteria: 0, fatal: 0, clip: 0, format: 0, length: 0 };

export interface RuledReward {
  /** Undefined where no criterion of positive weight was judged. */
  readonly reward: number | undefined;
  readonly components: Components;
  /** Id of the fatal criterion that was met, else the flag that counts as one. */
  readonly fatal?: string;
}

/** @param labels as for `reward` */
export function ruledReward(
  rubric: Rubric,
  labels: ReadonlyMap<string, readonly Label[]>,
  scale: Scale,
  rules: RewardRules,
  { characters, formed, fatalFlag }: ReportShape,
): RuledReward {
  const bare = rubric.map((criterion) => (criterion.fatal === true ? { ...criterion, fatal: false } : criterion));
  const earned = reward(bare, labels, scale).reward;
  const judged: Pick<Reward, 'reward' | 'fatal'> = rules.fatal ? reward(rubric, labels, scale) : { reward: earned };
  if (earned === undefined || judged.reward === undefined) return { reward: undefined, components: NO_COMPONENTS };
  const left = fatalFlag === undefined ? judged.reward : Math.min(0, judged.reward);
  const fatal = judged.fatal ?? fatalFlag;
  const components = {
    criteria: earned,
    fatal: left - earned,
    clip: 0,
    format: rules.format !== undefined && formed ? rules.format.points : 0,
    length: rules.length === undefined ? 0 : -rules.length.points * share(characters, rules.length),
  };
  const whole = components.criteria + components.fatal + components.format + components.length;
  const [least, most] = rules.clip ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const value = Math.min(most, Math.max(least, whole));
  return {
    reward: plain(value),
    components: { ...components, clip: plain(value - whole), length: plain(components.length) },
    ...(fatal !== undefined && { fatal }),
  };
}

/** Of the way between two lengths, from 0 to 1. */
function share(characters: number, { from, to }: { readonly from: number; readonly to: number }): number {
  if (characters <= from) return 0;
  return characters >= to ? 1 : (characters - from) / (to - from);
}

/** Without a sign on 0, which some readers print. */
function plain(value: number): number {
  return value === 0 ? 0 : value;
}
