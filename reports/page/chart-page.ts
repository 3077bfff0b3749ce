/** What pages with charts have in common: one HTML file that needs nothing else, drawn from the configs of the pictures. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChartConfiguration } from 'chart.js';
import { PAGE_FONTS } from '../charts/fonts.ts';
import { type ChartLook, frameOf, THEMES, type Theme } from '../charts/frame.ts';
import { installScript } from '../charts/install.ts';
import { LANGUAGES, type Language } from '../words/i18n.ts';
import { clientScript } from './client-script.ts';
import { both, eachLanguage, labelInEach } from './each-language.ts';
import { type Html, html } from './html.ts';
import { standalonePage } from './standalone-page.ts';
import { PAGE_STYLE } from './style.ts';

/** One chart in every language and theme. */
export type ChartVariants = Record<Language, Record<Theme, ChartConfiguration>>;

/** What a page shows, wherever it stands. */
export interface Sheet {
  readonly main: Html;
  /** By the `data-chart` of their canvas. */
  readonly charts: Readonly<Record<string, ChartVariants>>;
}

interface ChartPage extends Sheet {
  readonly title: (language: Language) => string;
  /** In which the page opens; the reader can switch. */
  readonly language: Language;
}

export function chartPage({ title, language, main, charts }: ChartPage): string {
  return standalonePage({
    title,
    language,
    style: PAGE_STYLE,
    main: html`<noscript><p class="card">${both('noScript')}</p></noscript>
${main}`,
    data: { charts },
    scripts: [...chartLibraries(), clientScript('shared', 'standalone', 'chart-page')],
  });
}

/** The charts that `draw` makes, by name, each in every language and theme. */
export function chartVariants<Name extends string>(
  draw: (look: ChartLook) => readonly { readonly name: Name; readonly config: ChartConfiguration }[],
): Map<Name, ChartVariants> {
  const variants = LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme, charts: draw({ language, theme }) })));
  const configs = (name: Name) => {
    const find = (language: Language, theme: Theme) =>
      variants.find((v) => v.language === language && v.theme === theme)?.charts.find((chart) => chart.name === name)?.config;
    return Object.fromEntries(LANGUAGES.map((l) => [l, Object.fromEntries(THEMES.map((t) => [t, find(l, t)]))])) as ChartVariants;
  };
  return new Map((variants[0]?.charts ?? []).map(({ name }) => [name, configs(name)]));
}

/**
 * A chart with what stands below it. The picture carries its title as text; the heading is there for those who do not see it.
 *
 * @param key its `data-chart`
 */
export function figure(key: string, variants: ChartVariants, below: Html): Html {
  const title = (language: Language) => frameOf(variants[language].light).title;
  return html`<figure><h3 class="hidden">${eachLanguage(title)}</h3>
<div class="scroll" tabindex="0" role="region" ${labelInEach(title)}><div class="plot"><canvas data-chart="${key}" role="img" ${labelInEach(title)}></canvas></div></div>
${below}</figure>`;
}

/** What draws charts, for a browser. */
export function chartLibraries(): string[] {
  return [chartLibrary(), installScript(PAGE_FONTS)];
}

/** The browser build of Chart.js, which its package does not export by name; without the address of its source map. */
function chartLibrary(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('chart.js'));
  return readFileSync(join(folder, 'chart.umd.min.js'), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
}
