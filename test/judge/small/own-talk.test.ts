/** Copies of a criterion in a report are found whatever their marks and layout, in any script, and blanked where they stand. */
import { expect, test } from 'vitest';
import { lettersOf, withoutCopies } from '../../../judge/small/own-talk.ts';

const without = (text: string, criterion: string) => withoutCopies(text, lettersOf(text), criterion);

test.each([
  ['with other marks', 'Before. **Names** the-cost (of PART one)! After.', 'Names the cost of part one.', 'Before. **', ')! After.'],
  ['in Chinese', '前文。写明：第一部分的总成本是多少元。后文。', '写明第一部分的总成本是多少元', '前文。', '。后文。'],
  ['in letters beyond 16 bits', 'One 𠀀 two: 𠀀𠀁 costs of the bridge, three.', '𠀀𠀁 costs of the bridge', 'One 𠀀 two: ', ', three.'],
  ['behind letters that grow in lower case', 'İİİ Names the cost of part one; end.', 'names the cost of part one', 'İİİ ', '; end.'],
])('a copy %s', (_, text, criterion, before, after) => {
  const left = without(text, criterion);
  expect(left).toHaveLength(text.length);
  expect(left?.trimEnd()).toBe(`${before}${' '.repeat(text.length - before.length - after.length)}${after}`);
});

test('no copy, and one too short to be told from ordinary words', () => {
  expect(without('It names the price of part one.', 'Names the cost of part one.')).toBeUndefined();
  expect(without('It names two.', 'Names two.')).toBeUndefined();
});
