import { expect, test } from 'vitest';
import { createRandom, drawInteger, shuffle, shuffledOrder } from '../../../reports/stats/random.ts';

function draws(seed: number, n: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, random);
}

test('the same seed gives the same numbers, another seed others', () => {
  expect(draws(7, 5)).toEqual(draws(7, 5));
  expect(draws(7, 5)).not.toEqual(draws(8, 5));
  expect(draws(1, 5)).not.toEqual(draws(1 + 2 ** 32, 5));
  expect(draws(-1, 5)).not.toEqual(draws(1, 5));
});

test('numbers are uniform in [0, 1): mean 1/2, variance 1/12, ten equal tenths', () => {
  const values = draws(3, 100_000);
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  expect(mean).toBeCloseTo(0.5, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1;
  // Standard deviation of a tenth is sqrt(100000 x 0.1 x 0.9) = 95.
  for (const tenth of tenths) expect(Math.abs(tenth - 10_000)).toBeLessThan(4 * 95);
});

test('first numbers of neighbouring seeds are not alike', () => {
  const firsts = Array.from({ length: 2000 }, (_, seed) => draws(seed, 1)[0] ?? Number.NaN);
  expect(firsts.reduce((total, value) => total + value, 0) / firsts.length).toBeCloseTo(0.5, 1);
  expect(new Set(firsts).size).toBe(2000);
});

test('an integer draw reaches every value and nothing else', () => {
  const random = createRandom(1);
  expect(new Set(Array.from({ length: 200 }, () => drawInteger(random, 6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});

test('a shuffle keeps every value and is fair: each of the 6 orders of 3 comes a sixth of the time', () => {
  expect(shuffle(['a', 'b', 'c', 'd'], createRandom(2)).sort()).toEqual(['a', 'b', 'c', 'd']);
  const random = createRandom(5);
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffledOrder(3, random).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  // Standard deviation sqrt(6000 x 5/36) = 29.
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
});

test('a seed that is no integer is refused', () => {
  expect(() => createRandom(0.5)).toThrow('expected a seed that is an integer, got 0.5');
});
