/** siteDocument: the page of a site of files, in which its parts stand, or which asks for them beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../benchmarks/files/paths.ts';
import { chartLibraries } from '../page/chart-page.ts';
import { clientScript } from '../page/client-script.ts';
import { both } from '../page/each-language.ts';
import { embeddedJson, html, trusted } from '../page/html.ts';
import { policy, scriptText } from '../page/standalone-page.ts';
import { htmlLanguage, type Language, translate } from '../words/translate.ts';
import { BOARD_STYLE } from './board/style.ts';
import type { SiteHead } from './site-parts.ts';
import { APP_STYLE } from './style.ts';

export interface SiteDocument {
  readonly head: SiteHead;
  /** In which it opens; the reader can switch. */
  readonly language: Language;
  /** In order; compressed. */
  readonly parts: readonly { readonly name: string; readonly bytes: Buffer }[];
  /** Whether the parts are files of their own. */
  readonly files: boolean;
}

export function siteDocument({ head, language, parts, files }: SiteDocument): string {
  const style = APP_STYLE + BOARD_STYLE;
  const scripts = [...chartLibraries(), ...pageCode()].map(scriptText);
  const missing = { en: translate('site.missing', 'en'), zh: translate('site.missing', 'zh') };
  const data = { ...head, parts: parts.map(({ name }) => name), files, missing };
  return html`<!doctype html>
<html lang="${htmlLanguage(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, style, files ? "'self'" : undefined)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>gavel</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body class="board" data-site="">
<div id="app"><noscript>${both('noScript')}</noscript></div>
<script type="application/json" id="data">${embeddedJson(data)}</script>
${files ? '' : parts.map(({ bytes }, i) => html`<script type="text/plain" id="part-${i}">${trusted(bytes.toString('base64'))}</script>`)}
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body>
</html>
`.html;
}

/** All that a site runs beside the chart library. */
export function pageCode(): string[] {
  const pages = readFileSync(join(packageRoot(), 'dist/reports/page/site-pages.js'), 'utf8');
  return [pages, clientScript('shared', 'language', 'report', 'places', 'minimap', 'keys', 'chart-page', 'tasks-page', 'site')];
}
