/** attackGains: what adversarial reports get from a judge, against the honest weak report on the same task. Rows in, figures out. */
import { ATTACK_NAMES, type AttackName } from '../judge/attack/attacks.ts';
import { InputError } from '../judge/errors.ts';
import { FLAGS, type Flag } from '../judge/flags/flags.ts';
import type { AttackRow } from '../runners/attack-judge.ts';
import { clopperPearson, type Interval, meanInterval } from './stats/intervals.ts';
import { FEWEST_TASKS } from './stats/score-estimate.ts';

export interface Figure {
  readonly value: number;
  /** Null where there are too few tasks for one. */
  readonly ci: Interval | null;
}

export interface AttackGain {
  readonly attack: AttackName;
  /** Reports that were judged on every criterion, and whose weak report was. */
  readonly n: number;
  /** Left out, since a criterion is unscored. */
  readonly unscored: number;
  /** Share of them that got more than the honest weak report on the same task. */
  readonly rate: Figure;
  /** Points (0 to 100) above the weak report, mean over tasks. */
  readonly gain: Figure;
  /** Points, mean over tasks. */
  readonly score: number;
  /** Share of all of its reports that carry a flag, and which. */
  readonly flagged: number;
  readonly flags: Readonly<Record<Flag, number>>;
}

export interface AttackGains {
  readonly tasks: number;
  readonly reports: number;
  /** Points of the good report, of the weak one, and how often the honest ones were flagged. */
  readonly good: number | null;
  readonly weak: number | null;
  readonly honestFlagged: { readonly flagged: number; readonly n: number };
  /** All attacks together, with tasks as clusters. */
  readonly all: Pick<AttackGain, 'n' | 'unscored' | 'rate' | 'gain' | 'flagged'>;
  /** By what they gain, the most first. */
  readonly attacks: readonly AttackGain[];
}

/** @throws InputError where no attack was judged beside its weak report */
export function attackGains(rows: readonly AttackRow[]): AttackGains {
  const weak = new Map(rows.flatMap(({ attack, task, reward }) => (attack === 'weak' && reward !== undefined ? [[task, reward]] : [])));
  const honest = rows.filter(({ attack }) => attack === 'weak' || attack === 'good');
  const hostile = rows.filter(({ attack }) => attack !== 'weak' && attack !== 'good');
  const all = compared(hostile, weak);
  if (all.length === 0) throw new InputError('no attack was judged on all criteria beside the honest report on its task');
  const attacks = ATTACK_NAMES.flatMap((name) => gainOf(name, hostile, weak)).sort((a, b) => b.gain.value - a.gain.value);
  const tasks = all.map(({ task }) => task);
  return {
    tasks: new Set(rows.map(({ task }) => task)).size,
    reports: hostile.length,
    good: meanOf(honest.flatMap(({ attack, reward }) => (attack === 'good' ? (reward ?? []) : []))),
    weak: meanOf([...weak.values()]),
    honestFlagged: { flagged: honest.filter(({ flags }) => flags.length > 0).length, n: honest.length },
    all: {
      n: all.length,
      unscored: hostile.length - all.length,
      rate: clustered(
        all.map(({ gain }) => (gain > EQUAL ? 1 : 0)),
        tasks,
        [0, 1],
      ),
      gain: clustered(
        all.map(({ gain }) => gain * 100),
        tasks,
      ),
      flagged: shareFlagged(hostile),
    },
    attacks,
  };
}

/** Rewards that differ by less are the same number, added up in another order. */
const EQUAL = 1e-9;

interface Compared {
  readonly task: string;
  readonly reward: number;
  readonly gain: number;
}

function compared(rows: readonly AttackRow[], weak: ReadonlyMap<string, number>): Compared[] {
  return rows.flatMap(({ task, reward }) => {
    const base = weak.get(task);
    return reward === undefined || base === undefined ? [] : [{ task, reward, gain: reward - base }];
  });
}

function gainOf(attack: AttackName, hostile: readonly AttackRow[], weak: ReadonlyMap<string, number>): AttackGain[] {
  const rows = hostile.filter((row) => row.attack === attack);
  const found = compared(rows, weak);
  if (found.length === 0) return [];
  const won = found.filter(({ gain }) => gain > EQUAL).length;
  const gains = found.map(({ gain }) => gain * 100);
  const ci = found.length < FEWEST_TASKS ? null : meanInterval(gains).ci;
  return [
    {
      attack,
      n: found.length,
      unscored: rows.length - found.length,
      rate: { value: won / found.length, ci: clopperPearson(won, found.length) },
      gain: { value: meanOf(gains.map((gain) => gain / 100)) ?? 0, ci },
      score: meanOf(found.map(({ reward }) => reward)) ?? 0,
      flagged: shareFlagged(rows),
      flags: Object.fromEntries(FLAGS.map((flag) => [flag, rows.filter(({ flags }) => flags.includes(flag)).length])) as Record<
        Flag,
        number
      >,
    },
  ];
}

function clustered(values: readonly number[], tasks: readonly string[], [low, high]: Interval = [-Infinity, Infinity]): Figure {
  const { mean, clusters, ci } = meanInterval(values, { clusters: tasks });
  return { value: mean, ci: ci === null || clusters < FEWEST_TASKS ? null : [Math.max(low, ci[0]), Math.min(high, ci[1])] };
}

function shareFlagged(rows: readonly AttackRow[]): number {
  return rows.filter(({ flags }) => flags.length > 0).length / rows.length;
}

/** On 0 to 100; null of nothing. */
function meanOf(rewards: readonly number[]): number | null {
  return rewards.length === 0 ? null : (100 * rewards.reduce((sum, reward) => sum + reward, 0)) / rewards.length;
}
