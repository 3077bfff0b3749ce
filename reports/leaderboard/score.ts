/** Trials in, leaderboard out: rewards of trials, means over tasks, ranks. */

import type { Scale } from '../../judge/checklist/reward.ts';
import { groupBy } from '../../judge/group-by.ts';
import { addMoney, type Price, type Prices, priceOf } from '../../runners/judging/prices.ts';
import { isFree, type JudgeRow } from '../../runners/store/judges.ts';
import type { PlannedAttempts } from '../../runners/store/provenance.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import type { Ratings } from '../ratings/ratings.ts';
import { clopperPearson } from '../stats/intervals.ts';
import { isRounding } from '../stats/rounding.ts';
import { scoreEstimate } from '../stats/score-estimate.ts';
import { CostMean, type Estimates, estimate, judgeCost, type KnownCost, trialCost } from './cost.ts';
import { type AgentScore, type GroupScore, hasScore, type Leaderboard, type LeaderboardRow, type UnevenTasks } from './leaderboard.ts';
import { MatchedDifferences, scoreRanks } from './order.ts';
import { AgentRewards, byAgent, onHundred, type ScoredTask, scoredTask, type TaskReward } from './rewards.ts';

export interface ScoreOptions {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: JudgeRow;
  readonly prices: Prices;
  /** ISO 4217; costs in other currencies are converted at the dated rates. */
  readonly currency: string;
  readonly estimates: Estimates;
  /** What was planned for the judge; nothing is owed beyond what was begun where absent. */
  readonly planned?: readonly PlannedAttempts[];
}

/** Sums of one agent. */
class AgentSums {
  readonly rewards = new AgentRewards();
  trials = 0;
  failed = 0;
  unscored = 0;
  split = 0;
  truncated = 0;
  /** Planned and not made yet. */
  owedAttempts = 0;
  readonly judgeTrials = new Set<number>();
  readonly cost: CostMean;
  readonly judging: CostMean;
  readonly seconds: number[] = [];

  constructor(currency: string, prices: Prices) {
    this.cost = new CostMean(currency, prices);
    this.judging = new CostMean(currency, prices);
  }
}

/** With what its numbers were counted from. */
export interface CountedLeaderboard extends Leaderboard {
  readonly criteria: number;
  readonly verdicts: number;
}

/** Scores every agent over the tasks. `trialsOf` streams the trials of one task, the trials of an agent together. */
export function leaderboard(
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  options: ScoreOptions,
): CountedLeaderboard {
  const price = options.judge.model === null ? undefined : priceOf(options.prices, options.judge.model);
  const agents = new Map<string, AgentSums>();
  const matched = new MatchedDifferences();
  const planned = groupBy(options.planned ?? [], ({ queryId }) => queryId);
  let [of, criteria] = [0, 0];
  const sumsOf = (agent: string) => {
    const sums = agents.get(agent) ?? new AgentSums(options.currency, options.prices);
    agents.set(agent, sums);
    return sums;
  };
  for (const stored of tasks) {
    const task = scoredTask(stored);
    if (task === undefined) continue;
    of++;
    criteria += task.rubric.length;
    const attempts = [...byAgent(trialsOf(stored))];
    matched.add(task, attempts, options.scale);
    for (const [agent, trials] of attempts) {
      const sums = sumsOf(agent);
      sums.rewards.add(task, trials, options.scale);
      for (const trial of trials) addTrial(sums, trial, price, options);
    }
    const made = new Map(attempts.map(([agent, trials]) => [agent, trials.length]));
    for (const { agent, repeats, judgeTrials } of planned.get(stored.queryId) ?? [])
      addOwed(sumsOf(agent), task, repeats - (made.get(agent) ?? 0), judgeTrials);
  }
  const rows = [...agents].map(([agent, sums]) => toRow(agent, sums, agents, options)).filter((row) => row !== undefined);
  const uneven = unevenTasks(
    rows.filter(hasScore).flatMap(({ agent }) => agents.get(agent) ?? []),
    of,
  );
  return {
    benchmark: options.benchmark,
    scale: options.scale,
    judge: options.judge.name,
    ...(uneven && { uneven }),
    ...judgingOf(agents),
    criteria,
    verdicts: [...agents.values()].reduce((sum, { rewards }) => sum + rewards.judged(), 0),
    rows: ranked(rows, agents, matched),
  };
}

/** Where reports were not all judged as often: the fewest and most trials of the judge. */
function judgingOf(agents: ReadonlyMap<string, AgentSums>): Pick<Leaderboard, 'unevenTrials'> {
  const trials = [...agents.values()].flatMap(({ judgeTrials }) => [...judgeTrials]);
  const [least, most] = [Math.min(...trials), Math.max(...trials)];
  return trials.length > 0 && least < most ? { unevenTrials: [least, most] } : {};
}

function addOwed(sums: AgentSums, task: ScoredTask, attempts: number, judgeTrials: number): void {
  if (attempts <= 0) return;
  sums.owedAttempts += attempts;
  sums.rewards.owe(task, attempts, judgeTrials);
}

/** Undefined where every agent was scored on every task. */
function unevenTasks(agents: readonly AgentSums[], of: number): UnevenTasks | undefined {
  const counts = agents.map(({ rewards }) => rewards.tasks.length);
  const least = Math.min(...counts);
  if (agents.length === 0 || least === of) return undefined;
  const sets = new Set(agents.map(({ rewards }) => rewards.tasks.map(({ task }) => task.id).join('\n')));
  return { least, most: Math.max(...counts), of, different: sets.size > 1 };
}

function addTrial(sums: AgentSums, trial: TrialRow, price: Price | undefined, options: ScoreOptions): void {
  sums.trials++;
  if (trial.failed) sums.failed++;
  else {
    sums.unscored += trial.unscored;
    sums.split += trial.split;
    if (trial.truncated) sums.truncated++;
    if (trial.labels.size > 0) sums.judgeTrials.add(trial.judgeTrials);
    // A report that was not judged yet has cost its judge nothing yet, which says nothing about what judging costs.
    if (trial.labels.size + trial.unscored + trial.split + trial.judging.calls > 0) sums.judging.add(judgingCost(trial, price, options));
    // Means per report: what an attempt without one took is not known.
    sums.cost.add(trialCost(trial, options.prices));
    if (trial.seconds !== null) sums.seconds.push(trial.seconds);
  }
}

/** A panel or a cascade costs what its judges cost together; where one of them is unknown, so is all of it. */
function judgingCost({ judging, members }: TrialRow, price: Price | undefined, { judge, prices }: ScoreOptions): KnownCost | undefined {
  if (judge.kind !== 'panel' && judge.kind !== 'cascade') return judgeCost(judging, price, !isFree(judge));
  const costs = members.map((member) => judgeCost(member, priceOf(prices, member.model ?? ''), member.model !== null));
  const total = addMoney(prices, costs);
  return members.length === 0 || total === null ? undefined : { ...total, basis: 'measured' };
}

const NO_SCORE: AgentScore = { score: null, ci: null, tasks: 0 };

/** Undefined for an agent that the judge was not asked about; one whose every criterion is unscored has a row without a score. */
function toRow(agent: string, sums: AgentSums, all: ReadonlyMap<string, AgentSums>, options: ScoreOptions): LeaderboardRow | undefined {
  const { rewards } = sums;
  const scored = rewards.isScored();
  if (!scored && sums.unscored + sums.split + sums.owedAttempts === 0) return undefined;
  const measured = sums.cost.perReport();
  return {
    agent,
    rankSet: null,
    ...(scored ? groupScore(rewards.tasks) : NO_SCORE),
    trials: sums.trials,
    failed: sums.failed,
    failureRate: failureRateOf(sums),
    unscored: sums.unscored,
    ...(sums.split > 0 && { split: sums.split }),
    ...(sums.truncated > 0 && { truncated: sums.truncated }),
    owed: rewards.owed(),
    coverage: rewards.coverage(),
    costPerReport: measured.basis === 'unknown' ? (estimate(agent, all, options.estimates) ?? measured) : measured,
    judgeCost: sums.judging.perReport(),
    byDomain: scored ? grouped(groupBy(rewards.tasks, ({ task }) => task.domain)) : {},
    byAxis: scored ? grouped(rewards.byAxis()) : {},
    fatal: rewards.fatal,
  };
}

/** Nothing is known of an agent that has attempted nothing. */
function failureRateOf({ failed, trials }: AgentSums): LeaderboardRow['failureRate'] {
  return trials === 0 ? { value: 0, ci: [0, 1] } : { value: failed / trials, ci: clopperPearson(failed, trials) };
}

function grouped(groups: ReadonlyMap<string, readonly TaskReward[]>): Record<string, GroupScore> {
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tasks]) => [name, groupScore(tasks)]));
}

function groupScore(tasks: readonly TaskReward[]): GroupScore {
  return scoreEstimate(tasks.map(onHundred));
}

/**
 * By falling score; scores that are equal but for rounding stand in order of name, and agents without one last. Ranks are what tests show,
 * whatever the order.
 */
function ranked(
  rows: readonly LeaderboardRow[],
  sums: ReadonlyMap<string, { readonly rewards: AgentRewards }>,
  matched: MatchedDifferences,
): LeaderboardRow[] {
  const scored = rows.filter(hasScore);
  const scores = scored.map(({ score }) => score).toSorted((a, b) => b - a);
  const place = ({ score }: LeaderboardRow) => (score === null ? rows.length : placeOf(score, scores));
  const ranks = scoreRanks(
    scored.flatMap(({ agent }) => {
      const rewards = sums.get(agent)?.rewards;
      return rewards === undefined ? [] : [{ agent, rewards }];
    }),
    matched,
  );
  const rankOf = new Map(scored.map(({ agent }, i) => [agent, ranks[i] ?? ([1, scored.length] as const)]));
  return rows
    .map((row) => ({ place: place(row), row: { ...row, rankSet: rankOf.get(row.agent) ?? null } }))
    .toSorted((a, b) => a.place - b.place || (a.row.agent < b.row.agent ? -1 : 1))
    .map(({ row }) => row);
}

/** How many scores are higher, but for rounding. @param scores falling */
function placeOf(score: number, scores: readonly number[]): number {
  const isHigher = (other: number) => other > score && !isRounding(other - score, Math.max(100, Math.abs(score)));
  let [higher, end] = [0, scores.length];
  while (higher < end) {
    const middle = (higher + end) >> 1;
    if (isHigher(scores[middle] ?? score)) higher = middle + 1;
    else end = middle;
  }
  return higher;
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
