import { expect, it } from 'vitest';
import { Problems } from '../../../runners/judging/progress.ts';

it('problems alike are one line with one place, the most frequent first', () => {
  const problems = new Problems();
  problems.add('a c01', 'too long');
  for (const id of ['c01', 'c02', 'c03']) problems.add(`b ${id}`, 'refused (500)');
  expect(problems.lines()).toEqual(['b c01 and 2 more: refused (500)', 'a c01: too long']);
});

it('problems beyond five kinds are counted', () => {
  const problems = new Problems();
  for (let kind = 0; kind < 7; kind++) problems.add('a c01', `kind ${kind}`);
  problems.add('a c02', 'kind 6');
  // Kinds 6, 0, 1, 2, 3 are shown; 4 and 5 are not.
  expect(problems.lines()).toEqual([
    'a c01 and 1 more: kind 6',
    ...[0, 1, 2, 3].map((kind) => `a c01: kind ${kind}`),
    'and 2 more of other kinds',
  ]);
});

it('messages that never repeat are counted too', () => {
  const problems = new Problems();
  for (let i = 0; i < 5000; i++) problems.add('a c01', `got ${i}`);
  expect(problems.lines().at(-1)).toBe('and 4995 more of other kinds');
});
