import { expect, test } from 'vitest';
import { balanced, roundRobin, star } from '../../../reports/ratings/pairing.ts';
import type { PlannedBattle } from '../../../runners/battles/pairing.ts';

const six = ['a', 'b', 'c', 'd', 'e', 'f'];
const ten = Array.from({ length: 10 }, (_, i) => `q${i}`);

function connected(plan: readonly PlannedBattle[], agents: readonly string[]): boolean {
  const reached = new Set(agents.slice(0, 1));
  for (let i = 0; i < agents.length; i++) {
    for (const { a, b } of plan) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
  }
  return reached.size === agents.length;
}

test('10 queries: 5 agents against 1 are 50 battles, a round robin of 6 is 150', () => {
  expect(star(six, ten, 'c')).toHaveLength(50);
  expect(roundRobin(six, ten)).toHaveLength(150);
});

test('a round robin holds every pair once on every query; a star every pair of its centre', () => {
  expect(roundRobin(['a', 'b', 'c'], ['q'])).toEqual([
    { query: 'q', a: 'a', b: 'b' },
    { query: 'q', a: 'a', b: 'c' },
    { query: 'q', a: 'b', b: 'c' },
  ]);
  expect(star(['a', 'b', 'c'], ['q'], 'b')).toEqual([
    { query: 'q', a: 'b', b: 'a' },
    { query: 'q', a: 'b', b: 'c' },
  ]);
});

test('balanced: each agent the same number of battles a query, no pair twice, all connected', () => {
  for (let n = 2; n <= 9; n++) {
    const agents = [...'abcdefghi'].slice(0, n);
    for (let perAgent = 1; perAgent < n; perAgent++) {
      const plan = balanced(agents, ten, { perAgent, seed: 3 });
      expect(plan).toHaveLength(10 * (n * Math.floor(perAgent / 2) + (perAgent % 2) * Math.floor(n / 2)));
      expect(connected(plan, agents)).toBe(true);
      for (const query of ten) {
        const own = plan.filter((battle) => battle.query === query);
        expect(new Set(own.map(({ a, b }) => a + b)).size).toBe(own.length);
        for (const agent of agents) {
          const count = own.filter(({ a, b }) => a === agent || b === agent).length;
          expect(count).toBeLessThanOrEqual(perAgent);
          expect(count).toBeGreaterThanOrEqual(perAgent - (n % 2) * (perAgent % 2));
        }
      }
    }
  }
});

test('one battle an agent connects everyone within two queries', () => {
  for (const agents of [six, six.slice(0, 5)]) {
    for (let seed = 0; seed < 20; seed++) expect(connected(balanced(agents, ['q1', 'q2'], { perAgent: 1, seed }), agents)).toBe(true);
  }
});

test('balanced plans are seeded', () => {
  expect(balanced(six, ten, { perAgent: 2, seed: 1 })).toEqual(balanced(six, ten, { perAgent: 2, seed: 1 }));
  expect(balanced(six, ten, { perAgent: 2, seed: 1 })).not.toEqual(balanced(six, ten, { perAgent: 2, seed: 2 }));
});

test('plans that cannot be are refused', () => {
  expect(() => roundRobin(['a'], ten)).toThrow('expected at least two agents to pair, got 1');
  expect(() => roundRobin(six, [])).toThrow('expected at least one query');
  expect(() => roundRobin(['a', 'a'], ten)).toThrow('expected each agent once, got "a" twice');
  expect(() => star(six, ten, 'z')).toThrow('got "z"');
  expect(() => balanced(six, ten, { perAgent: 6, seed: 1 })).toThrow('expected 1 to 5 battles an agent on each query, got 6');
  expect(() => balanced(six, ['q'], { perAgent: 1, seed: 1 })).toThrow('expected at least 2 battles an agent on a single query');
});
