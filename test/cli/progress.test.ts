/** What the progress of paid work says of the time: an estimate, or what it waits for. */
import { expect, it } from 'vitest';
import { etaText, retriesText } from '../../cli/progress/parts.ts';
import { RunBudget } from '../../runners/judging/budget.ts';
import { Stop } from '../../runners/judging/stop.ts';
import { NO_PRICES } from '../runners/work.ts';

const waiting = (longestMs: number, calls = 3, limitMs = 180_000) => ({
  waiting: (leastMs: number) => (longestMs >= leastMs ? { calls, longestMs, limitMs: limitMs > 0 ? limitMs : undefined } : undefined),
});

it.each([
  // 30 of 40 in 60 s: the last 10 take 20 s.
  ['the pace so far', 10, 30, 60_000, waiting(2_000), 'ETA 0:20'],
  ['nothing to go by yet', 10, 0, 5_000, waiting(5_000), 'ETA --'],
  ['calls that have waited for longer than that', 3, 30, 60_000, waiting(120_000), '3 calls have waited 120 s, limit 180 s'],
  ['one such call', 3, 30, 60_000, waiting(61_000, 1), '1 call has waited 61 s, limit 180 s'],
  ['calls that nothing came back from at all', 10, 0, 30_000, waiting(30_000, 4, 0), '4 calls have waited 30 s'],
  // A slow judge whose calls take a minute each: the pace knows.
  ['a long way to go', 1000, 10, 60_000, waiting(60_000), 'ETA 1:40:00'],
] as const)('%s', (_, left, fresh, elapsed, budget, text) => {
  expect(etaText(left, fresh, elapsed, budget)).toBe(text);
});

it('a budget knows which of its open calls have waited, and the longest of them', () => {
  const budget = new RunBudget({}, NO_PRICES, new Stop());
  const judge = budget.for('m', 9_000);
  const now = performance.now();
  const [first] = [judge.reserve({ inputTokens: 1, outputTokens: 1 }), judge.reserve({ inputTokens: 1, outputTokens: 1 })];
  expect(budget.waiting(10_000, now + 9_000)).toBeUndefined();
  expect(budget.waiting(10_000, now + 11_000)).toMatchObject({ calls: 2, limitMs: 9_000 });
  first?.settle(undefined);
  expect(budget.waiting(10_000, now + 11_000)?.calls).toBe(1);
});

it('counts calls that were made again, one and several', () => {
  expect(retriesText({ retries: { reply: 0, rate: 0, timeout: 0, transient: 0 } })).toBe('');
  expect(retriesText({ retries: { reply: 1, rate: 0, timeout: 0, transient: 0 } })).toBe('1 retry');
  expect(retriesText({ retries: { reply: 3, rate: 1, timeout: 1, transient: 1 } })).toBe('6 retries');
});
