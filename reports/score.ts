/** Trials in, leaderboard out: rewards of trials, means over tasks, ranks. */
import { reward, type Scale } from '../judge/reward.ts';
import type { Rubric } from '../judge/rubric.ts';
import type { StoredTask } from '../runners/facts.ts';
import { type Price, type Prices, priceOf } from '../runners/prices.ts';
import type { JudgeRow, TrialRow } from '../runners/rows.ts';
import { CostMean, type Estimates, estimate, judgeCost, trialCost } from './cost.ts';
import type { GroupScore, Leaderboard, LeaderboardRow, UnevenTasks } from './leaderboard.ts';
import type { Ratings } from './ratings/ratings.ts';
import { meanInterval } from './stats/intervals.ts';

export interface ScoreOptions {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: JudgeRow;
  readonly prices: Prices;
  /** ISO 4217; costs in other currencies are converted at the dated rates. */
  readonly currency: string;
  readonly estimates: Estimates;
}

/** Sums of one agent; what is kept grows with its tasks, not with its verdicts. */
class AgentSums {
  /** Mean reward of each task's trials, in task order. */
  readonly tasks: TaskReward[] = [];
  /** The ids of these tasks, each with a line's end: equal texts are equal sets. */
  taskIds = '';
  readonly axes = new Map<string, TaskReward[]>();
  trials = 0;
  failed = 0;
  fatal = 0;
  unscored = 0;
  judged = 0;
  criteria = 0;
  readonly cost: CostMean;
  readonly judging: CostMean;
  readonly seconds: number[] = [];

  constructor(currency: string, prices: Prices) {
    this.cost = new CostMean(currency, prices);
    this.judging = new CostMean(currency, prices);
  }
}

interface TaskReward {
  readonly reward: number;
  readonly domain: string;
  /** Tasks of one family share a query's substance: their errors are not independent. */
  readonly family: string;
}

/** A task with its rubric split by axis, ready for scoring. */
interface ScoredTask {
  readonly task: StoredTask;
  readonly rubric: Rubric;
  readonly axes: ReadonlyMap<string, Rubric>;
}

/**
 * Scores every agent over the tasks. `trialsOf` streams the trials of one task, the trials of an agent together.
 *
 * A failed trial counts 0; a trial that no criterion of positive weight was judged on has no reward and is left out.
 */
export function leaderboard(
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  options: ScoreOptions,
): Leaderboard {
  const agents = new Map<string, AgentSums>();
  let of = 0;
  for (const task of tasks) {
    // Reports on a task without a rubric are compared, not scored: not even one that failed.
    if (task.task.rubric === undefined) continue;
    of++;
    addTask(agents, scoredTask(task), trialsOf(task), options);
  }
  const rows = [...agents].map(([agent, sums]) => toRow(agent, sums, agents, options)).filter((row) => row !== undefined);
  const uneven = unevenTasks(
    rows.flatMap(({ agent }) => agents.get(agent) ?? []),
    of,
  );
  return {
    benchmark: options.benchmark,
    scale: options.scale,
    judge: options.judge.name,
    ...(uneven && { uneven }),
    rows: ranked(rows),
  };
}

/** Undefined where every agent was scored on every task. */
function unevenTasks(agents: readonly AgentSums[], of: number): UnevenTasks | undefined {
  const counts = agents.map(({ tasks }) => tasks.length);
  const least = Math.min(...counts);
  if (agents.length === 0 || least === of) return undefined;
  return { least, most: Math.max(...counts), of, different: new Set(agents.map(({ taskIds }) => taskIds)).size > 1 };
}

function scoredTask(task: StoredTask): ScoredTask {
  const rubric = task.task.rubric ?? [];
  const axes = groupBy(
    rubric.filter((criterion) => criterion.axis !== undefined),
    (criterion) => criterion.axis ?? '',
  );
  return { task, rubric, axes };
}

function addTask(agents: Map<string, AgentSums>, scored: ScoredTask, trials: Iterable<TrialRow>, options: ScoreOptions): void {
  const price = options.judge.model === null ? undefined : priceOf(options.prices, options.judge.model);
  const rewards = new Map<string, { whole: number[]; axes: Map<string, number[]> }>();
  for (const trial of trials) {
    const sums = agents.get(trial.agent) ?? new AgentSums(options.currency, options.prices);
    agents.set(trial.agent, sums);
    addTrial(sums, trial, scored, price, options);
    const mine = rewards.get(trial.agent) ?? { whole: [], axes: new Map<string, number[]>() };
    rewards.set(trial.agent, mine);
    const whole = trialReward(scored.rubric, trial, options.scale);
    if (whole.reward !== undefined) mine.whole.push(whole.reward);
    if (whole.fatal !== undefined) sums.fatal++;
    for (const [axis, part] of scored.axes) {
      const value = trialReward(part, trial, options.scale).reward;
      if (value !== undefined) mine.axes.set(axis, [...(mine.axes.get(axis) ?? []), value]);
    }
  }
  const { domain, tags, id } = scored.task.task;
  const family = tags !== undefined && !Array.isArray(tags) && tags.family !== undefined ? String(tags.family) : id;
  for (const [agent, mine] of rewards) {
    const sums = agents.get(agent);
    if (sums !== undefined && mine.whole.length > 0) {
      sums.tasks.push({ reward: mean(mine.whole), domain, family });
      sums.taskIds += `${scored.task.id}\n`;
    }
    for (const [axis, values] of mine.axes) {
      sums?.axes.set(axis, [...(sums.axes.get(axis) ?? []), { reward: mean(values), domain, family }]);
    }
  }
}

function trialReward(rubric: Rubric, trial: TrialRow, scale: Scale): { reward: number | undefined; fatal?: string } {
  return trial.failed ? { reward: 0 } : reward(rubric, trial.labels, scale);
}

function addTrial(sums: AgentSums, trial: TrialRow, { rubric }: ScoredTask, price: Price | undefined, options: ScoreOptions): void {
  sums.trials++;
  if (trial.failed) sums.failed++;
  else {
    sums.unscored += trial.unscored;
    sums.criteria += rubric.length * Math.max(1, trial.judgeTrials);
    for (const labels of trial.labels.values()) sums.judged += labels.length;
    // A report that was not judged yet has cost its judge nothing yet, which says nothing about what judging costs.
    if (trial.judgeTrials > 0 || trial.judging.calls > 0) sums.judging.add(judgeCost(trial.judging, price, !isFree(options.judge)));
    // Means per report: what an attempt without one took is not known.
    sums.cost.add(trialCost(trial, options.prices));
    if (trial.seconds !== null) sums.seconds.push(trial.seconds);
  }
}

/** Only a judge of our own, run here, is known to cost nothing; what imported verdicts cost is unknown. */
function isFree({ model, kind }: JudgeRow): boolean {
  return model === null && kind !== 'imported' && kind !== 'person';
}

function toRow(agent: string, sums: AgentSums, all: ReadonlyMap<string, AgentSums>, options: ScoreOptions): LeaderboardRow | undefined {
  // Failed trials alone are no score of an agent whose reports this judge has not judged.
  if (sums.tasks.length === 0 || (sums.criteria > 0 && sums.judged === 0)) return undefined;
  const measured = sums.cost.perReport();
  return {
    agent,
    rank: 0,
    ...groupScore(sums.tasks),
    trials: sums.trials,
    failed: sums.failed,
    unscored: sums.unscored,
    coverage: sums.criteria === 0 ? 1 : sums.judged / sums.criteria,
    costPerReport: measured.basis === 'unknown' ? (estimate(agent, all, options.estimates) ?? measured) : measured,
    judgeCost: sums.judging.perReport(),
    byDomain: grouped(groupBy(sums.tasks, (task) => task.domain)),
    byAxis: grouped(sums.axes),
    fatal: sums.fatal,
  };
}

function grouped(groups: ReadonlyMap<string, readonly TaskReward[]>): Record<string, GroupScore> {
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tasks]) => [name, groupScore(tasks)]));
}

/** Mean of the tasks' mean rewards, x 100, with a 95% t interval over tasks, or over families where tasks share one. */
function groupScore(tasks: readonly TaskReward[]): GroupScore {
  const rewards = tasks.map((task) => task.reward * 100);
  const interval = meanInterval(rewards, { clusters: tasks.map((task) => task.family) });
  return { score: interval.mean, ci: interval.ci, tasks: tasks.length };
}

/** By falling score; equal scores share a rank, in order of name. */
function ranked(rows: readonly LeaderboardRow[]): LeaderboardRow[] {
  const sorted = rows.toSorted((a, b) => b.score - a.score || (a.agent < b.agent ? -1 : 1));
  return sorted.map((row) => ({ ...row, rank: 1 + sorted.findIndex((other) => other.score === row.score) }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Map.groupBy, which Node 20 does not have yet. */
function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The same leaderboard with ratings beside the scores; an agent without a finite rating has none shown. */
export function withRatings(board: Leaderboard, { rows }: Ratings): Leaderboard {
  const byAgent = new Map(rows.map((row) => [row.agent, row]));
  return {
    ...board,
    rows: board.rows.map((row) => {
      const rated = byAgent.get(row.agent);
      if (rated === undefined || rated.rating === null) return row;
      return { ...row, rating: rated.rating, ...(rated.ci !== null && { ratingCi: rated.ci }) };
    }),
  };
}
