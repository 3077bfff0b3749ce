import { expect, test } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { type StyledBattle, styleAdjusted } from '../../../reports/ratings/covariates.ts';
import { createRandom } from '../../../reports/stats/random.ts';

/** x and y are equally good, but x writes longer and the judge pays `bonus` log odds for every 100 characters more. */
function battles(n: number, bonus: number): StyledBattle[] {
  const random = createRandom(4);
  return Array.from({ length: n }, (_, i) => {
    const lengths = { x: 150 + 300 * random(), y: 300 * random() };
    const chance = 1 / (1 + Math.exp((-bonus * (lengths.x - lengths.y)) / 100));
    const xWins = random() < chance;
    const swap = i % 2 === 0;
    return {
      query: `q${Math.floor(i / 4)}`,
      a: swap ? 'y' : 'x',
      b: swap ? 'x' : 'y',
      outcome: xWins === swap ? 'b' : 'a',
      style: { a: { length: swap ? lengths.y : lengths.x }, b: { length: swap ? lengths.x : lengths.y } },
    };
  });
}

test('an advantage that is all style disappears from the adjusted rating', () => {
  const { rows, coefficients, battles: used } = styleAdjusted(battles(4000, 0.8), ['length']);
  expect(used).toBe(4000);
  const [length] = coefficients;
  // Points per unit: 0.8 log odds per 100 characters.
  const expected = (0.8 / 100) * (length?.unit ?? 0) * (400 / Math.log(10));
  expect(length?.ci?.[0]).toBeLessThan(expected);
  expect(length?.ci?.[1]).toBeGreaterThan(expected);
  const x = rows.find(({ agent }) => agent === 'x');
  expect(x?.rating).toBeGreaterThan(1050);
  expect(Math.abs((x?.adjusted ?? 0) - 1000)).toBeLessThan(30);
});

test('swapping the sides of every battle changes nothing', () => {
  const forward = battles(300, 0.5);
  const swapped = forward.map(
    ({ query = '', a, b, outcome, style }): StyledBattle => ({
      query,
      a: b,
      b: a,
      outcome: outcome === 'a' ? 'b' : 'a',
      style: { a: style.b, b: style.a },
    }),
  );
  const [left, right] = [styleAdjusted(forward, ['length']), styleAdjusted(swapped, ['length'])];
  expect(right.coefficients[0]?.value).toBeCloseTo(left.coefficients[0]?.value ?? Number.NaN, 6);
  expect(right.coefficients[0]?.se).toBeCloseTo(left.coefficients[0]?.se ?? Number.NaN, 6);
});

test('a single query gives a coefficient and no error', () => {
  const one = battles(40, 0.5).map((battle) => ({ ...battle, query: 'only' }));
  expect(styleAdjusted(one, ['length']).coefficients[0]).toMatchObject({ se: null, ci: null });
});

test('a measure that is missing or never differs is refused', () => {
  expect(() => styleAdjusted(battles(40, 0.5), ['headings'])).toThrow('expected the style measure "headings" for both sides');
  const equal = battles(40, 0.5).map((battle) => ({ ...battle, style: { a: { length: 1 }, b: { length: 1 } } }));
  expect(() => styleAdjusted(equal, ['length'])).toThrow('expected reports that differ in "length"');
});

test('measures that go together, and a style that decides every battle, are refused in one line', () => {
  const twice = battles(40, 0.5).map((battle): StyledBattle => {
    const both = ({ length = 0 }) => ({ length, words: length / 7 });
    return { ...battle, style: { a: both(battle.style.a), b: both(battle.style.b) } };
  });
  expect(() => styleAdjusted(twice, ['length', 'words'])).toThrow(InputError);
  expect(() => styleAdjusted(twice, ['length', 'words'])).toThrow(
    'the style measures (length, words) cannot be told apart on 40 battles, or decide every one of them',
  );
  const decided = battles(40, 0.5).map(
    (battle): StyledBattle => ({ ...battle, outcome: (battle.style.a.length ?? 0) > (battle.style.b.length ?? 0) ? 'a' : 'b' }),
  );
  expect(() => styleAdjusted(decided, ['length'])).toThrow('or decide every one of them');
});
