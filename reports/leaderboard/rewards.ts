/** Which tasks, trials and axes count in a score, and for how much: one way for leaderboards and for comparisons of two agents. */
import { tagOf } from '../../benchmarks/task.ts';
import { points, reward, type Scale } from '../../judge/checklist/reward.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import type { TaskValue } from '../stats/score-estimate.ts';

/** A task with its rubric split by axis, ready for scoring. */
export interface ScoredTask {
  readonly id: string;
  readonly domain: string;
  /** Tasks of one family share a query's substance: their errors are not independent. */
  readonly family: string;
  readonly rubric: Rubric;
  /** Those that can be scored: some have only flaws on this task, and nothing to divide by. */
  readonly axes: ReadonlyMap<string, Rubric>;
  /** Axes that hold only flaws here: they can but take from the whole. */
  readonly flaws: ReadonlyMap<string, Rubric>;
}

/** Undefined without a rubric: reports on such a task are compared, not scored, and not even one that failed is a 0. */
export function scoredTask({ task }: StoredTask): ScoredTask | undefined {
  const { id, domain, rubric } = task;
  if (rubric === undefined) return undefined;
  const family = tagOf(task, 'family') ?? id;
  const axes = groupBy(
    rubric.filter((criterion) => criterion.axis !== undefined),
    (criterion) => criterion.axis ?? '',
  );
  const scored = [...axes].filter(([, part]) => part.some(({ weight }) => weight > 0));
  const flaws = [...axes].filter(([, part]) => part.every(({ weight }) => weight < 0));
  return { id, domain, family, rubric, axes: new Map(scored), flaws: new Map(flaws) };
}

export interface TaskReward {
  readonly task: ScoredTask;
  /** Mean over the trials of the task. */
  readonly reward: number;
  /** The lowest that the rubric can give: every flaw there and nothing else. */
  readonly lowest: number;
  /** The highest, 1 where absent: an axis of flaws alone cannot rise above 0. */
  readonly highest?: number;
}

/** 0 without criteria of negative weight; the highest is always 1. */
export function lowestReward(rubric: Rubric): number {
  const total = (sign: 1 | -1) => rubric.reduce((sum, { weight }) => sum + Math.max(0, sign * weight), 0);
  return -total(-1) / total(1);
}

/** On 0-100, as scores are shown. */
export function onHundred({ task, reward, lowest, highest = 1 }: TaskReward): TaskValue {
  return { value: reward * 100, low: lowest * 100, high: highest * 100, cluster: task.family };
}

/** Rewards of one agent; what is kept grows with its tasks, not with its verdicts. */
export class AgentRewards {
  /** In task order. */
  readonly tasks: TaskReward[] = [];
  readonly axes = new Map<string, TaskReward[]>();
  /** Of axes that hold only flaws: what they take off the whole. */
  readonly flaws = new Map<string, TaskReward[]>();
  /** Reports whose reward a fatal criterion set to 0. */
  fatal = 0;
  #criteria = 0;
  #judged = 0;
  #unscored = 0;

  /**
   * A failed trial counts 0; a trial that no criterion of positive weight was judged on has no reward and is left out.
   *
   * @param trials all of this agent at this task
   */
  add(task: ScoredTask, trials: readonly TrialRow[], scale: Scale): void {
    for (const trial of trials) this.#count(task, trial);
    const rewards = trials.map((trial) => trialReward(task, trial, scale));
    this.fatal += rewards.filter(({ fatal }) => fatal).length;
    const whole = meanOfKnown(rewards.map((one) => one.whole));
    if (whole !== undefined) this.tasks.push({ task, reward: whole, lowest: lowestReward(task.rubric) });
    for (const [axis, rubric] of task.axes) {
      const part = meanOfKnown(rewards.map((one) => one.axes.get(axis)));
      if (part !== undefined) push(this.axes, axis, { task, reward: part, lowest: lowestReward(rubric) });
    }
    for (const [axis, rubric] of task.flaws) {
      const taken = meanOfKnown(trials.map((trial) => takenOff(task.rubric, rubric, trial, scale)));
      const lowest = rubric.reduce((sum, { weight }) => sum + weight, 0) / positiveWeight(task.rubric);
      if (taken !== undefined) push(this.flaws, axis, { task, reward: taken, lowest, highest: 0 });
    }
  }

  /** Counts attempts that were planned and not made: none of their criteria was asked about. */
  owe(task: ScoredTask, attempts: number, judgeTrials: number): void {
    this.#criteria += attempts * task.rubric.length * Math.max(1, judgeTrials);
  }

  /** Valid verdicts. */
  judged(): number {
    return this.#judged;
  }

  /** Scores of axes, and of those that no task has anything but flaws on. */
  byAxis(): ReadonlyMap<string, readonly TaskReward[]> {
    return new Map([...[...this.flaws].filter(([axis]) => !this.axes.has(axis)), ...this.axes]);
  }

  #count({ rubric }: ScoredTask, { failed, judgeTrials, labels, unscored, split }: TrialRow): void {
    if (failed) return;
    this.#criteria += rubric.length * Math.max(1, judgeTrials);
    for (const given of labels.values()) this.#judged += given.size;
    this.#unscored += unscored + split;
  }

  /** Criteria (x judge trials) planned that were not asked about yet. */
  owed(): number {
    return Math.max(0, this.#criteria - this.#judged - this.#unscored);
  }

  /** Failed trials alone are no score of an agent whose reports this judge has not judged. */
  isScored(): boolean {
    return this.tasks.length > 0 && (this.#criteria === 0 || this.#judged > 0);
  }

  /** Share of the criteria (x judge trials) planned that have a valid verdict. */
  coverage(): number {
    return this.#criteria === 0 ? 1 : this.#judged / this.#criteria;
  }
}

interface TrialReward {
  readonly whole: number | undefined;
  readonly fatal: boolean;
  readonly axes: ReadonlyMap<string, number | undefined>;
}

/** What makes a report unusable makes all of it so: no axis keeps what it got. */
function trialReward({ rubric, axes }: ScoredTask, { failed, labels }: TrialRow, scale: Scale): TrialReward {
  const given = byCriterion(labels.values());
  const whole = reward(rubric, given, scale);
  const fatal = whole.fatal !== undefined;
  const of = (part: Rubric) => {
    const earned = failed ? 0 : reward(part, given, scale).reward;
    return fatal ? Math.min(0, earned ?? 0) : earned;
  };
  return { whole: failed ? 0 : whole.reward, fatal, axes: new Map([...axes].map(([axis, part]) => [axis, of(part)])) };
}

function positiveWeight(rubric: Rubric): number {
  return rubric.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
}

/** What the flaws of an axis take off the reward of the whole; undefined where none of them was judged. */
function takenOff(whole: Rubric, flaws: Rubric, { failed, labels }: TrialRow, scale: Scale): number | undefined {
  if (failed) return 0;
  const given = byCriterion(labels.values());
  const judged = flaws.filter(({ id }) => given.has(id));
  if (judged.length === 0) return undefined;
  const mean = (id: string, weight: number) => {
    const all = given.get(id) ?? [];
    return all.reduce((sum, label) => sum + points(label, weight, scale), 0) / all.length;
  };
  return judged.reduce((sum, { id, weight }) => sum + weight * mean(id, weight), 0) / positiveWeight(whole);
}

/** Labels of these trials of a judge as the formula takes them. */
export function byCriterion(trials: Iterable<ReadonlyMap<string, Label>>): Map<string, Label[]> {
  const labels = new Map<string, Label[]>();
  for (const trial of trials) for (const [criterion, label] of trial) push(labels, criterion, label);
  return labels;
}

/** Agents with their trials at one task; the trials of an agent come together. */
export function* byAgent(trials: Iterable<TrialRow>): Generator<readonly [agent: string, trials: readonly TrialRow[]]> {
  let mine: TrialRow[] = [];
  for (const trial of trials) {
    const [first] = mine;
    if (first !== undefined && first.agent !== trial.agent) {
      yield [first.agent, mine];
      mine = [];
    }
    mine.push(trial);
  }
  const [last] = mine;
  if (last !== undefined) yield [last.agent, mine];
}

/** Of those that are known; undefined where none is. */
export function meanOfKnown(values: readonly (number | undefined)[]): number | undefined {
  const there = values.filter((value) => value !== undefined);
  return there.length === 0 ? undefined : there.reduce((sum, value) => sum + value, 0) / there.length;
}

function push<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
