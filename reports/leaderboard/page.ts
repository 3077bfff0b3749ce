/** leaderboardPage, leaderboardSheet: the leaderboards as one HTML page that needs nothing else: no server, no other file, no network. */
import { InputError } from '../../judge/errors.ts';
import { type ChartVariants, chartPage, chartVariants, type Sheet } from '../page/chart-page.ts';
import { both } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { leaderboardCharts } from './charts.ts';
import type { Leaderboard } from './leaderboard.ts';
import { sectionOf } from './page-section.ts';

/** @param options.language the language in which the page opens; the reader can switch. Throws InputError on nothing to show. */
export function leaderboardPage(leaderboards: readonly Leaderboard[], { language }: { readonly language: Language }): string {
  return chartPage({ title: (each) => translate('pageTitle', each), language, ...leaderboardSheet(leaderboards) });
}

/** What stands on the page. Throws InputError on nothing to show. */
export function leaderboardSheet(leaderboards: readonly Leaderboard[]): Sheet {
  if (leaderboards.length === 0) throw new InputError('leaderboard page: expected at least one leaderboard, got none');
  const charts: Record<string, ChartVariants> = {};
  const sections = leaderboards.map((leaderboard, i) => {
    const variants = chartVariants((look) => leaderboardCharts(leaderboard, look));
    for (const [name, configs] of variants) charts[`b${i}-${name}`] = configs;
    return sectionOf(leaderboard, `b${i}`, variants);
  });
  const main = html`${leaderboards.some(({ sample }) => sample === true) ? html`<p class="card notice" role="note">${both('sampleNotice')}</p>` : ''}
${leaderboards.length > 1 ? contents(leaderboards) : ''}
${sections}
${explanation()}`;
  return { main, charts };
}

function contents(leaderboards: readonly Leaderboard[]): Html {
  const links = leaderboards.map(({ benchmark }, i) => html`<li><a href="#b${i}">${cleanName(benchmark)}</a></li>`);
  return html`<nav class="card screen" aria-labelledby="contents"><h2 id="contents">${both('contents')}</h2><ul>${links}</ul></nav>`;
}

function explanation(): Html {
  return html`<section class="card"><h2>${both('howToRead')}</h2>
<div class="how"><p>${both('howScore')}</p><p>${both('howInterval')}</p><p>${both('howFailed')}</p></div></section>`;
}
