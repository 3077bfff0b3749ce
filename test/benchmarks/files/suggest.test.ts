import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../benchmarks/files/suggest.ts';

describe('nearest', () => {
  it.each([
    ['wieght', 'weight'],
    ['weigth', 'weight'],
    ['Domain', 'domain'],
    ['langauge', 'language'],
    ['crit', 'criterion'],
  ])('finds what %s was meant to be', (word, expected) => {
    expect(nearest(word, ['criterion', 'weight', 'domain', 'language'])).toBe(expected);
  });

  it('finds nothing for a word unlike any, or a beginning that two words share', () => {
    expect(nearest('colour', ['weight', 'axis'])).toBeUndefined();
    expect(nearest('adr', ['adr-bench-one', 'adr-bench-two'])).toBeUndefined();
    expect(didYouMean('colour', ['weight'])).toBe('');
    expect(didYouMean('demoo', ['demo'])).toBe(' (did you mean `demo`?)');
  });
});
