/** What may be said of two agents: one sentence that claims no more than the tests. */

import type { PairedComparison } from '../stats/paired.ts';
import { POWER } from '../stats/power.ts';
import { type Language, translate } from '../words/i18n.ts';
import { pText, shareText } from '../words/text.ts';

/** Below this a difference is taken as shown; a margin's test is one-sided. */
const ALPHA = 0.05;

/**
 * Says a difference, non-inferiority within a stated margin, or that neither is shown. Names go in as they are.
 *
 * @param adjustedP of the sign test
 * @param comparisons that are made together: of several, p is after Holm, and the sentence says so
 */
export function verdictOf(
  language: Language,
  { a, b }: { readonly a: string; readonly b: string },
  overall: PairedComparison,
  { adjustedP, comparisons }: { readonly adjustedP: number; readonly comparisons: number },
): string {
  const { n, netWin } = overall;
  const tested = {
    queries: translate(n === 1 ? 'oneQuery' : 'someQueries', language, { n }),
    test: translate(comparisons > 1 ? 'testedHolm' : 'testedAlone', language),
    p: pText(adjustedP),
  };
  if (adjustedP < ALPHA) {
    const [better, worse] = netWin.value > 0 ? [a, b] : [b, a];
    return translate('verdictBeats', language, { better, worse, ...tested });
  }
  const [within, power] = [withinMargin(language, a, b, overall), powerOf(language, overall, tested.queries)];
  return translate('verdictOpen', language, { a, b, ...tested, within, power });
}

function withinMargin(language: Language, a: string, b: string, { margin }: PairedComparison): string {
  if (margin === null) return '';
  const { delta, p: alone, adjustedP: p = alone } = margin;
  const test = translate(margin.adjustedP === undefined ? 'marginAlone' : 'marginHolm', language);
  return translate(p < ALPHA ? 'verdictWithin' : 'verdictNotWithin', language, { a, b, margin: shareText(delta), test, p: pText(p) });
}

/** What could have been seen: nothing where not even one agent's winning every decided query would be shown by the sign test. */
function powerOf(language: Language, { wins, losses, power }: PairedComparison, queries: string): string {
  const n = wins + losses;
  if (2 * 0.5 ** n >= ALPHA)
    return translate('verdictTooFew', language, { decided: translate(n === 1 ? 'oneDecided' : 'someDecided', language, { n }) });
  return power.smallestDifference === null
    ? ''
    : translate('verdictSees', language, { queries, rate: shareText(power.smallestDifference), power: `${POWER * 100}%` });
}
