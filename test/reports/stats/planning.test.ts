import { expect, test } from 'vitest';
import { tasksForDifference, visibleDifference } from '../../../reports/stats/planning.ts';

/** Differences of tasks vary by 150, every attempt of each agent by 60 (points squared). */
const noise = { tasks: 150, attempts: [60, 60] } as const;
const at = (repeats: number) => ({ repeats, alpha: 0.05 });

test('tasks for a difference of 3 points, with one, three and ten repeats', () => {
  expect([1, 3, 10].map((repeats) => tasksForDifference(3, noise, at(repeats)))).toEqual([236, 166, 142]);
  // A smaller level, as after Holm, needs more.
  expect(tasksForDifference(3, noise, { repeats: 1, alpha: 0.05 / 9 })).toBeGreaterThan(236);
  expect(() => tasksForDifference(0, noise, at(1))).toThrow('expected a difference above 0');
});

test('the smallest visible difference on 50 tasks', () => {
  expect(visibleDifference(50, noise, at(1))).toBeCloseTo(6.510296, 6);
  expect(visibleDifference(50, noise, at(3))).toBeCloseTo(5.461295, 6);
});
