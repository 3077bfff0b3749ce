/** What may be said of two agents: a sentence that claims no more than the tests. */
import type { PairedComparison } from '../stats/paired.ts';
import { POWER } from '../stats/power.ts';
import { ALPHA } from '../stats/rank-sets.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { type Language, translate } from '../words/i18n.ts';
import { pText, shareText } from '../words/text.ts';

/** What a sentence is made of; names go in as they are. */
export interface Compared {
  readonly a: string;
  readonly b: string;
  readonly overall: PairedComparison;
  readonly domainClustered: { readonly domains: number; readonly p: number } | null;
  readonly flips: { readonly flipped: number; readonly judged: number };
}

/**
 * Says a difference, non-inferiority within a stated margin, both, or that neither is shown. Where domains are clusters and speak
 * against a difference, it is not claimed.
 *
 * @param adjustedP of the sign test
 * @param comparisons that are made together: of several, p is after Holm, and the sentence says so
 */
export function verdictOf(
  language: Language,
  compared: Compared,
  { adjustedP, comparisons }: { readonly adjustedP: number; readonly comparisons: number },
): string {
  const { a, b, overall, domainClustered } = compared;
  const { n, netWin } = overall;
  const tested = {
    queries: translate(n === 1 ? 'oneQuery' : 'someQueries', language, { n }),
    test: translate(comparisons > 1 ? 'testedHolm' : 'testedAlone', language),
    p: pText(adjustedP),
  };
  const shown = adjustedP < ALPHA;
  if (shown && domainClustered !== null && domainClustered.domains >= FEWEST_TASKS && domainClustered.p >= ALPHA) {
    const { domains, p } = domainClustered;
    return translate('verdictDomains', language, { a, b, ...tested, domains, domainP: pText(p), within: withinMargin(language, compared) });
  }
  if (shown) {
    const [better, worse] = netWin.value > 0 ? [a, b] : [b, a];
    // That the better one is not worse goes without saying.
    const within = better === b ? withinMargin(language, compared) : '';
    return translate('verdictBeats', language, { better, worse, ...tested, within });
  }
  return translate('verdictOpen', language, {
    ...{ a, b, ...tested },
    within: withinMargin(language, compared),
    power: powerOf(language, overall, tested.queries, comparisons),
  });
}

function withinMargin(language: Language, { a, b, overall: { margin }, flips }: Compared): string {
  if (margin === null) return '';
  if (margin.refused === 'flips') return translate('verdictFlips', language, { ...flips });
  if (margin.refused === 'undecided') return translate('verdictUndecided', language);
  const { delta, tested, z, p: alone, adjustedP: p = alone } = margin;
  const name = { tango: 'z', exact: 'z', t: 't' }[margin.test];
  const how = translate(margin.test === 'exact' ? 'marginExact' : 'marginAlone', language, { name, z: z.toFixed(2) });
  const test = margin.adjustedP === undefined ? how : translate('marginHolm', language, { test: how });
  const flipped = flips.flipped === 0 ? '' : translate('marginFlips', language, { ...flips, tested: shareText(tested) });
  const word = p < ALPHA ? 'verdictWithin' : 'verdictNotWithin';
  return translate(word, language, { a, b, margin: shareText(delta), test: flipped + test, p: pText(p) });
}

/** What could have been seen: nothing where not even one agent's winning every decided query would be shown by the sign test. */
function powerOf(language: Language, { wins, losses, power }: PairedComparison, queries: string, comparisons: number): string {
  const n = wins + losses;
  if (2 * 0.5 ** n >= ALPHA / comparisons)
    return translate('verdictTooFew', language, { decided: translate(n === 1 ? 'oneDecided' : 'someDecided', language, { n }) });
  return power.smallestDifference === null
    ? ''
    : translate('verdictSees', language, { queries, rate: shareText(power.smallestDifference), power: `${POWER * 100}%` });
}
