import { expect, test } from 'vitest';
import { styleOf } from '../../../reports/ratings/style.ts';

test('counts characters, headings, list items and citations', () => {
  const report = '# 标题\n\n## Two\n- one\n  * two [1]\n3. three [site](https://e.x)\nText #not-a-heading \\cite{k1} and [^2]\n';
  expect(styleOf(report)).toEqual({ length: [...report].length, headings: 2, lists: 3, citations: 4 });
  expect(styleOf('')).toEqual({ length: 0, headings: 0, lists: 0, citations: 0 });
});
