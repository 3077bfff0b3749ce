import { expect, test } from 'vitest';
import { krippendorffAlpha, type RatedUnit } from '../../../reports/stats/krippendorff.ts';

/** The example of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", C: four observers, twelve units, missing data. */
const OBSERVERS = ['1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .'];
const VALUES = ['1', '2', '3', '4', '5'];

function units(observers: readonly string[]): RatedUnit[] {
  const rows = observers.map((row) => row.split(' ').map((label) => (label === '.' ? null : label)));
  return (rows[0] ?? []).map((_, unit) => ({ labels: rows.map((row) => row[unit] ?? null) }));
}

test('the published example: nominal 0.743, ordinal 0.815', () => {
  const nominal = krippendorffAlpha(units(OBSERVERS), VALUES, 'nominal');
  expect(nominal.value).toBeCloseTo(0.743, 3);
  // The twelfth unit has one observer only.
  expect(nominal).toMatchObject({ units: 11, ratings: 40, ci: null });
  expect(krippendorffAlpha(units(OBSERVERS), VALUES, 'ordinal').value).toBeCloseTo(0.815, 3);
});

test('the published example of two observers and two values: 0.095', () => {
  // Same source, A: 10 units, binary, no missing data.
  const two = units(['0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0']);
  expect(krippendorffAlpha(two, ['0', '1'], 'nominal').value).toBeCloseTo(0.095, 3);
});

test('full agreement is 1, one label only is undefined', () => {
  expect(krippendorffAlpha(units(['1 2 3', '1 2 3']), VALUES, 'ordinal').value).toBe(1);
  expect(krippendorffAlpha(units(['1 1 1', '1 1 1']), VALUES, 'nominal').value).toBeNull();
});

test('an interval over clusters is seeded and holds the value', () => {
  const { value, ci } = krippendorffAlpha(units(OBSERVERS), VALUES, 'nominal', { rounds: 300, seed: 2 });
  expect(ci?.[0]).toBeLessThan(value ?? 0);
  expect(ci?.[1]).toBeGreaterThan(value ?? 1);
  expect(krippendorffAlpha(units(OBSERVERS), VALUES, 'nominal', { rounds: 300, seed: 2 }).ci).toEqual(ci);
});

test('nothing to compare and unknown labels are refused', () => {
  expect(() => krippendorffAlpha([{ labels: ['1', null] }], VALUES, 'nominal')).toThrow('expected at least one unit with two raters');
  expect(() => krippendorffAlpha([{ labels: ['1', '9'] }], VALUES, 'nominal')).toThrow('got "9"');
});
