/** The leaderboards as one HTML page that needs nothing else: no server, no other file, no network. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../judge/errors.ts';
import { cleanName, THEMES, type Theme } from './charts/frame.ts';
import { installScript } from './charts/install.ts';
import { leaderboardCharts, type NamedChart } from './charts/leaderboard-charts.ts';
import { PAGE_FONTS } from './fonts.ts';
import { embeddedJson, type Html, html, trusted } from './html.ts';
import { LANGUAGES, type Language, translate } from './i18n.ts';
import type { Leaderboard } from './leaderboard.ts';
import { PAGE_CLIENT } from './page-client.ts';
import { policy, scriptText } from './page-policy.ts';
import { both, sectionOf } from './page-section.ts';
import { PAGE_STYLE } from './page-style.ts';
import { switches } from './page-switches.ts';

type Configs = Record<Language, Record<Theme, NamedChart['config']>>;

/** @param options.language the language in which the page opens; the reader can switch. Throws InputError on nothing to show. */
export function leaderboardPage(leaderboards: readonly Leaderboard[], { language }: { readonly language: Language }): string {
  if (leaderboards.length === 0) throw new InputError('leaderboard page: expected at least one leaderboard, got none');
  const charts: Record<string, Configs> = {};
  const sections = leaderboards.map((leaderboard, i) => {
    const variants = chartVariants(leaderboard);
    for (const [name, configs] of variants) charts[`b${i}-${name}`] = configs;
    return sectionOf(leaderboard, `b${i}`, [...variants.keys()]);
  });
  const titles = Object.fromEntries(LANGUAGES.map((each) => [each, translate('pageTitle', each)]));
  const scripts = [chartLibrary(), installScript(PAGE_FONTS), PAGE_CLIENT].map(scriptText);
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, PAGE_STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${translate('pageTitle', language)}</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<header><h1>${both('pageTitle')}</h1>${switches(language)}</header>
<main>
<noscript><p class="card">${both('noScript')}</p></noscript>
${leaderboards.some(({ sample }) => sample === true) ? html`<p class="card notice" role="note">${both('sampleNotice')}</p>` : ''}
${leaderboards.length > 1 ? contents(leaderboards) : ''}
${explanation()}
${sections}
</main>
<script type="application/json" id="data">${embeddedJson({ charts, titles })}</script>
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body>
</html>
`;
  return page.html;
}

function chartVariants(leaderboard: Leaderboard): Map<NamedChart['name'], Configs> {
  const of = (language: Language, theme: Theme) => leaderboardCharts(leaderboard, { language, theme });
  const variants = LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme, charts: of(language, theme) })));
  const configs = (name: NamedChart['name']) => {
    const find = (language: Language, theme: Theme) =>
      variants.find((v) => v.language === language && v.theme === theme)?.charts.find((chart) => chart.name === name)?.config;
    return Object.fromEntries(LANGUAGES.map((l) => [l, Object.fromEntries(THEMES.map((t) => [t, find(l, t)]))])) as Configs;
  };
  return new Map(of('en', 'light').map(({ name }) => [name, configs(name)]));
}

function contents(leaderboards: readonly Leaderboard[]): Html {
  const links = leaderboards.map(({ benchmark }, i) => html`<li><a href="#b${i}">${cleanName(benchmark)}</a></li>`);
  return html`<nav class="card screen" aria-labelledby="contents"><h2 id="contents">${both('contents')}</h2><ul>${links}</ul></nav>`;
}

function explanation(): Html {
  return html`<section class="card"><h2>${both('howToRead')}</h2>
<div class="how"><p>${both('howScore')}</p><p>${both('howInterval')}</p><p>${both('howFailed')}</p></div></section>`;
}

/** The browser build of Chart.js, which its package does not export by name; without the address of its source map. */
function chartLibrary(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('chart.js'));
  return readFileSync(join(folder, 'chart.umd.min.js'), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
}
