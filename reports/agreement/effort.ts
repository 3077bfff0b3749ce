/** JudgeEffort: what a judge's verdicts took, beside how right they are: its calls with their cost and seconds. */
import { costOf, type Prices, priceOf } from '../../runners/judging/prices.ts';
import { callSeconds, judgeSpentOn } from '../../runners/store/calls.ts';
import { isFree, type JudgeRow, membersOfJudge } from '../../runners/store/judges.ts';
import type { Store } from '../../runners/store/store.ts';
import type { CostPerReport } from '../leaderboard/leaderboard.ts';
import { quantile } from '../stats/intervals.ts';

export interface JudgeCost {
  readonly calls: number;
  /** Criteria (x trials) that they decided. */
  readonly verdicts: number;
  /** Mean tokens of a verdict, cached ones and thoughts counted in; null where an endpoint did not count them. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of a thousand verdicts. */
  readonly per1000: CostPerReport;
}

export interface JudgeEffort {
  readonly cost: JudgeCost;
  /** Seconds until a call was answered; null where no call was timed. */
  readonly speed: { readonly calls: number; readonly median: number; readonly p90: number } | null;
}

/**
 * @param reports on which it gave `verdicts` verdicts, all of them
 * @param prices what is not in them costs an unknown amount
 */
export function judgeEffort(
  store: Store,
  judge: JudgeRow,
  { reports, verdicts }: { readonly reports: readonly number[]; readonly verdicts: number },
  prices: Prices,
): JudgeEffort {
  // The calls of a panel are its judges' own.
  const askedOf = [judge, ...membersOfJudge(store, judge.id)];
  const spent = askedOf.map((one) => ({ ...judgeSpentOn(store, reports, one.id), free: isFree(one) }));
  const calls = sum(spent.map((one) => one.calls));
  const billed = spent.filter((one) => !one.free || one.calls > 0);
  const counted = calls > 0 && billed.every((one) => one.counted === one.calls);
  const costs = billed.flatMap(({ model, usage, ...one }) => {
    const price = model === null || one.calls === 0 || one.counted < one.calls ? undefined : priceOf(prices, model);
    return price === undefined ? [] : [costOf(usage, price)];
  });
  const currency = costs[0]?.currency ?? 'USD';
  const known = costs.length === billed.length && costs.every((cost) => cost.currency === currency);
  const seconds = askedOf.flatMap(({ id }) => callSeconds(store, reports, id)).sort((a, b) => a - b);
  const mean = (tokens: readonly number[]) => (counted ? sum(tokens) / verdicts : null);
  return {
    cost: {
      calls,
      verdicts,
      inputTokens: mean(billed.map(({ usage }) => usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens)),
      outputTokens: mean(billed.map(({ usage }) => usage.outputTokens + usage.reasoningTokens)),
      per1000: known
        ? { amount: (1000 * sum(costs.map(({ amount }) => amount))) / verdicts, currency, basis: 'measured' }
        : { amount: null, currency, basis: 'unknown' },
    },
    speed: seconds.length === 0 ? null : { calls: seconds.length, median: quantile(seconds, 0.5), p90: quantile(seconds, 0.9) },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
