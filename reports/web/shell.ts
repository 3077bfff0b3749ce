/** page: the document that every page of the app is. */
import { type ClientScript, clientScript } from '../page/client-script.ts';
import { both } from '../page/each-language.ts';
import { embeddedJson, type Html, html, trusted } from '../page/html.ts';
import { scriptText } from '../page/standalone-page.ts';
import { htmlLanguage, type Language, translate, type Word } from '../words/translate.ts';
import { type Here, header } from './frame.ts';
import { APP_STYLE } from './style.ts';

export interface Shell {
  readonly titles: Readonly<Record<Language, string>>;
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
  /** Of others, run before those. */
  readonly libraries?: readonly string[];
  readonly data?: unknown;
}

export function page({
  titles,
  language,
  nonce,
  body,
  bodyClass = 'plainpage',
  style = '',
  scripts = [],
  libraries = [],
  data = {},
}: Shell): string {
  return html`<!doctype html>
<html lang="${htmlLanguage(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titles[language]}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${trusted(APP_STYLE + style)}</style>
</head>
<body class="${bodyClass}">
${body}
<script type="application/json" id="data">${embeddedJson({ titles, ...Object(data) })}</script>
${libraries.map((library) => html`<script nonce="${nonce}">${trusted(scriptText(library))}</script>`)}
<script nonce="${nonce}">${trusted(clientScript('shared', 'language', ...scripts))}</script>
</body>
</html>
`.html;
}

/** Of the window, in each language. */
export function titlesOf(word: Word): Record<Language, string> {
  return { en: translate(word, 'en'), zh: translate(word, 'zh') };
}

/** A page that says one thing, with links. */
export function messagePage(
  options: Omit<Shell, 'body' | 'titles'> & { readonly title: Word; readonly here: Here },
  message: Html,
  links: readonly Html[],
): string {
  return page({
    ...options,
    titles: titlesOf(options.title),
    body: html`${header(options, options.here)}
<main><h1>${both(options.title)}</h1><p>${message}</p><p>${links.map((link) => html`${link} `)}</p></main>`,
  });
}

/** In place of a form whose answers could not be kept. */
export function readOnlyPage(options: Omit<Shell, 'body' | 'titles'> & { readonly here: Here }): string {
  return messagePage({ ...options, title: 'nav.annotate' }, both('label.readOnly'), []);
}
