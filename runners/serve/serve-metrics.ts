/** serveMetrics: what `GET /metrics` shows of the reward server. */
import type { Usage } from '../../judge/model/usage.ts';
import type { Money } from '../judging/prices.ts';
import type { ReportDone, RewardDesk } from './desk.ts';
import { type Counter, type Histogram, Metrics } from './metrics.ts';
import type { Spread } from './spread.ts';

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 170];
const REWARDS = [-1, -0.5, -0.25, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

export interface ServeMetrics {
  readonly text: () => string;
  /** From a request to its answer, by protocol. */
  readonly rewardSeconds: Histogram;
  readonly requests: Counter;
  readonly rewards: Counter;
  readonly rewardValues: Histogram;
  /** Rewards that could not be had, by protocol and kind of error. */
  readonly failed: Counter;
  /** Of them: those that the configured number stood for. */
  readonly fallbacks: Counter;
  /** Of reports that are answered, by flag. */
  readonly flags: Counter;
  onReport(report: ReportDone): void;
  onCall(model: string | undefined, usage: Usage | undefined, cost: Money | undefined): void;
}

export interface Watched {
  readonly desk: () => Pick<RewardDesk, 'waiting' | 'ageMs' | 'open' | 'isDown' | 'counts'>;
  readonly spread: Spread;
  /** Requests that wait for their answer. */
  readonly open: () => number;
}

export function serveMetrics({ desk, spread, open }: Watched): ServeMetrics {
  const metrics = new Metrics();
  metrics.gauge('gavel_queue_depth', 'Reports that wait to be judged.', () => desk().waiting);
  metrics.gauge('gavel_queue_age_seconds', 'How long the oldest of them has waited.', () => desk().ageMs / 1000);
  metrics.gauge('gavel_judging_reports', 'Reports that are being judged.', () => desk().open);
  metrics.gauge('gavel_open_requests', 'Requests that wait for their answer.', open);
  metrics.gauge('gavel_judge_up', '0 while the judge does not answer and something waits for it.', () => (desk().isDown ? 0 : 1));
  const rewardSeconds = metrics.histogram('gavel_reward_seconds', 'Seconds from a request to its answer.', SECONDS);
  const waitSeconds = metrics.histogram('gavel_wait_seconds', 'Seconds that a report waited until its judging began.', SECONDS);
  const reportSeconds = metrics.histogram('gavel_report_seconds', 'Seconds that the judging of a report took.', SECONDS);
  const requests = metrics.counter('gavel_requests_total', 'Requests for rewards, by protocol and status.');
  const rewards = metrics.counter('gavel_rewards_total', 'Rewards that were given.');
  const rewardValues = metrics.histogram('gavel_reward', 'Rewards that were given.', REWARDS);
  const failed = metrics.counter('gavel_reward_failed_total', 'Rewards that could not be given, by protocol and kind of error.');
  const fallbacks = metrics.counter('gavel_fallback_total', 'Numbers that were given in place of a reward which could not be had.');
  const flags = metrics.counter('gavel_flags_total', 'Flags of the reports that were answered.');
  metrics.counted('gavel_cache_hits_total', 'Verdicts that were there before they were asked for.', () => desk().counts.cached);
  metrics.counted('gavel_verdicts_total', 'Verdicts that were asked for and came.', () => desk().counts.judged);
  metrics.counted('gavel_unscored_total', 'Questions that the judge gave no verdict on.', () => desk().counts.unscored);
  metrics.gauge('gavel_group_spread', 'Mean standard deviation of the rewards within recent groups.', () => spread.summary().meanSd);
  metrics.gauge('gavel_groups', 'Recent groups of two rewards or more, by whether their rewards differ.', () => {
    const { groups, flat } = spread.summary();
    return [
      [{ variance: 'zero' }, flat],
      [{ variance: 'some' }, groups - flat],
    ];
  });
  const calls = metrics.counter('gavel_judge_calls_total', 'Calls of judge models, by model.');
  const tokens = metrics.counter('gavel_tokens_total', 'Tokens of judge models, by kind.');
  const cost = metrics.counter('gavel_cost_total', 'Cost of the calls with a known price, by currency.');
  const unpriced = metrics.counter('gavel_calls_without_price_total', 'Calls whose cost is not known, and not in gavel_cost_total.');
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  return {
    text: () => metrics.text(),
    rewardSeconds,
    requests,
    rewards,
    rewardValues,
    failed,
    fallbacks,
    flags,
    onReport({ waitedMs, judgedMs }) {
      waitSeconds.observe(waitedMs / 1000);
      reportSeconds.observe(judgedMs / 1000);
    },
    onCall(model, usage, money) {
      calls.add(1, { model: model ?? '' });
      for (const [kind, count] of Object.entries(usage ?? {})) if (kind.endsWith('Tokens')) tokens.add(count, { kind });
      if (money === undefined) unpriced.add(1);
      else cost.add(money.amount, { currency: money.currency });
    },
  };
}
