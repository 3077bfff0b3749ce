import { expect, it } from 'vitest';
import { holdsWords, type Known, passes, readFilter, withoutTest, withTest } from '../../../reports/board/filter.ts';

const one: Known = {
  texts: { agent: 'Kimi K2', domain: 'Law', label: 'partial', judge: ['qwen3', 'gpt-5'] },
  numbers: { reward: 39.9, delta: -12.5, weight: -2, lost: null },
  flags: { fatal: true },
};
const all = (text: string) => readFilter(text).tests.every(({ test }) => passes(one, test));

it('reads tests and words, and takes what is no test for a word', () => {
  const { tests, words } = readFilter('agent:"kimi k2" reward<40 fatal -failed 合同 a:b colour:red "two words" reward:x');
  expect(tests.map(({ text }) => text)).toEqual(['agent:"kimi k2"', 'reward<40', 'fatal', '-failed']);
  expect(words).toBe('合同 a:b colour:red "two words" reward:x');
});

it.each([
  ['agent:kimi', true],
  ['-agent:kimi', false],
  ['agent!=kimi', false],
  ['domain:LAW', true],
  ['label:part', false],
  ['label:partial', true],
  ['judge:gpt', true],
  ['reward<40 reward>=39.9', true],
  ['reward>40', false],
  ['weight<0', true],
  ['delta<-10', true],
  ['delta>0', false],
  ['weight=-2', true],
  // Not known is neither less nor more.
  ['lost<1', false],
  ['lost>=0', false],
  ['fatal', true],
  ['-fatal', false],
  ['-split', true],
  // As in a filter of people's: not of their mind.
  ['judge!=human', false],
  ['-disputed', true],
  ['judge!=gpt', false],
  ['axis:depth', false],
  ['-axis:depth', true],
])('%s: %s', (text, passed) => {
  expect(all(text)).toBe(passed);
});

it('adds and takes away a test, the words left as they are', () => {
  expect(withTest('agent:a 合同 reward<40', 'agent', 'b c')).toBe('reward<40 agent:"b c" 合同');
  expect(withoutTest('agent:a 合同 reward<40', 'agent:a')).toBe('reward<40 合同');
});

it('holds words in any order, and what stands in quotes together', () => {
  expect(holdsWords('The North Bay, 合同法', 'bay 合同 north')).toBe(true);
  expect(holdsWords('The North Bay', '"bay north"')).toBe(false);
});
