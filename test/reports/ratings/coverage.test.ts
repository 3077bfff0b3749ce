import { expect, test } from 'vitest';
import type { Battle } from '../../../reports/ratings/battle.ts';
import { ratings } from '../../../reports/ratings/ratings.ts';
import { createRandom, type Random } from '../../../reports/stats/random.ts';

const STRENGTHS: Readonly<Record<string, number>> = { a: 0.8, b: 0.3, c: 0, d: -0.4, e: -0.7 };
const NU = 0.5;
const AGENTS = Object.keys(STRENGTHS);
const QUERIES = 60;
const JUDGES = 3;

/** Each agent is better on some queries than on others, so that battles on one query go together. */
function tournament(random: Random, queries: number): Battle[] {
  return Array.from({ length: queries }, (_, q) => {
    const onQuery = new Map(AGENTS.map((agent) => [agent, (STRENGTHS[agent] ?? 0) + (random() + random() + random() - 1.5) * 1.6]));
    return AGENTS.flatMap((a, i) =>
      AGENTS.slice(i + 1).flatMap((b) =>
        Array.from({ length: JUDGES }, () => ({
          query: `q${q}`,
          a,
          b,
          outcome: outcomeOf((onQuery.get(a) ?? 0) - (onQuery.get(b) ?? 0), random()),
        })),
      ),
    );
  }).flat();
}

function outcomeOf(gap: number, drawn: number): Battle['outcome'] {
  const [up, down] = [Math.exp(gap / 2), Math.exp(-gap / 2)];
  const whole = up + down + NU;
  if (drawn < up / whole) return 'a';
  return drawn < (up + down) / whole ? 'b' : 'tie';
}

test('in 200 tournaments with battles correlated within queries, 95% intervals cover the truth in 93 to 98%', { timeout: 60_000 }, () => {
  const random = createRandom(2024);
  // The truth is what the model gives on so many queries that nothing is left to chance.
  const truth = new Map(
    ratings(tournament(random, 20_000), { method: 'davidson', seed: 1 }).rows.map(({ agent, rating }) => [agent, rating]),
  );
  let [covered, rowwise, all] = [0, 0, 0];
  for (let i = 0; i < 200; i++) {
    const battles = tournament(random, QUERIES);
    const hits = (shown: Battle[]) =>
      ratings(shown, { method: 'davidson', seed: i }).rows.filter(({ agent, ci }) => {
        const [low, high] = ci ?? [Number.NaN, Number.NaN];
        const rating = truth.get(agent) ?? Number.NaN;
        return low <= rating && rating <= high;
      }).length;
    covered += hits(battles);
    all += AGENTS.length;
    // The mistake to avoid: battles taken as independent.
    if (i < 40) rowwise += hits(battles.map(({ a, b, outcome }): Battle => ({ a, b, outcome })));
  }
  expect(covered / all).toBeGreaterThan(0.93);
  expect(covered / all).toBeLessThan(0.98);
  expect(rowwise / (40 * AGENTS.length)).toBeLessThan(0.85);
});
