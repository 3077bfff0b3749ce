/** A leaderboard of a benchmark without rubrics: agents stand as their battles rate them, and have no score. */
import type { Prices } from '../../runners/judging/prices.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { RatingRow, Ratings } from '../ratings/ratings.ts';
import { clopperPearson } from '../stats/intervals.ts';
import { CostMean, trialCost } from './cost.ts';
import type { CostPerReport, LeaderboardRow } from './leaderboard.ts';

/** @param trials of all agents at all tasks of the benchmark */
export function ratingRows(
  ratings: Ratings,
  trials: Iterable<TrialRow>,
  { prices, currency }: { readonly prices: Prices; readonly currency: string },
): LeaderboardRow[] {
  const agents = new Map<string, { trials: number; failed: number; readonly tasks: Set<number>; readonly cost: CostMean }>();
  for (const trial of trials) {
    const sums = agents.get(trial.agent) ?? { trials: 0, failed: 0, tasks: new Set<number>(), cost: new CostMean(currency, prices) };
    agents.set(trial.agent, sums);
    sums.trials++;
    sums.tasks.add(trial.taskId);
    if (trial.failed) sums.failed++;
    else sums.cost.add(trialCost(trial, prices));
  }
  const unknown: CostPerReport = { amount: null, currency, basis: 'unknown' };
  return ratings.rows.map((row) => {
    const sums = agents.get(row.agent);
    return rowOf(row, sums?.trials ?? 0, sums?.failed ?? 0, sums?.tasks.size ?? 0, sums?.cost.perReport() ?? unknown, unknown);
  });
}

function rowOf(
  { agent, rating, ci, rank, battled, planned }: RatingRow,
  trials: number,
  failed: number,
  tasks: number,
  costPerReport: CostPerReport,
  unknown: CostPerReport,
): LeaderboardRow {
  return {
    agent,
    rankSet: rank,
    score: null,
    ci: null,
    tasks,
    trials,
    failed,
    failureRate: trials === 0 ? { value: 0, ci: [0, 1] } : { value: failed / trials, ci: clopperPearson(failed, trials) },
    unscored: 0,
    owed: planned - battled,
    coverage: planned === 0 ? 1 : battled / planned,
    ...(rating !== null && { rating }),
    ...(rating !== null && ci !== null && { ratingCi: ci }),
    costPerReport,
    judgeCost: unknown,
    byDomain: {},
    byAxis: {},
    fatal: 0,
  };
}
