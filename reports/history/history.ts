/** A series of checkpoints: scores over steps, each against its predecessor, the best and the first, and what picking the best is worth. */

import type { Scale } from '../../judge/checklist/reward.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import type { LeaderboardRow } from '../leaderboard/leaderboard.ts';
import { MatchedDifferences, pairDifferences } from '../leaderboard/order.ts';
import type { Provenance } from '../leaderboard/provenance.ts';
import { AgentRewards, byAgent, onHundred, scoredTask } from '../leaderboard/rewards.ts';
import { ENOUGH, watched } from '../stats/anytime.ts';
import { pairedDifference, type TaskDifference } from '../stats/differences.ts';
import { holm } from '../stats/holm.ts';
import type { Interval } from '../stats/intervals.ts';
import { isRounding } from '../stats/rounding.ts';
import { type ScoreEstimate, scoreEstimate } from '../stats/score-estimate.ts';

/** Less another checkpoint, paired by task on matched criteria. */
export interface Change {
  readonly against: string;
  /** Points on 0-100. */
  readonly difference: number;
  readonly ci: Interval | null;
  readonly p: number | null;
  /** After Holm over all checkpoints that are compared so. */
  readonly adjustedP: number | null;
  readonly tasks: number;
}

/** Against the first checkpoint, by a test that stays valid however many checkpoints come. */
export interface Watch {
  readonly against: string;
  /** Of tasks. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** An e-value; 1 says nothing. */
  readonly evidence: number;
  /** 20 k (k + 1) at the k-th look, so that over all looks to come a false claim has at most 5%. */
  readonly needed: number;
  /** min(1, k (k + 1) / evidence): valid at every look. */
  readonly p: number;
  readonly shown: boolean;
}

export interface HistoryPoint
  extends Pick<LeaderboardRow, 'agent' | 'score' | 'ci' | 'flat' | 'tasks' | 'trials' | 'failed' | 'unscored' | 'owed' | 'coverage'> {
  readonly step: number;
  /** Null for the first. */
  readonly previous: Change | null;
  /** Null for the best itself. */
  readonly best: Change | null;
  readonly watch: Watch | null;
}

export interface BestOfMany {
  readonly agent: string;
  readonly step: number;
  readonly score: number;
  /** Its score on the tasks that all checkpoints with a score share; null where they share none. */
  readonly onShared: number | null;
  /** The best by all other shared tasks, scored on each in turn: what picking the best of so many is worth on tasks that did not pick. */
  readonly corrected: ScoreEstimate;
  /** Against the first; p x (checkpoints - 1), as it was picked. Null where it is the first. */
  readonly overFirst: Change | null;
}

export interface History {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly series: string;
  /** Whether steps were stated, or read from the end of the agents' names. */
  readonly steps: 'stated' | 'names';
  /** By step. */
  readonly points: readonly HistoryPoint[];
  /** Null where fewer than two have a score. */
  readonly best: BestOfMany | null;
  readonly provenance?: Provenance;
}

export interface Placed {
  readonly agent: string;
  readonly step: number;
}

/** @param rows of the leaderboard, of these checkpoints @param placed by step */
export function historyPoints(
  placed: readonly Placed[],
  rows: readonly LeaderboardRow[],
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  scale: Scale,
): Pick<History, 'points' | 'best'> {
  const scored = new Scored(placed, tasks, trialsOf, scale);
  const known = placed.filter(({ agent }) => scored.has(agent));
  const best = known.toSorted((a, b) => scored.score(b.agent) - scored.score(a.agent) || a.step - b.step)[0];
  const pairs = (against: (i: number) => string | undefined) =>
    afterHolm(
      known.map(({ agent }, i) => {
        const other = against(i);
        return other === undefined || other === agent ? null : scored.change(agent, other);
      }),
    );
  const previous = pairs((i) => known[i - 1]?.agent);
  const toBest = pairs(() => best?.agent);
  const first = known[0]?.agent;
  const points = placed.map(({ agent, step }): HistoryPoint => {
    const i = known.findIndex((one) => one.agent === agent);
    const row = rows.find((one) => one.agent === agent);
    return {
      agent,
      step,
      ...rowPart(row),
      previous: previous[i] ?? null,
      best: toBest[i] ?? null,
      watch: i < 1 || first === undefined ? null : scored.watch(agent, first, i),
    };
  });
  if (best === undefined || known.length < 2) return { points, best: null };
  const over = first === undefined || best.agent === first ? null : scored.change(best.agent, first);
  const picked = over && { ...over, adjustedP: over.p === null ? null : Math.min(1, over.p * (known.length - 1)) };
  return { points, best: { ...best, score: scored.score(best.agent), ...scored.corrected(known, best), overFirst: picked } };
}

function rowPart(row: LeaderboardRow | undefined): Omit<HistoryPoint, 'agent' | 'step' | 'previous' | 'best' | 'watch'> {
  if (row === undefined) return { score: null, ci: null, tasks: 0, trials: 0, failed: 0, unscored: 0, owed: 0, coverage: 0 };
  const { score, ci, flat, tasks, trials, failed, unscored, owed, coverage } = row;
  return { score, ci, ...(flat && { flat }), tasks, trials, failed, unscored, owed, coverage };
}

function afterHolm(changes: readonly (Omit<Change, 'adjustedP'> | null)[]): (Change | null)[] {
  const tested = changes.flatMap((change) => change?.p ?? []);
  const after = holm(tested);
  let next = 0;
  return changes.map((change) => change && { ...change, adjustedP: change.p === null ? null : (after[next++] ?? null) });
}

/** Rewards of the checkpoints, task by task. */
class Scored {
  readonly #agents = new Map<string, AgentRewards>();
  readonly #matched = new MatchedDifferences();

  constructor(placed: readonly Placed[], tasks: Iterable<StoredTask>, trialsOf: (task: StoredTask) => Iterable<TrialRow>, scale: Scale) {
    const names = new Set(placed.map(({ agent }) => agent));
    for (const stored of tasks) {
      const task = scoredTask(stored);
      if (task === undefined) continue;
      const attempts = [...byAgent(trialsOf(stored))].filter(([agent]) => names.has(agent));
      this.#matched.add(task, attempts, scale);
      for (const [agent, trials] of attempts) {
        const rewards = this.#agents.get(agent) ?? new AgentRewards();
        this.#agents.set(agent, rewards);
        rewards.add(task, trials, scale);
      }
    }
  }

  has(agent: string): boolean {
    return this.#agents.get(agent)?.isScored() === true;
  }

  #rewards(agent: string): AgentRewards {
    return this.#agents.get(agent) ?? new AgentRewards();
  }

  score(agent: string): number {
    return this.has(agent) ? scoreEstimate(this.#rewards(agent).tasks.map(onHundred)).score : Number.NEGATIVE_INFINITY;
  }

  #differences(agent: string, other: string): TaskDifference[] {
    return pairDifferences([agent, this.#rewards(agent)], [other, this.#rewards(other)], this.#matched);
  }

  /** Null where they share no task. */
  change(agent: string, other: string): Omit<Change, 'adjustedP'> | null {
    const differences = this.#differences(agent, other);
    if (differences.length === 0) return null;
    const { mean, ci, p, n } = pairedDifference(differences);
    return { against: other, difference: mean, ci, p, tasks: n };
  }

  /** @param look from 1 */
  watch(agent: string, other: string, look: number): Watch {
    const signs = this.#differences(agent, other).map(({ difference, size }) => (isRounding(difference, size) ? 0 : Math.sign(difference)));
    const count = (sign: number) => signs.filter((one) => one === sign).length;
    const { evidence } = watched(signs);
    const needed = ENOUGH * look * (look + 1);
    const p = Math.min(1, (look * (look + 1)) / evidence);
    return { against: other, wins: count(1), ties: count(0), losses: count(-1), evidence, needed, p, shown: evidence >= needed };
  }

  /** On the tasks that all of them share; tasks of one family are left out together. */
  corrected(placed: readonly Placed[], best: Placed): Pick<BestOfMany, 'onShared' | 'corrected'> {
    const byTask = placed.map(({ agent }) => new Map(this.#rewards(agent).tasks.map((one) => [one.task.id, onHundred(one)])));
    const [first = new Map<string, ReturnType<typeof onHundred>>()] = byTask;
    const shared = [...first.keys()].filter((id) => byTask.every((tasks) => tasks.has(id)));
    const values = shared.map((id) => byTask.map((tasks) => tasks.get(id) ?? { value: 0, low: 0, high: 100, cluster: id }));
    if (values.length === 0) return { onShared: null, corrected: { score: Number.NaN, ci: null, tasks: 0 } };
    const at = placed.indexOf(best);
    const onShared = values.reduce((sum, row) => sum + (row[at]?.value ?? 0), 0) / values.length;
    const honest = values.flatMap((row) => {
      const family = row[0]?.cluster;
      const others = values.filter((other) => other[0]?.cluster !== family);
      const means = row.map((_, i) => others.reduce((sum, other) => sum + (other[i]?.value ?? 0), 0));
      return row[means.indexOf(Math.max(...means))] ?? [];
    });
    return { onShared, corrected: scoreEstimate(honest) };
  }
}
