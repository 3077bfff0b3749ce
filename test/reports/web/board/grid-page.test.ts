import { expect, it } from 'vitest';
import { readAddress, writePath } from '../../../../reports/web/board/address.ts';
import { gridPage, laterRows } from '../../../../reports/web/board/grid-page.ts';
import { board, row } from '../../leaderboard/fixture.ts';

/** Twenty tasks: rewards of 0, 0.05, .. up to 0.95. */
const rows = Array.from({ length: 20 }, (_, i) => ({
  id: `t${i}`,
  query: 'Why?',
  domain: 'Law',
  language: 'en',
  cells: { first: { reward: i / 20, failed: 0, unscored: 0, fatal: false } },
}));
const BOARD = {
  board: board([row('first', 47.5)]),
  notes: { en: [], zh: [] },
  grid: { benchmark: 'bench', judge: 'j', judges: ['j'], scale: 'ternary', rows, names: {}, axes: [] },
} as const;

const at = (address: string) => {
  const found = readAddress(address);
  if (found === undefined) throw new Error(address);
  return found.state;
};
const opening = (served: boolean) => ({ language: 'en', nonce: '', to: writePath, served }) as const;
const written = (address: string, served = true) => gridPage(opening(served), BOARD, at(address)).main.html;
const indexes = (text: string) => [...text.matchAll(/aria-rowindex="(\d+)"/g)].map(([, index]) => Number(index));
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

it('sends the first rows of a long grid with the page, the others when they are asked for, in the same order', () => {
  const page = written('/board/bench?sort=lowest');
  expect(indexes(page)).toEqual(upTo(17));
  expect(page).toContain('aria-rowcount="21"');
  expect(page).toContain('href="/board/bench?sort=lowest&amp;rows=20#tasks"><span class="en" lang="en">4 more tasks</span>');
  const later = laterRows(opening(true), BOARD, at('/board/bench?sort=lowest'), 16);
  expect(indexes(later.join(''))).toEqual([18, 19, 20, 21]);
  expect(later[0]).toContain('href="/board/bench/task/t16/agent/first">80.0</a>');
});

it('has all rows on the page where it is asked for so many, few are left, or there is no server', () => {
  expect(indexes(written('/board/bench?rows=20'))).toEqual(upTo(21));
  expect(written('/board/bench?rows=20')).not.toContain('more tasks');
  expect(indexes(written('/board/bench?find=reward<40'))).toEqual(upTo(9));
  expect(indexes(written('/board/bench', false))).toEqual(upTo(21));
});
