/** Head-to-head results as text for a terminal. */

import stringWidth from 'string-width';
import { cleanName, pText, shareText } from '../words/text.ts';
import type { HeadToHead, Record3 } from './head-to-head.ts';
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
    `  ${verdictOf('en', { a, b }, overall, { adjustedP, comparisons })}`,
  ].join('\n');
}

function tests({ overall, domainClustered, absolute, flips, adjustedP }: HeadToHead, comparisons: number): string[] {
  const { nonInferiority, signTest, netWin, margin } = overall;
  const after = comparisons > 1 ? `; ${pText(adjustedP)} after Holm over ${comparisons} comparisons` : '';
  const lines: [string, string][] = [
    [
      'non-inferiority',
      `${shareText(nonInferiority.rate)}, 95% ${shareInterval(nonInferiority.wilson)} (Wilson); equal agents would get ${shareText(nonInferiority.equalAgents)}`,
    ],
    ['net win rate', `${signedShare(netWin.value)}, 95% ${shareInterval(netWin.tango)} (Tango)`],
    ...(domainClustered === null
      ? []
      : ([['', `95% ${shareInterval(domainClustered.ci)} with ${domainClustered.domains} domains as clusters (t)`]] satisfies [
          string,
          string,
        ][])),
    ['sign test', `p = ${pText(signTest.p)}${after}`],
    [
      'margin',
      margin === null
        ? 'none was stated'
        : `not worse by more than ${shareText(margin.delta)}: z = ${margin.z.toFixed(2)}, one-sided p = ${pText(margin.p)}${margin.adjustedP === undefined ? '' : `; ${pText(margin.adjustedP)} after Holm`}`,
    ],
  ];
  const { good, fair, poor } = absolute;
  if (good + fair + poor > 0) lines.push(['ties', `both good ${good}, both fair ${fair}, both poor ${poor} (battles)`]);
  if (flips.judged > 0)
    lines.push(['flips', `${flips.flipped} of ${flips.judged} battles judged in both orders changed with it, and count as ties`]);
  return lines.map(([name, text]) => `  ${name.padEnd(16)} ${text}`);
}

function groups(title: string, records: Readonly<Record<string, Record3>>): string[] {
  const rows = Object.entries(records).map(([name, record]) => ({ name: cleanName(name), record }));
  const widest = Math.max(...rows.map(({ name }) => stringWidth(name)));
  const line = ({ name, record }: (typeof rows)[number]) =>
    `    ${name}${' '.repeat(widest - stringWidth(name))}  ${recordText(record).padStart(8)}  win rate ${shareText(winShare(record)).padStart(6)}  net ${signedShare(netShare(record)).padStart(7)}`;
  return rows.length === 0 ? [] : [`  ${title} (won-tied-lost; a tie is half a win)`, ...rows.map(line)];
}
