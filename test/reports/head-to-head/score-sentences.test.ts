/** What a page says of two agents' scores is no more than the tests say. */
import { expect, it } from 'vitest';
import { scoreSentences } from '../../../reports/head-to-head/score-sentences.ts';

const overall = { mean: 5, n: 20, clusters: 20, se: 2, df: 19, ci: [0.8, 9.2], p: 0.02 } as const;
const said = (adjustedP: number) =>
  scoreSentences({ a: 'x', b: 'y' }, { overall: { ...overall, adjustedP }, onlyFirst: 0, onlySecond: 0 })[0]?.html;

it('a difference that Holm leaves nothing of is not called one', () => {
  expect(said(0.02)).toContain('x is better than y: +5.0 points');
  expect(said(0.12)).toContain('No difference between x and y is shown: +5.0 points');
  expect(said(0.12)).toContain('p = 0.120');
});
