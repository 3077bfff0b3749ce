/** Twins differ by one fact, and what is kept by its wording only. */
import { describe, expect, test } from 'vitest';
import { mulberry } from '../../../runners/training/boost.ts';
import { changed, joined, paraphrased, poolOf, shortened } from '../../../runners/training/twins.ts';

const POOL = poolOf('In 2016 the Orkney council and the Shetland council met. Later Lerwick bought 12 turbines, of which 30 failed.');

describe('changed', () => {
  test.each([
    ['number', 'Orkney bought 45 turbines from Norway.', /Orkney bought (?!45 )\d+ turbines from Norway\./],
    ['date', 'It opened in 2016 near Stromness.', /It opened in (?!2016)20\d\d near Stromness\./],
    ['unit', 'It cost 3 million dollars in all.', /It cost 3 (?:billion dollars|million euros) in all\./],
    ['direction', 'Prices in Norway increased last year.', /Prices in Norway (?:decreased|increased) (?:last|first) year\./],
    ['order', 'Norway sold turbines to Orkney.', /Orkney sold turbines to Norway\./],
    ['negation', '该地区可以使用潮汐能。', /该地区不能使用潮汐能。/],
    ['number', '该项目共安装了45台机组。', /该项目共安装了(?!45台)\d+台机组。/],
  ])('%s: one fact of "%s"', (kind, claim, expected) => {
    const twin = changed(claim, POOL, mulberry(2)).find((one) => one.kind === kind);
    expect(twin?.claim).toMatch(expected);
    expect(twin?.claim).not.toBe(claim);
    expect(twin?.label).toBe('unsatisfied');
  });

  test('finds nothing to change where there is no fact of a kind', () => {
    expect(changed('rain', POOL, mulberry(1))).toEqual([]);
  });
});

test('kept claims change their words and no number, name or negation', () => {
  const claim = 'The company began many studies in 2016 and showed that Orkney needs 12 turbines.';
  const other = paraphrased(claim, mulberry(4));
  expect(other).not.toBe(claim);
  const facts = (text: string) => text.match(/\d+|[A-Z][a-z]+|\bnot\b/g);
  expect(facts(other)).toEqual(facts(claim));
});

test('shortened says no more than the sentence, joined says both', () => {
  const sentence = 'In 2016, the first turbine was installed, and the grid was reached.';
  for (let seed = 0; seed < 10; seed++) {
    for (const part of shortened(sentence, mulberry(seed)).split(', ')) expect(sentence).toContain(part);
  }
  expect(joined('It rains.', 'It snows.', mulberry(1))).toMatch(/^It rains(?:, and |; | and |, while |, with )It snows\.$/);
});
