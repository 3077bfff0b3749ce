/** What the progress of paid work says of the time: an estimate, or what it waits for. */
import { describe, expect, it } from 'vitest';
import { barLine, etaText, nameColumn, retriesText } from '../../cli/progress/parts.ts';
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
  expect(etaText([{ left, fresh }], elapsed, budget)).toBe(text);
});

it('goes by what takes longest: attempts of agents where there is nothing to judge, or more to wait for', () => {
  const none = waiting(0);
  // 2 of 8 attempts in 30 s: the last 6 take 90 s.
  expect(
    etaText(
      [
        { left: 0, fresh: 0 },
        { left: 6, fresh: 2 },
      ],
      30_000,
      none,
    ),
  ).toBe('ETA 1:30');
  expect(
    etaText(
      [
        { left: 10, fresh: 30 },
        { left: 6, fresh: 2 },
      ],
      30_000,
      none,
    ),
  ).toBe('ETA 1:30');
  expect(
    etaText(
      [
        { left: 10, fresh: 0 },
        { left: 6, fresh: 2 },
      ],
      30_000,
      none,
    ),
  ).toBe('ETA --');
});

describe('a line of progress', () => {
  const line = { name: 'judge          ', value: 1234, total: 2593, marks: '#-' };
  const parts = ['ETA 1:40:00', '3 unscored', '1 split', '12 retries', '1.25 USD', '12.3M tokens'];

  it('is no wider than the terminal: the bar gives way, then the last parts, and what failed stays', () => {
    const [done, open] = ['#'.repeat(11), '-'.repeat(13)];
    expect(barLine({ ...line, parts, columns: 140 })).toBe(
      `judge           ${done}${open} 1234/2593 ETA 1:40:00, 3 unscored, 1 split, 12 retries, 1.25 USD, 12.3M tokens`,
    );
    expect(barLine({ ...line, parts, columns: 80 })).toBe(
      'judge           ####---- 1234/2593 ETA 1:40:00, 3 unscored, 1 split, 12 retries',
    );
    for (const columns of [40, 60, 80, 100]) expect(barLine({ ...line, parts, columns }).length).toBeLessThan(columns);
  });

  it('has a bar of 0 where nothing is planned, and names in one column, Chinese ones twice as wide', () => {
    expect(barLine({ name: 'judge', value: 0, total: 0, parts: ['nothing to do'], columns: 80, marks: '#-' })).toBe(
      `judge ${'-'.repeat(24)} 0/0 nothing to do`,
    );
    const column = nameColumn(['深度研究', 'a'.repeat(40)], 5);
    expect(column('深度研究')).toBe(`深度研究${' '.repeat(16)}`);
    expect(column('a'.repeat(40))).toBe(`${'a'.repeat(23)}…`);
  });
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
