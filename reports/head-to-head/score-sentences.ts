/** scoreSentences: what the tests of two agents' scores say, in words of a page; of little code, as pages of a site make them in the browser. */
import { both } from '../page/each-language.ts';
import type { Html } from '../page/html.ts';
import { signed } from '../words/signed.ts';
import type { Word } from '../words/translate.ts';
import type { AdjustedComparison } from './score-families.ts';

/** Below this a difference is shown: two-sided, as everywhere. */
const ALPHA = 0.05;

export interface Pair {
  readonly a: string;
  readonly b: string;
}

/**
 * What the tests say, and no more than they do: of one agent compared with several, after Holm over them.
 *
 * @param margin how many points worse is still not inferior; undefined where none was stated
 */
export function scoreSentences(
  { a, b }: Pair,
  { overall, onlyFirst, onlySecond }: Pick<AdjustedComparison, 'overall' | 'onlyFirst' | 'onlySecond'>,
  margin?: number,
): Html[] {
  const { mean, ci, adjustedP: p, n } = overall;
  const by = { a, b, n, points: signed(mean), ci: intervalOf(ci), p: p === null ? '–' : p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}` };
  const word: Word = p === null ? 'compare.few' : p >= ALPHA ? 'compare.open' : mean > 0 ? 'compare.better' : 'compare.worse';
  const within = margin === undefined || ci === null ? [] : [both(againstMargin(ci, margin), { a, b, margin: String(margin) })];
  const alone = onlyFirst + onlySecond;
  return [both(word, by), ...within, ...(alone === 0 ? [] : [both('compare.alone', { n: alone })])];
}

function againstMargin([low, high]: readonly [number, number], margin: number): Word {
  if (low > -margin) return 'compare.within';
  return high < -margin ? 'compare.beyond' : 'compare.notWithin';
}

export function intervalOf(ci: readonly [number, number] | null): string {
  return ci === null ? '–' : `[${signed(ci[0])}, ${signed(ci[1])}]`;
}
