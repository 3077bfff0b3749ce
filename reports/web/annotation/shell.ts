/** What every annotation page has around its content. */
import { type ClientScript, clientScript } from '../../page/client-script.ts';
import { attribute, both } from '../../page/each-language.ts';
import { embeddedJson, type Html, html, trusted } from '../../page/html.ts';
import { inEach, LANGUAGES, type Language, translate, type Word } from '../../words/i18n.ts';
import { ANNOTATION_STYLE } from './style.ts';

export interface Shell {
  readonly title: Word;
  /** In which the page opens; the reader can switch. */
  readonly language: Language;
  /** Of the content security policy. */
  readonly nonce: string;
  readonly body: Html;
  readonly bodyClass?: string;
  /** Beside the style of all these pages. */
  readonly style?: string;
  /** Run after the page is there, and after the one that switches its language. */
  readonly scripts?: readonly ClientScript[];
  readonly data?: unknown;
}

export function page({ title, language, nonce, body, bodyClass = 'plainpage', style = '', scripts = [], data = {} }: Shell): string {
  return html`<!doctype html>
<html lang="${htmlLanguage(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${translate(title, language)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${trusted(ANNOTATION_STYLE + style)}</style>
</head>
<body class="${bodyClass}">
${body}
<script type="application/json" id="data">${embeddedJson({ titles: inEach([title])[title], ...Object(data) })}</script>
<script nonce="${nonce}">${trusted(clientScript('shared', 'language', ...scripts))}</script>
</body>
</html>
`.html;
}

/** The tag by which browsers choose Chinese glyphs. */
export function htmlLanguage(language: string): string {
  return language === 'zh' ? 'zh-CN' : language;
}

export function languageSwitch(language: Language): Html {
  const own = { en: 'EN', zh: '中文' };
  return html`<div class="group" role="group" ${attribute('aria-label', 'annotate.language', language)}>${LANGUAGES.map(
    (each) =>
      html`<button type="button" lang="${htmlLanguage(each)}" data-lang="${each}" aria-pressed="${String(each === language)}">${own[each]}</button>`,
  )}</div>`;
}

/** A page that says one thing, with links. */
export function messagePage(options: Omit<Shell, 'body'>, message: Html, links: readonly Html[]): string {
  return page({
    ...options,
    body: html`<header class="top"><h1>${both(options.title)}</h1>${languageSwitch(options.language)}</header>
<main><p>${message}</p><p>${links.map((link) => html`${link} `)}</p></main>`,
  });
}
