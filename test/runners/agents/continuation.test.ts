import { expect, test } from 'vitest';
import { joinPieces } from '../../../runners/agents/continuation.ts';

test.each([
  ['in the middle of a word', 'The price of go', 'ld rose.', 'The price of gold rose.'],
  ['between words', 'The price ', 'of gold', 'The price of gold'],
  ['at a paragraph', 'One.', '\n\n## Two', 'One.\n\n## Two'],
  ['with half a word written out', 'The price of go', 'gold rose.', 'The price of gold rose.'],
  ['with the last words repeated', 'It fell by 3% in May 2024', ' in May 2024, then rose.', 'It fell by 3% in May 2024, then rose.'],
  ['with Chinese repeated', '黄金价格上涨幅度', '上涨幅度为 3%。', '黄金价格上涨幅度为 3%。'],
  ['with digits that come twice', 'code 1212', '12', 'code 121212'],
  ['with letters alike by chance', 'a panda', 'date', 'a pandadate'],
])('a piece that goes on %s is joined without a seam', (_, first, second, whole) => {
  expect(joinPieces(first, second)).toBe(whole);
});

test('the report begun again is no continuation', () => {
  const report = '# Gold as an asset\n\nGold is a metal whose price has risen in most years of the past two decades.';
  expect(joinPieces(report, `${report} It may fall.`)).toBeUndefined();
});
