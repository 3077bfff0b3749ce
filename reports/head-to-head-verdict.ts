/** What may be said of two agents, in the reader's language. */
import { ALPHA, pText, tooFewDecided, verdictOf } from './head-to-head.ts';
import { type Language, translate } from './i18n.ts';
import { shareText } from './number-text.ts';
import type { PairedComparison } from './stats/paired.ts';

/** The English verdict as it stands elsewhere, or the same claims in Chinese. Names go in as they are. */
export function verdictIn(language: Language, a: string, b: string, overall: PairedComparison, adjusted: number): string {
  if (language === 'en') return verdictOf(a, b, overall, adjusted);
  const { netWin, margin } = overall;
  const [n, p] = [String(overall.n), pText(adjusted)];
  if (adjusted < ALPHA) {
    const [better, worse] = netWin.value > 0 ? [a, b] : [b, a];
    return translate('verdictBeats', language, { better, worse, n, p });
  }
  const within =
    margin === null
      ? []
      : [{ word: (margin.adjustedP ?? margin.p) < ALPHA ? ('verdictWithin' as const) : ('verdictNotWithin' as const), margin }];
  return [
    translate('verdictOpen', language, { a, b, n, p }),
    ...within.map(({ word, margin: { delta, p: alone, adjustedP: p = alone } }) =>
      translate(word, language, { a, b, margin: shareText(delta), p: pText(p) }),
    ),
    powerIn(language, overall),
  ].join('');
}

function powerIn(language: Language, overall: PairedComparison): string {
  const { n, power } = overall;
  const decided = tooFewDecided(overall);
  if (decided !== undefined) return translate('verdictTooFew', language, { decided });
  return power.smallestDifference === null ? '' : translate('verdictSees', language, { n, rate: shareText(power.smallestDifference) });
}
