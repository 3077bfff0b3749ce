/** Weights of labelled rows: sets of any size count alike, and some say nothing. */
import { expect, test } from 'vitest';
import { probability } from '../../../judge/small/trees.ts';
import { type Example, fitClaims, setWeights } from '../../../runners/training/fit-small.ts';

const NAMES = ['covered'];
const example = (set: string, level: number, covered: number): Example => ({
  set,
  group: set,
  pair: undefined,
  row: Float64Array.of(covered),
  level,
});
const many = (count: number, set: string, level: number, covered: number) =>
  Array.from({ length: count }, () => example(set, level, covered));

test('every set counts the same times its factor, and one of factor 0 neither counts nor takes a share', () => {
  const rows = [...many(6, 'large', 2, 1), ...many(2, 'small', 0, 0), ...many(4, 'mute', 0, 1)];
  const weights = setWeights(rows, { small: 0.5, mute: 0 });
  expect([...weights]).toEqual([...Array(6).fill(8 / 12), ...Array(2).fill(1), ...Array(4).fill(0)]);
});

test('rows of weight 0 for what is met in part are learnt from for what is met fully alone', () => {
  const rows = [...many(200, 'facts', 2, 1), ...many(200, 'facts', 0, 0), ...many(200, 'edits', 0, 1)];
  const forests = fitClaims(
    rows.map(({ row }) => row),
    rows.map(({ level }) => level),
    { partly: setWeights(rows, { edits: 0 }), fully: setWeights(rows, {}) },
    NAMES,
  );
  const said = (least: 'partly' | 'fully') => probability(forests[least], [1]);
  expect(said('partly')).toBeGreaterThan(0.95);
  expect(said('fully')).toBeLessThan(0.6);
});
