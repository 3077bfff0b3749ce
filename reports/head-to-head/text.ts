/** Head-to-head results as text for a terminal. */

import stringWidth from 'string-width';
import type { MarginTest } from '../stats/paired.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { cleanName, pText, shareText } from '../words/text.ts';
import type { DomainClustered, HeadToHead, Record3 } from './head-to-head.ts';
import { netShare, recordText, shareInterval, signedShare, winShare } from './record-text.ts';
import { verdictOf } from './sentence.ts';

/** One paragraph a comparison, without a newline at the end. */
export function compareText(list: readonly HeadToHead[]): string {
  return list.map((comparison) => paragraph(comparison, list.length)).join('\n\n');
}

function paragraph(comparison: HeadToHead, comparisons: number): string {
  const { overall, byDimension, byDomain, adjustedP } = comparison;
  const [a, b] = [cleanName(comparison.a), cleanName(comparison.b)];
  const { n, wins, ties, losses } = overall;
  return [
    `${a} against ${b}: ${wins} won, ${ties} tied, ${losses} lost (${n} ${n === 1 ? 'query' : 'queries'})`,
    ...tests(comparison, comparisons),
    ...groups('by dimension', byDimension),
    ...groups('by domain', byDomain),
    `  ${verdictOf('en', { ...comparison, a, b }, { adjustedP, comparisons })}`,
  ].join('\n');
}

function tests(
  { planned, forfeits, overall, perQuery, domainClustered, judges, absolute, flips, adjustedP }: HeadToHead,
  comparisons: number,
): string[] {
  const { nonInferiority, signTest, netWin, margin } = overall;
  const after = comparisons > 1 ? `; ${pText(adjustedP)} after Holm over ${comparisons} comparisons` : '';
  const { rate, equalAgents, over } = nonInferiority;
  const tango = (domainClustered?.domains ?? 0) < FEWEST_TASKS ? 'Tango' : 'Tango, as if queries of one domain were not alike';
  const lines: [string, string][] = [
    ...(judges.length < 2 ? [] : ([['judges', judgesText(judges)]] satisfies [string, string][])),
    ['battled', battledText(overall.n, planned, forfeits)],
    [
      'non-inferiority',
      `${shareText(rate)}; equal agents would get ${shareText(equalAgents)}: ${signedShare(over.value)}, 95% ${shareInterval(over.ci)}`,
    ],
    [
      'net win rate',
      perQuery === null ? `${signedShare(netWin.value)}, 95% ${shareInterval(netWin.tango)} (${tango})` : meanText(perQuery),
    ],
    ...(domainClustered === null ? [] : ([['', domainText(domainClustered)]] satisfies [string, string][])),
    ['sign test', `p = ${pText(signTest.p)}${after}`],
    ['margin', margin === null ? 'none was stated' : marginText(margin)],
  ];
  const { good, fair, poor } = absolute;
  if (good + fair + poor > 0) lines.push(['ties', `both good ${good}, both fair ${fair}, both poor ${poor} (battles)`]);
  if (flips.judged > 0)
    lines.push(['flips', `${flips.flipped} of ${flips.judged} battles judged in both orders changed with it, and count as ties`]);
  return lines.map(([name, text]) => `  ${name.padEnd(16)} ${text}`);
}

function battledText(battled: number, planned: number, { queries, leftOut }: HeadToHead['forfeits']): string {
  const of = `${battled} of ${planned} planned`;
  if (queries === 0) return of;
  return leftOut ? `${of}; ${queries} with an attempt that failed left out` : `${of}, ${queries} decided by an attempt that failed`;
}

function judgesText(judges: HeadToHead['judges']): string {
  const differing = judges
    .filter(({ differs }) => differs > 0)
    .map((judge) => `${cleanName(judge.name)} on ${judge.differs} of ${judge.queries}`);
  const shown = differing.length > 5 ? [...differing.slice(0, 5), `and ${differing.length - 5} more`] : differing;
  return `${judges.length}, one vote each${differing.length === 0 ? '' : `; not with most: ${shown.join(', ')}`}`;
}

function meanText({ mean, ci }: NonNullable<HeadToHead['perQuery']>): string {
  const interval = ci === null ? 'the same on every query: no spread, no interval' : `95% ${shareInterval(ci)} (t over queries)`;
  return `${signedShare(mean)}, the mean of judges and trials, ${interval}`;
}

function domainText({ domains, value, ci, p }: DomainClustered): string {
  return `${signedShare(value)}, 95% ${shareInterval(ci)}, p = ${pText(p)} with ${domains} domains as clusters (t)`;
}

function marginText({ delta, tested, z, p, test, adjustedP, refused }: MarginTest): string {
  if (refused !== undefined)
    return refused === 'flips' ? 'no claim: more than half of the battles changed with the order' : 'no claim: nothing is decided';
  const at = tested === delta ? '' : `, at ${shareText(tested)} for the flips`;
  const how = test === 'exact' ? 'exact' : `${test === 't' ? 't' : 'z'} = ${z.toFixed(2)},`;
  return `not worse by more than ${shareText(delta)}${at}: ${how} one-sided p = ${pText(p)}${adjustedP === undefined ? '' : `; ${pText(adjustedP)} after Holm`}`;
}

function groups(title: string, records: Readonly<Record<string, Record3>>): string[] {
  const rows = Object.entries(records).map(([name, record]) => ({ name: cleanName(name), record }));
  const widest = Math.max(...rows.map(({ name }) => stringWidth(name)));
  const line = ({ name, record }: (typeof rows)[number]) =>
    `    ${name}${' '.repeat(widest - stringWidth(name))}  ${recordText(record).padStart(8)}  win rate ${shareText(winShare(record)).padStart(6)}  net ${signedShare(netShare(record)).padStart(7)}`;
  return rows.length === 0 ? [] : [`  ${title} (won-tied-lost; a tie is half a win)`, ...rows.map(line)];
}
