import { expect, test } from 'vitest';
import { evidence, watched } from '../../../reports/stats/anytime.ts';
import { createRandom } from '../../../reports/stats/random.ts';
import { signTest } from '../../../reports/stats/sign-test.ts';

test('evidence of wins and losses against a fair coin', () => {
  expect(evidence(5, 0)).toBeCloseTo(5.333333, 6);
  expect(evidence(8, 0)).toBeCloseTo(28.444444, 6);
  expect(evidence(20, 5)).toBeCloseTo(24.290515, 6);
  expect(evidence(40, 20)).toBeCloseTo(4.508839, 6);
  expect(evidence(30, 23)).toBeCloseTo(0.267563, 6);
  expect(() => evidence(-1, 2)).toThrow('expected wins to be a whole number');
});

test('what was shown stays shown, and ties tell nothing', () => {
  const wins = new Array<number>(8).fill(1);
  expect(watched(wins)).toMatchObject({ shownAfter: 8, p: expect.closeTo(1 / 28.444444, 6) as number });
  const after = watched([0, ...wins, ...new Array<number>(8).fill(-1)]);
  expect(after).toMatchObject({ shownAfter: 9, most: expect.closeTo(28.444444, 6) as number });
  expect(after.evidence).toBeLessThan(1);
  expect(watched([])).toEqual({ evidence: 1, most: 1, p: 1, shownAfter: null });
});

test('equal agents that are looked at twenty times are told apart in few series, where the sign test tells many apart', () => {
  const random = createRandom(7);
  let [watchedFalse, signFalse] = [0, 0];
  const series = 400;
  for (let i = 0; i < series; i++) {
    const outcomes = Array.from({ length: 200 }, () => (random() < 0.5 ? 1 : -1));
    if (watched(outcomes).shownAfter !== null) watchedFalse++;
    const looks = Array.from({ length: 20 }, (_, look) => outcomes.slice(0, 10 * (look + 1)).filter((one) => one > 0).length);
    if (looks.some((wins, look) => signTest(wins, 10 * (look + 1) - wins).p < 0.05)) signFalse++;
  }
  expect(watchedFalse / series).toBeLessThan(0.05);
  expect(signFalse / series).toBeGreaterThan(0.1);
});
