/** The 20,000 battles of 12 agents that reference ratings are known for, made anew: seeded, ties with probability 0.15. */
import type { Battle } from '../../../reports/ratings/battle.ts';

/** mulberry32, a public-domain generator: fixed here because the reference depends on every one of its numbers. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Popularity falls with a shuffled rank, so that pairs meet unequally often. */
function drawByPopularity(agents: number, random: () => number): () => number {
  const ranks = Array.from({ length: agents }, (_, i) => i);
  for (let i = agents - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = ranks[i] ?? Number.NaN;
    ranks[i] = ranks[j] ?? Number.NaN;
    ranks[j] = moved;
  }
  let total = 0;
  const upTo = ranks.map((rank) => {
    total += 1 / Math.sqrt(1 + rank);
    return total;
  });
  return () => {
    const drawn = random() * total;
    return upTo.findIndex((end) => end > drawn);
  };
}

export function referenceBattles(): Battle[] {
  const random = mulberry32(20);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const raw = Array.from({ length: 12 }, () => normal() * 150);
  const mean = raw.reduce((total, strength) => total + strength, 0) / 12;
  const strengths = raw.map((strength) => Math.round((1000 + strength - mean) * 1000) / 1000);
  const draw = drawByPopularity(12, random);
  const name = (agent: number) => `model-${String(agent).padStart(3, '0')}`;
  return Array.from({ length: 20_000 }, (): Battle => {
    const a = draw();
    let b = draw();
    while (b === a) b = draw();
    const gap = (strengths[b] ?? Number.NaN) - (strengths[a] ?? Number.NaN);
    if (random() < 0.15) {
      // Half of the ties are "both bad", which changes no rating but takes a number.
      random();
      return { a: name(a), b: name(b), outcome: 'tie' };
    }
    return { a: name(a), b: name(b), outcome: random() < 1 / (1 + 10 ** (gap / 400)) ? 'a' : 'b' };
  });
}

/** The largest distance of a rating from its reference; NaN where one is missing. */
export function largestGap(
  rows: readonly { readonly agent: string; readonly rating: number | null }[],
  reference: readonly number[],
): number {
  return Math.max(
    ...rows.map(({ agent, rating }) => Math.abs((rating ?? Number.NaN) - (reference[Number(agent.slice(-3))] ?? Number.NaN))),
  );
}
