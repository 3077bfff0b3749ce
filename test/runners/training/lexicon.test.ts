/** A lexicon learnt from texts and their renderings: which words stand for each other, and nothing from words that stand everywhere together. */
import { expect, it } from 'vitest';
import { bothWays, lexiconText } from '../../../judge/small/lexicon.ts';
import { learnLexicon } from '../../../runners/training/lexicon.ts';

/** Each of three nouns stands with each of three verbs, in three texts of each pair: only the noun tells which noun is meant. */
const NOUNS = [
  ['doctor', '医生'],
  ['river', '河流'],
  ['market', '市场'],
] as const;
const VERBS = [
  ['vanished', '消失'],
  ['changed', '改变'],
  ['returned', '返回'],
] as const;
const texts = [1, 2, 3].flatMap(() =>
  NOUNS.flatMap(([n, noun]) => VERBS.map(([v, verb]) => ({ en: `The ${n} ${v}.`, zh: `${noun}${verb}。` }))),
);
const han = new Set([...NOUNS, ...VERBS].map(([, word]) => word));

it('pairs the words that go together wherever they stand', () => {
  const lexicon = learnLexicon(texts, han);
  const best = (word: string) => lexicon.get(word)?.[0]?.[0];
  expect(['doctor', 'river', 'market', 'vanish', 'chang', 'return'].map(best)).toEqual(['医生', '河流', '市场', '消失', '改变', '返回']);
});

it('is written as text and read from either language', () => {
  const words = bothWays(lexiconText(new Map([['doctor', [['医生', 0.62] as const, ['大夫', 0.2] as const]]])));
  expect(words.get('doctor')).toEqual([
    ['医生', 0.62],
    ['大夫', 0.2],
  ]);
  expect(words.get('大夫')).toEqual([['doctor', 0.2]]);
});
