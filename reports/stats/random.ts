/** Seeded random numbers: the same seed gives the same numbers on every machine. */
import { InputError } from '../../judge/errors.ts';
import { at } from './vector.ts';

/** Uniform in [0, 1), in steps of 2^-32. */
export type Random = () => number;

/** Spreads neighbouring seeds over the whole state (the finaliser of splitmix32). */
function scramble(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** Doty-Humphrey's sfc32: 128 bits of state, so long resampling never repeats. The seed is an integer of at most 53 bits. */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new InputError(`expected a seed that is an integer, got ${seed}`);
  let a = scramble(seed + 0x9e3779b9);
  let b = scramble(Math.floor(seed / 0x100000000) + 0x3c6ef372);
  let c = scramble(seed ^ 0x1b873593);
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return (result >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

/** An integer in 0..n-1; n is at most 2^32 / 1000 or so before the bias of 2^-32 steps shows. */
export function drawInteger(random: Random, n: number): number {
  return Math.floor(random() * n);
}

/** A shuffled order of 0..n-1 (Fisher-Yates). */
export function shuffledOrder(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = drawInteger(random, i + 1);
    const moved = at(order, i);
    order[i] = at(order, j);
    order[j] = moved;
  }
  return order;
}

/** A shuffled copy. */
export function shuffle<T>(values: readonly T[], random: Random): T[] {
  return [...shuffledOrder(values.length, random)].flatMap((i) => values.slice(i, i + 1));
}
